"""What is new since an earlier paper, first on each page: for families what they may see anyway, for therapists all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.language.translations import plan_in_language
from planner.language.wording import ROMAN, fact_in_words, name_of, thing_name, title_of
from planner.language.words import Words, load_words
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.model.text import clean
from planner.pages.blocks import Block, ListBlock, TableBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.family_blocks import CallTableBlock
from planner.pages.therapist.blocks import LabelledBlock
from planner.pages.therapist.writer import Writer
from planner.plan.changes import Change, Since
from planner.plan.disclosure import DAYS, in_reach, in_sight
from planner.plan.plan import Plan
from planner.record.carried import Shown, pages_as_json

BEFORE_THE_NEWS = (TitleBlock, CallTableBlock, LabelledBlock)  # what stands before the news: the title, and dangers
FRONT = 4  # no page has more blocks than these before its first word of advice
LINES_AT_MOST, LETTERS = 5, 90
# What a family reads first comes first.
FAMILY_ORDER = ("now", "again", "new_now", "give_back", "done", "has", "new", "changed", "check")


def with_news(document: Document, plan: Plan, words: Words) -> Document:
    """The document with its news at the front, where the plan knows of an earlier paper."""
    since = plan.since
    if since is None:
        return document
    shown = document.carries and document.carries.shown
    if document.kind == "therapist":
        news: Sequence[Block] = _for_therapist(since, plan, words)
    elif document.kind in ("family", "equipment") and shown:
        said = plan_in_language(plan, words.language)
        news = [_for_family(since, said, shown, words, _renamed(plan, shown, words))]
    else:
        return document
    return _with_blocks(document, news)


def _with_blocks(document: Document, news: Sequence[Block]) -> Document:
    """The document, in each of its versions, with these blocks after its title and its dangers."""
    blocks = document.blocks
    at = 1 + max((at for at, block in enumerate(blocks[:FRONT]) if isinstance(block, BEFORE_THE_NEWS)), default=-1)
    shorter, large = (v and _with_blocks(v, news) for v in (document.shorter, document.in_large_print))
    return replace(document, blocks=(*blocks[:at], *news, *blocks[at:]), shorter=shorter, in_large_print=large)


# --- for the person and helpers --------------------------------------------------------------------------------


def _renamed(plan: Plan, shown: Shown, words: Words) -> Mapping[str, str]:
    """Titles in the language of the earlier pages, and what the same are called on these."""
    then = load_words(plan.since.language) if plan.since else words
    if then.language == words.language:
        return {}
    said = plan_in_language(plan, then.language)
    before = pages_as_json(said, shown["document"], shown["reader"], shown["look_ahead"], then)
    return {one["title"]: other["title"] for one, other in zip(_entries(before), _entries(shown), strict=True)}


def _entries(pages: Shown) -> list[Mapping[str, str]]:
    return [entry for part in ("recommendations", "equipment") for entry in pages.get(part, ())]


def _for_family(since: Since, plan: Plan, shown: Shown, words: Words, renamed: Mapping[str, str]) -> ListBlock:
    told = list(_family_lines(since, plan, shown, words, renamed))
    told.sort(key=lambda line: FAMILY_ORDER.index(line[0]))
    lines = list(dict.fromkeys(line for _, line in told))
    first, hidden = lines[:LINES_AT_MOST], len(lines) - LINES_AT_MOST
    if hidden > 0:
        first.append(words("record.family.more", n=hidden))
    heading = words("record.family.since", date=words.day(since.day))
    return ListBlock(heading=heading, intro="" if first else words("record.family.nothing"), lines=tuple(first))


def _family_lines(
    since: Since, plan: Plan, pages: Shown, words: Words, renamed: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Rank and sentence of each change of something that stands on this very page (or is done, or goes back)."""
    kind: str = pages["document"]
    look_ahead: LookAhead = pages["look_ahead"]
    on_page = {entry["title"]: entry for entry in _entries(pages)}
    for change in since.changes:
        title = _family_title(change, plan, words, by_title=since.source == "pages", renamed=renamed)
        if not title or change.kind == "agenda" or change.change in ("gone", "put_off"):
            continue
        shown = on_page.get(title, {})
        if change.change == "done" and change.kind == "recommendation":
            told = _done(change, since, plan, look_ahead) if kind == "family" else ""
        elif change.kind == "recommendation":
            told = _advice(change, shown)
        else:
            told = _thing(change, shown, plan, kind, look_ahead)
        if told:
            key = {"new_now": "new"}.get(told, told)
            yield told, words(f"record.family.{key}", line=_with_day(title, shown, plan, words))


def _advice(change: Change, shown: Mapping[str, str]) -> str:
    """The code for a recommendation that stands on the page; empty where it does not."""
    place = shown.get("when", "")
    if place not in ("this_month", "next_3_months", "later", "check_first"):
        return ""
    if place == "check_first":
        return "check"
    if change.change == "taken_up":
        return "again"
    due = place == "this_month"
    if change.change == "new":
        return "new_now" if due else "new"
    return "now" if due else "changed"


