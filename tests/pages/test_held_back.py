"""What pages hold back is exactly what the therapist reads of it; topics kept off paper act, and safety always prints."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import PEOPLE, TODAY, told
from stories import plan_for

from planner import IntakeError, KnowledgeError, assess, compose, load_knowledge, make_plan, plan_as_json, read_intake
from planner.exports.calendar import entries_of
from planner.exports.purchase_list import purchase_list
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import TableBlock
from planner.pages.document import Document
from planner.pages.family_blocks import CallTableBlock
from planner.plan.disclosure import DAYS, held_back, look_ahead_of, orders_for, sort_for
from planner.plan.plan import Plan
from planner.reading.resources import resource

TOPICS = ("breathing", "feeding", "communication", "later_care", "end_of_life", "money")


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge, tellers: tuple[str, ...]) -> dict[str, Plan]:
    """The stories, and the people of the pages."""
    names = (*(name for name in PEOPLE if name != "long_words"), *tellers)
    return {name: plan_for(name, knowledge) for name in names}


def asking(plan: Plan, **choices: Any) -> Plan:
    """The same plan for somebody who chose otherwise."""
    preferences = plan.intake.preferences.model_copy(update=choices)
    return replace(plan, intake=replace(plan.intake, preferences=preferences))


def shown(plan: Plan, look_ahead: Any) -> set[str]:
    """Every recommendation and thing that this reader's pages speak of."""
    advice, things = sort_for(plan, look_ahead), orders_for(plan, look_ahead)
    parts = (advice.cards, advice.rest, advice.soon, advice.later, advice.check, advice.in_place, advice.put_off)
    kinds = (things.to_do, things.skip, things.has, things.give_back, things.put_off)
    return {one.id for part in (*parts, *kinds) for one in part}


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from strings(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from strings(getattr(part, field.name))


def held_table(document: Document) -> TableBlock | None:
    return next((b for b in document.blocks if isinstance(b, TableBlock) and b.part == "held"), None)


def named_in(table: TableBlock | None) -> list[str]:
    """The names in the cells of what is not on the pages, each as it is written."""
    cells = [row[2] for row in table.rows] if table else []
    parts = [
        part
        for cell in cells
        for part in cell.replace("Advice: ", "\n").replace(" Things: ", "\n").replace("Things: ", "\n").split("\n")
    ]
    return [name.rstrip(".") for part in parts for name in part.split("; ") if name]


@pytest.mark.parametrize("topics", [(), TOPICS], ids=["no topics", "all topics"])
@pytest.mark.parametrize("look_ahead", DAYS)
def test_held_back_is_exactly_what_was_shown_otherwise(plans: dict[str, Plan], look_ahead: Any, topics: Any) -> None:
    """The law: who asks for less misses exactly what the list says, on all pages together, and nothing else."""
    for name, plan in plans.items():
        everything = shown(asking(plan, look_ahead="all", print_topics_held_back=()), "all")
        asked = asking(plan, look_ahead=look_ahead, print_topics_held_back=topics)
        held = held_back(asked, "person")
        hidden = {one.id for one in held if one.why != "put_off"}
        assert everything - shown(asked, look_ahead) == hidden, name
        assert hidden == set(plan_as_json(asked)["held_back"]), name
        assert {one.id for one in held} - hidden <= shown(asked, look_ahead), name


@pytest.mark.parametrize("topics", [(), ("breathing", "later_care")], ids=["no topics", "two topics"])
@pytest.mark.parametrize("look_ahead", DAYS)
def test_the_therapist_reads_exactly_this_list(plans: dict[str, Plan], look_ahead: Any, topics: Any) -> None:
    for plan in plans.values():
        asked = asking(plan, look_ahead=look_ahead, helper_look_ahead=None, print_topics_held_back=topics)
        things, rules = plan.knowledge.equipment, plan.knowledge.by_id
        held = held_back(asked, "person")
        expected = sorted(things[one.id].name if one.thing else rules[one.id].text.therapist.title for one in held)
        named = named_in(held_table(compose(asked, "annex")))
        assert len(named) == sum(name.count("; ") + 1 for name in expected)
        assert all(part in named for name in expected if "{" not in name for part in name.split("; "))


@pytest.mark.parametrize("look_ahead", ["now", "3_months"])
def test_no_page_names_what_it_holds_back(plans: dict[str, Plan], look_ahead: Any) -> None:
    for plan in plans.values():
        asked = asking(plan, look_ahead=look_ahead, print_topics_held_back=TOPICS)
        family, equipment = (list(strings(compose(asked, kind).blocks)) for kind in ("family", "equipment"))
        for one in held_back(asked, "person"):
            if one.why == "put_off":
                continue
            if one.thing:
                name = plan.knowledge.equipment[one.id].family.name
                name = name[:1].upper() + name[1:]
                assert not [said for said in equipment if said == name or said.startswith(f"{name}.")], name
            else:
                title = plan.rule(next(item for item in plan.items if item.id == one.id)).text.family.title
                assert not [said for said in family if said == title or said.startswith(f"{title} (")], title


def test_calendar_and_purchase_list_are_silent_too(plans: dict[str, Plan]) -> None:
    words = load_words("en")
    for plan in plans.values():
        asked = asking(plan, look_ahead="all", print_topics_held_back=TOPICS)
        hidden = {one.id for one in held_back(asked, "person") if one.why == "topic"}
        assert not hidden.intersection(entry.id for entry in entries_of(asked, words, "all"))
        rows = purchase_list(asked, words, "all").splitlines()
        names = [plan.knowledge.equipment[name].family.name for name in hidden if name in plan.knowledge.equipment]
        assert not [row for row in rows for name in names if row.startswith(f'"{name[:1].upper()}{name[1:]}"')]


def test_safety_prints_whatever_topic_is_kept_off(plans: dict[str, Plan]) -> None:
    found = set()
    for plan in plans.values():
        asked, everybody = asking(plan, print_topics_held_back=TOPICS), asking(plan, print_topics_held_back=())
        for one in held_back(asked, "person"):
            if one.why == "topic" and not one.thing:
                rule = plan.knowledge.by_id[one.id]
                assert rule.priority > 1 and rule.kind != "stop", one.id
        boxes = [[b for b in compose(p, "family").blocks if isinstance(b, CallTableBlock)] for p in (asked, everybody)]
        assert boxes[0] == boxes[1]
        shown = sort_for(asked, "all")
        found |= {item.id for item in (*shown.cards, *shown.rest)}
    assert "mask_breathing_assessment_now" in found, "an urgent breathing need is no topic to keep off"
    assert {"oxygen_alone_caution", "avoid_cpap_for_weak_breathing"} & found


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_changes_the_paper_of_somebody(plans: dict[str, Plan], topic: str) -> None:
    def paper(plan: Plan) -> list[str]:
        return [
            said for kind in ("family", "equipment") for said in strings(compose(plan, kind, look_ahead="all").blocks)
        ]

    line = load_words("en")("family.asked_topics")
    changed = []
    for plan in plans.values():
        asked = paper(asking(plan, print_topics_held_back=(topic,)))
        changed.append(len(asked) < len(paper(asking(plan, print_topics_held_back=()))))
        assert any(line in said for said in asked), "the page says that something was left out"
        assert not any(plan.knowledge.about.topics[topic].name in said for said in asked if line in said)
    assert any(changed)


def test_without_money_no_price_is_printed(plans: dict[str, Plan]) -> None:
    page = compose(asking(plans["demo"], print_topics_held_back=("money",)), "equipment")
    assert not [said for said in strings(page.blocks) if "USD" in said]
    assert [said for said in strings(compose(plans["demo"], "equipment").blocks) if "USD" in said]


def test_the_helper_has_a_row_of_their_own_where_they_see_more_or_less(plans: dict[str, Plan]) -> None:
    more = asking(plans["demo"], helper_look_ahead="12_months", helper_may_see_more=True)
    whose = [row[1] for row in held_table(compose(more, "annex")).rows]  # type: ignore[union-attr]
    assert whose == ["Person", "Helper"]
    assert len(held_back(more, "helper")) < len(held_back(more, "person"))
    same = asking(plans["demo"], helper_look_ahead="12_months", helper_may_see_more=False)
    assert look_ahead_of(same, "helper") == "3_months"
    assert [row[1] for row in held_table(compose(same, "annex")).rows] == ["Person and helper"]  # type: ignore[union-attr]


def test_since_and_ask_again_are_told_or_said_to_be_unknown(plans: dict[str, Plan], knowledge: Knowledge) -> None:
    facts = {"alsfrs_walking": 3, "alsfrs_turning": 3, "fatigue": True}
    topic = told(
        facts, {"country": "US"}, preferences={"print_topics_held_back": {"value": "breathing", "on": "2026-10-02"}}
    )
    plan = make_plan(
        assess(read_intake(topic, knowledge, date(2026, 11, 22)), knowledge, today=date(2026, 11, 22)), knowledge
    )
    rows = held_table(compose(plan, "annex")).rows  # type: ignore[union-attr]
    assert [row[3:] for row in rows if "Breathing" in row[0]] == [("2 Oct 2026", "2 Jan 2027")]
    assert [row[3:] for row in rows if "3 months" in row[0]] == [("not known", "21 Feb 2027")]


def test_a_topic_nobody_knows_is_refused_with_the_nearest_one(knowledge: Knowledge) -> None:
    with pytest.raises(IntakeError, match=r"I do not know the topic 'breathng'\. Did you mean 'breathing'\?"):
        read_intake(told({"falls_1mo": 0}, preferences={"print_topics_held_back": "money|breathng"}), knowledge, TODAY)


def test_the_help_of_the_fact_names_every_topic(knowledge: Knowledge) -> None:
    assert set(knowledge.about.topics) == set(TOPICS)
    assert all(topic in knowledge.vocabulary["print_topics_held_back"].help for topic in TOPICS)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("domains: [breathing, cough,", "domains: [breathing, couhg,", "I do not know the domain 'couhg'. Did you mean 'cough'?"),
        ("recommendations: [feeding_tube_timing_talk]", "recommendations: [feeding_tube_timing]", "I do not know the recommendation 'feeding_tube_timing'."),
        ("[speech_device]", "[speach_device]", "I do not know the equipment 'speach_device'. Did you mean 'speech_device'?"),
        ("[oxygen_alone_caution,", "[oxygen_alone,", "I do not know the recommendation 'oxygen_alone'."),
    ],
    ids=["domain", "advice", "thing", "always printed"],
)  # fmt: skip
def test_a_name_of_a_topic_that_nothing_declares_is_found(tmp_path: Path, before: str, after: str, said: str) -> None:
    base = Path(shutil.copytree(resource("stages"), tmp_path / "stages"))
    text = (base / "about.yaml").read_text(encoding="utf-8")
    assert text.count(before) == 1
    (base / "about.yaml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_knowledge(base)
    assert said in str(refused.value)
