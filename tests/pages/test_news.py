"""What is new since an earlier paper: first on each page, whole for therapists, for families only what they may see."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from earlier_papers import DAY, demo, earlier_demo
from page_text import fullest, words_of
from people import PEOPLE
from pressed import faults
from stories import plan_for

from planner import compose, render_html
from planner.curation.manner import reading_grade
from planner.language.wording import title_of
from planner.language.words import load_words
from planner.model.conditions import Reason
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge
from planner.pages.blocks import ListBlock, TableBlock, TitleBlock
from planner.pages.therapist.blocks import LabelledBlock
from planner.plan.changes import Change, Since
from planner.plan.disclosure import orders_for, sort_for
from planner.plan.plan import Plan
from planner.record.earlier import since

WORDS = load_words("en")
LOOK_AHEADS = get_args(LookAhead)


def news_of(plan: Plan, kind: str, found: Since | Plan, **more: Any) -> ListBlock:
    page = compose(plan, kind, since=found, **more)
    (block,) = [b for b in page.blocks if isinstance(b, ListBlock) and b.heading.startswith("New since ")]
    return block


def test_what_is_new_stands_first(knowledge: Knowledge) -> None:
    plan, found = demo(knowledge), since(earlier_demo(knowledge), demo(knowledge))
    for kind in ("family", "equipment"):
        page = compose(plan, kind, since=found)
        assert isinstance(page.blocks[0], TitleBlock)
        assert page.blocks[1] == news_of(plan, kind, found)
        assert page.blocks[1].heading == "New since 12 August 2026"  # type: ignore[attr-defined]
    page = compose(plan, "therapist", since=found)
    after = next(at for at, block in enumerate(page.blocks) if isinstance(block, LabelledBlock)) + 1
    assert isinstance(page.blocks[after], TableBlock) and page.blocks[after].heading == "New since 12 August 2026"
    late = plan_for("late", knowledge)
    page = compose(late, "family", since=late)
    assert page.blocks[1].kind == "call_table" and page.blocks[2].heading.startswith("New since")  # type: ignore[attr-defined]


def test_without_an_earlier_paper_nothing_is_said_of_one(knowledge: Knowledge) -> None:
    for kind in ("family", "equipment", "therapist"):
        assert "New since" not in render_html(compose(demo(knowledge), kind))


def test_where_nothing_has_changed_the_page_says_so(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    for kind in ("family", "equipment"):
        assert news_of(plan, kind, plan).intro == "Nothing on these pages has changed."
    assert news_of(plan, "therapist", plan).intro.endswith("Nothing has changed.")


@pytest.mark.parametrize("look_ahead", LOOK_AHEADS)
@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_families_read_at_most_a_handful_of_lines_about_what_they_may_see(
    knowledge: Knowledge, tellers: tuple[str, ...], kind: str, look_ahead: Any
) -> None:
    for name in (*PEOPLE, *tellers):
        plan = plan_for(name, knowledge)
        old = emptied(plan)
        block = news_of(plan, kind, old, look_ahead=look_ahead)
        assert len(block.lines) <= 6
        found, sheet = sort_for(plan, look_ahead), orders_for(plan, look_ahead)
        held = {title_of(item, plan, WORDS) for item in found.held_back} | {
            knowledge.equipment[order.id].family.name for order in (*sheet.held_back, *sheet.skip)
        }
        shown = {
            title_of(item, plan, WORDS)
            for group in vars(found).values()
            if group is not found.held_back
            for item in group
        }
        for line in block.lines:
            assert not [title for title in held - shown if title.lower() in line.lower()], line


def emptied(plan: Plan) -> Plan:
    """The same person when nothing was known yet: everything in the plan is then news."""
    none = tuple(replace(item, timing="not_now", start_by=None) for item in plan.items)
    waiting = tuple(replace(order, action="wait", order_by=None) for order in plan.equipment)
    return replace(plan, items=none, equipment=waiting, red_flags=(), today=date(2026, 1, 1))


def test_nothing_told_in_confidence_is_news_for_families(knowledge: Knowledge) -> None:
    late = plan_for("late", knowledge)
    secret = [fact.id for fact in knowledge.vocabulary.facts.values() if fact.confidential]
    changes = tuple(
        Change(kind="fact", id=name, title="", change="changed", old=None, new={"value": True, "on": "2026-11-20"})
        for name in secret
    )
    told = (Reason(fact="low_mood", value=True, on="2026-11-20"),)
    done = next(item for item in late.items if item.timing == "done")
    change = Change(
        kind="recommendation",
        id=done.id,
        title="",
        change="done",
        old={"timing": "now", "put_off": False},
        new={"timing": "done"},
    )
    assert news_of(late, "family", Since(day=DAY, knowledge="", source="plan", changes=(change,))).lines
    plan = replace(late, items=tuple(replace(i, because=told) if i is done else i for i in late.items))
    changes += (change,)
    found = Since(day=DAY, knowledge="", source="plan", changes=changes)
    for kind in ("family", "equipment"):
        assert news_of(plan, kind, found, look_ahead="all").lines == ()
    assert "ending life" in words_of(render_html(compose(plan, "therapist", since=found))).lower()


def test_what_was_done_is_told_where_it_was_seen_before(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    item = next(item for item in plan.items if item.timing == "done")
    title = title_of(item, plan, WORDS)
    for old, seen in (("now", True), ("later", False)):
        change = Change(kind="recommendation", id=item.id, title="", change="done", old={"timing": old, "start_by": "2027-06-01" if old == "later" else None, "put_off": False}, new={"timing": "done"})  # fmt: skip
        lines = news_of(plan, "family", Since(day=DAY, knowledge="", source="plan", changes=(change,))).lines
        assert lines == ((f"Done: {title}.",) if seen else ())


def test_what_goes_back_is_told_on_both_family_papers(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    order = next(order for order in plan.equipment if order.action == "has")
    given = replace(plan, equipment=tuple(replace(o, action="return") if o is order else o for o in plan.equipment))
    for kind in ("family", "equipment"):
        assert "You can give this back: Bars to hold." in news_of(given, kind, plan).lines
    assert not [line for line in news_of(plan, "family", given).lines if "give this back" in line]


def test_what_a_person_puts_off_is_no_news_and_what_they_take_up_again_is(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    now = next(item for item in plan.items if item.timing == "now")
    put_off = replace(plan, items=tuple(replace(i, put_off=i is now) for i in plan.items))
    assert news_of(put_off, "family", plan).lines == ()
    title = title_of(now, plan, WORDS)
    assert news_of(plan, "family", put_off).lines == (f"You wanted to wait, and now do not: {title}.",)


@pytest.mark.slow
def test_pages_with_news_are_laid_out_whole(knowledge: Knowledge) -> None:
    for name, kind in (("demo", "family"), ("demo", "equipment"), ("demo", "therapist"), ("late", "family")):
        plan = plan_for(name, knowledge)
        assert faults(render_html(compose(plan, kind, since=emptied(plan), look_ahead="all"))) == [], (name, kind)


def test_no_raw_id_or_placeholder_is_printed(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    for kind in ("family", "equipment", "therapist"):
        said = words_of(fullest(compose(plan, kind, since=since(earlier_demo(knowledge), plan))))
        assert not re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", said), kind
        assert "{" not in said and "None" not in said


def test_the_words_of_the_news_can_be_read_by_families() -> None:
    for key, text in WORDS.entries["record"]["family"].items():
        assert reading_grade(re.sub(r"\{\w+\}", "it", text)) <= 6, key


def test_a_plan_with_news_can_be_pickled(knowledge: Knowledge) -> None:
    plan = replace(demo(knowledge), since=since(earlier_demo(knowledge), demo(knowledge)))
    assert pickle.loads(pickle.dumps(plan)).since == plan.since


def test_the_news_speak_the_language_of_their_pages(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    page = compose(plan, "family", language="es", since=since(earlier_demo(knowledge), plan))
    (news,) = [b for b in page.blocks if isinstance(b, ListBlock) and b.heading.startswith("Nuevo desde")]
    assert len(news.lines) > 3 and not [line for line in news.lines if "Make falls less likely" in line]