def _done(change: Change, since: Since, plan: Plan, look_ahead: LookAhead) -> str:
    """Done: told where the reader could see it before, and where no confidence is behind it."""
    item, old = plan.item(change.id), change.old or {}
    if item is None or any(plan.knowledge.vocabulary[reason.fact].confidential for reason in item.because):
        return ""
    seen = old.get("timing") in ("now", "check_first")
    if old.get("timing") in ("prepare", "later") and old.get("start_by"):
        seen = in_reach(date.fromisoformat(old["start_by"]), since.day, DAYS[look_ahead])
    return "done" if seen and not old.get("put_off") else ""


def _thing(change: Change, shown: Mapping[str, str], plan: Plan, kind: str, look_ahead: LookAhead) -> str:
    """The code for a piece of equipment; the handout tells only of what goes back, and what it lists as in place."""
    place = shown.get("when", "")
    if change.change == "hand_back":
        seen = place == "give_back" or any(order.id == change.id for order in in_sight(plan, look_ahead))
        return "give_back" if seen else ""
    if change.change == "done":
        return "has" if place in ("has", "in_place") else ""
    if place != "to_get" or kind != "equipment":
        return ""
    return {"new": "new", "taken_up": "again"}.get(change.change, "changed")


def _with_day(title: str, shown: Mapping[str, str], plan: Plan, words: Words) -> str:
    """The title with its day as the page prints it."""
    place, start, order = shown.get("when", ""), shown.get("start_by", ""), shown.get("order_by", "")
    if place == "later":
        year, month = start.split("-")
        return words("family.later_by", title=title, month=words.month(date(int(year), int(month), 1)))
    if place == "next_3_months":
        day = words.short_day(date.fromisoformat(start)) if start else ""
        return words("family.start_by", title=title, date=day) if day else words("family.start_now", title=title)
    if place == "to_get":
        day = words.short_day(date.fromisoformat(order)) if order else ""
        key = "record.family.order_by" if day else "record.family.order_now"
        return words(key, title=title, date=day)
    return title


def _family_title(change: Change, plan: Plan, words: Words, by_title: bool, renamed: Mapping[str, str]) -> str:
    """What families call it; pages know it by that name already, or by that of another language."""
    if by_title:
        return renamed.get(change.title, change.title)
    if change.kind == "equipment":
        return thing_name(plan, change.id) if change.id in plan.knowledge.equipment else ""
    item = plan.item(change.id) if change.kind == "recommendation" else None
    return title_of(item, plan, words) if item else ""


# --- for the therapist -----------------------------------------------------------------------------------------


def _for_therapist(since: Since, plan: Plan, words: Words) -> list[Block]:
    """Everything that changed: what turned as a table with the changed facts behind it, the rest in lines below."""
    writer, day = Writer(plan, words), words.day(since.day)
    intro = words(f"record.therapist.{since.source}", date=day, knowledge=since.knowledge)
    heading = words("record.therapist.since", date=day)
    if not since.changes:
        return [ListBlock(heading=heading, intro=f"{intro} {words('record.therapist.nothing')}", lines=())]
    turned = [change for change in since.changes if change.kind != "fact" and not _is_small(change)]
    head = tuple(words(f"record.therapist.{key}") for key in ("what", "change", "before", "now", "because"))
    rows = tuple(_row(change, since.source, writer) for change in turned)
    blocks: list[Block] = []
    if rows:
        blocks.append(TableBlock(heading=heading, head=head, rows=rows, widths=(32, 14, 17, 17, 20), note=intro))
    else:
        blocks.append(ListBlock(heading=heading, intro=intro, lines=()))
    rest = tuple(_rest(since, writer))
    return (
        [*blocks, ListBlock(heading=words("record.therapist.facts", date=day), intro="", lines=rest)]
        if rest
        else blocks
    )


def _is_small(change: Change) -> bool:
    """A day that moved, or a question that an answer settled: no step of anybody's."""
    was = (change.old or {}).get("timing")
    return change.change in ("start_by", "order_by") or (change.change == "gone" and was == "check_first")


def _rest(since: Since, writer: Writer) -> Iterator[str]:
    """Facts with another value, facts newly known, days that moved, and questions that are settled: one line each."""
    words, known = writer.words, writer.knowledge
    facts = [change for change in since.changes if change.kind == "fact"]
    small = [change for change in since.changes if change.kind != "fact" and _is_small(change)]
    for change in (change for change in facts if change.old is not None):
        yield fact_line(change, known, words)
    new = [
        f"{fact_name(c.id, known, words)} {told_in_words(c.id, c.new, known, words)}" for c in facts if c.old is None
    ]
    moved = [_moved(change, since.source, writer) for change in small if change.change != "gone"]
    settled = [title_for_therapist(change, writer) for change in small if change.change == "gone"]
    for key, said in (("newly_known", new), ("moved", moved), ("settled", settled)):
        if said:
            yield words(f"record.therapist.{key}", list="; ".join(said))


def _moved(change: Change, source: str, writer: Writer) -> str:
    key = change.change
    old, new = (_day((state or {}).get(key) or "", writer.words) or "–" for state in (change.old, change.new))
    return f"{title_for_therapist(change, writer)} {old} → {new}"


def _row(change: Change, source: str, writer: Writer) -> Lines:
    words, known = writer.words, writer.knowledge
    behind = [name for name in change.because if name in known.vocabulary]
    return (
        title_for_therapist(change, writer),
        words(f"record.therapist.codes.{change.change}"),
        state_in_words(change, change.old, source, words),
        state_in_words(change, change.new, source, words),
        writer.asks(behind) if behind else "",
    )


def title_for_therapist(change: Change, writer: Writer) -> str:
    """What a therapist calls the thing that changed: by this knowledge where it knows it, else as the old paper did."""
    known = writer.knowledge
    if change.kind == "recommendation" and change.id in known.by_id:
        return writer.title(change.id)
    if change.kind == "equipment" and change.id in known.equipment:
        return known.equipment[change.id].name
    return title_told(change, writer.words)


# --- in words, also for the terminal ---------------------------------------------------------------------------


def title_told(change: Change, words: Words) -> str:
    """What the papers themselves call the thing that changed."""
    if change.kind == "stage":
        return words("record.therapist.stage")
    return change.title or change.id.replace("_", " ")


def state_in_words(change: Change, state: Mapping[str, Any] | None, source: str, words: Words) -> str:
    """ "Later, start by 3 Feb 2027": what an old or new state is called on paper."""
    if state is None:
        return words("record.therapist.none")
    if change.kind == "stage":
        return ROMAN[state["low"]] if state["low"] == state["high"] else f"{ROMAN[state['low']]}–{ROMAN[state['high']]}"
    if change.kind == "red_flag":
        return words(f"urgency.{state['urgency']}")
    if change.kind == "agenda":
        said = words(f"record.therapist.agenda.{state['place']}")
        return words("record.therapist.by", state=said, date=_day(state["on"], words)) if state.get("on") else said
    start, order = state.get("start_by") or "", state.get("order_by") or ""
    name = state.get("timing") or state.get("action") or ""
    if not name:
        return words("record.therapist.codes.put_off")
    if source == "pages":
        said = words(f"record.therapist.places.{name}")
    elif change.kind == "equipment":
        said = words(f"equipment_table.do.{name}", date=_day(order, words))
    else:
        said = words(f"timing.{name}")
    if source == "pages" and (start or order):
        said = words("record.therapist.by", state=said, date=_day(start or order, words))
    elif start and name == "later":
        said = words("record.therapist.start", state=said, date=_day(start, words))
    return words("record.therapist.put_off", state=said) if state.get("put_off") else said


def _day(told: str, words: Words) -> str:
    """A day, or a month where the page had no more."""
    if not told:
        return ""
    year, month, *day = (int(part) for part in told.split("-"))
    return words.short_day(date(year, month, *day)) if day else words.month(date(year, month, 1))


def fact_line(change: Change, knowledge: Knowledge, words: Words) -> str:
    """ "Walking 3 (12 Aug 2026) → 2 (20 Nov 2026)"."""
    old, new = (told_in_words(change.id, told, knowledge, words) for told in (change.old, change.new))
    return f"{fact_name(change.id, knowledge, words)} {old} → {new}"


def fact_name(name: str, knowledge: Knowledge, words: Words) -> str:
    """The question of a fact, set off from its value; a fact that this knowledge does not have, by its id."""
    if name not in knowledge.vocabulary:
        return f"{name.replace('_', ' ')}:"
    question = name_of(name, knowledge, words)
    return question if question.endswith("?") else f"{question}:"


def told_in_words(name: str, told: Mapping[str, Any] | None, knowledge: Knowledge, words: Words) -> str:
    """A value with its day; a long text is cut, and a value that this knowledge does not know stands as it was told."""
    if told is None:
        return words("not_known")
    said = clean(_value_in_words(name, told["value"], knowledge, words))
    said = said if len(said) <= LETTERS else f"{said[:LETTERS]}…"
    return words("record.therapist.dated", value=said, date=_day(told["on"], words)) if told["on"] else said


def _value_in_words(name: str, value: Any, knowledge: Knowledge, words: Words) -> str:
    if name not in knowledge.vocabulary:
        return str(value)
    fact = knowledge.vocabulary[name]
    if fact.kind == "date":
        return _date_in_words(str(value), words)
    if fact.kind == "text" or (fact.kind == "choice" and value not in fact.choices):
        return str(value)
    return fact_in_words(fact, value, words)


def _date_in_words(told: str, words: Words) -> str:
    try:
        return words.short_day(date.fromisoformat(told))
    except ValueError:
        return told
