"""What the therapist fills in at the visit: checks before techniques, teach-back, papers handed over, sign-off."""

from __future__ import annotations

from planner.model.intake import months_later
from planner.model.shapes import Lines
from planner.model.truth import Truth
from planner.pages.blocks import Block, ListBlock, SignBlock, TableBlock
from planner.pages.therapist.blocks import TaughtBlock
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import Held, held_back, look_ahead_of, review_day
from planner.plan.schedule import PlanItem

DUE = ("now", "prepare")
READERS = ("person", "helper")
HANDED_OUT = ("family", "planner", "fridge")  # documents by their entry among the words
ORDERED = ("order_now", "order_by", "arrange")


def visit_record(writer: Writer, items: list[PlanItem]) -> list[Block]:
    """The parts to fill in, in the order of a visit."""
    return [
        *_checks(writer, items),
        _teach_back(writer, items),
        *_held_back(writer),
        _manifest(writer),
        sign_off(writer),
    ]


# --- before a technique is shown ---------------------------------------------------------------------------------


def _needs_a_check(writer: Writer, item: PlanItem) -> bool:
    rule = writer.plan.rule(item)
    return item.timing in DUE and (rule.exercise or rule.kind == "teach")


def _checks(writer: Writer, items: list[PlanItem]) -> list[Block]:
    """Every precaution of what has effort or is taught, each once, with today's answer and the advice it belongs to."""
    words = writer.words
    found: dict[str, list[tuple[int, str]]] = {}
    for at, item in enumerate(items, 1):
        if not _needs_a_check(writer, item):
            continue
        rule = writer.plan.rule(item)
        open_notes = {note.therapist: note.truth for note in (*item.holds, *item.cautions)}
        for precaution in (*rule.unless, *rule.caution):
            said = precaution.then.therapist
            state = "yes" if open_notes.get(said) is Truth.YES else "ask" if said in open_notes else "no"
            found.setdefault(said, []).append((at, state))
    lines = []
    for said, uses in found.items():
        filled = " ".join(writer.fill([said]))
        state = next(state for state in ("yes", "ask", "no") if state in {one for _, one in uses})
        numbers = ", ".join(str(at) for at, _ in uses)
        if filled:
            lines.append((state, f"{filled} ({words(f'therapist.check_state.{state}', at=numbers)})"))
    if not lines:
        return []
    lines.sort(key=lambda line: ("yes", "ask", "no").index(line[0]))
    told = tuple(line for _, line in lines)
    return [ListBlock(heading=words("therapist.checks"), intro=words("therapist.checks_intro"), lines=told, ticks=True)]


# --- what was understood -----------------------------------------------------------------------------------------


def _teach_back(writer: Writer, items: list[PlanItem]) -> TaughtBlock:
    words = writer.words
    taught = [str(at) for at, item in enumerate(items, 1) if _needs_a_check(writer, item)]
    asked = ["first", *(["show"] if taught else []), "breathing"]
    if any(order.action in ORDERED and not order.put_off for order in writer.plan.equipment):
        asked.append("order")
    prompts = tuple(words(f"therapist.teach.{key}", what=", ".join(taught)) for key in asked)
    head = tuple(words(f"therapist.teach_{key}") for key in ("prompt", "said", "again"))
    lines = (words("therapist.teach_present"), words("therapist.teach_interpreter"))
    return TaughtBlock(
        heading=words("therapist.teach_back"),
        intro=words("therapist.teach_intro"),
        head=head,
        prompts=prompts,
        lines=lines,
    )


# --- what is not on their paper ----------------------------------------------------------------------------------


def _held_back(writer: Writer) -> list[Block]:
    """Everything that pages leave out because of what was asked, by reason; where both readers see the same, once."""
    words, plan = writer.words, writer.plan
    person, helper = (held_back(plan, reader) for reader in READERS)
    readers = [("both", person)] if person == helper else [("person", person), ("helper", helper)]
    head = tuple(words(f"therapist.held_{key}") for key in ("why", "whose", "what", "since", "again"))
    rows = [row for reader, held in readers for row in _held_rows(writer, reader, held)]
    for topic in plan.intake.preferences.print_topics_held_back:
        if plan.knowledge.about.topics[topic].prices:
            whose, what = words("therapist.reader.both"), words("therapist.held_prices")
            rows.append((_reason(writer, "person", "topic", topic), whose, what, *_days(writer, "person", "topic")))
    return (
        [
            TableBlock(
                heading=words("therapist.held_back"),
                head=head,
                rows=tuple(rows),
                widths=(16, 9, 53, 11, 11),
                part="held",
            )
        ]
        if rows
        else []
    )


def _held_rows(writer: Writer, reader: str, held: tuple[Held, ...]) -> list[Lines]:
    words = writer.words
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        groups.setdefault((one.why, one.topic), []).append(one)
    rows: list[Lines] = []
    for (why, topic), found in groups.items():
        advice = [writer.title(one.id) for one in found if not one.thing]
        things = [writer.knowledge.equipment[one.id].name for one in found if one.thing]
        parts = (("held_advice", advice), ("held_things", things))
        what = " ".join(words(f"therapist.{key}", names="; ".join(names)) for key, names in parts if names)
        rows.append(
            (
                _reason(writer, reader, why, topic),
                words(f"therapist.reader.{reader}"),
                what,
                *_days(writer, reader, why),
            )
        )
    return rows


def _reason(writer: Writer, reader: str, why: str, topic: str) -> str:
    words = writer.words
    ahead = words(
        f"therapist.look_ahead_words.{look_ahead_of(writer.plan, 'helper' if reader == 'helper' else 'person')}"
    )
    name = writer.knowledge.about.topics[topic].name if topic else ""
    return words(f"therapist.held_because.{why}", ahead=ahead, topic=name)


def _days(writer: Writer, reader: str, why: str) -> tuple[str, str]:
    """Since when it was asked, and the day to ask again: where no day was told, the day of the next review."""
    words, plan = writer.words, writer.plan
    fact = {"topic": "print_topics_held_back", "put_off": ""}.get(why, "look_ahead")
    if why == "look_ahead" and reader == "helper" and plan.intake.preferences.helper_look_ahead is not None:
        fact = "helper_look_ahead"
    value = plan.values.get(fact)
    keeps = plan.knowledge.vocabulary[fact].stale_after if fact else None
    if value is None or value.on is None or keeps is None:
        return words("not_known"), words.short_day(review_day(plan))
    again = months_later(value.on, keeps)
    return words.short_day(value.on), words.short_day(max(again, plan.today))


# --- what is handed over, and by whom ----------------------------------------------------------------------------


def _manifest(writer: Writer) -> TableBlock:
    words, plan = writer.words, writer.plan
    state = words("therapist.paper_checked" if plan.intake.review.by else "therapist.paper_draft")
    rows = tuple(
        (
            words(f"{kind}.document"), words(f"therapist.reader.{reader}"),
            words(f"therapist.look_ahead_words.{look_ahead_of(plan, reader)}"), words("therapist.this_language"), state, "",
        )
        for kind in HANDED_OUT
        for reader in READERS
    )  # fmt: skip
    head = tuple(words(f"therapist.paper_{key}") for key in ("what", "whose", "ahead", "language", "state", "given"))
    return TableBlock(
        heading=words("therapist.papers"), head=head, rows=rows, widths=(22, 14, 14, 14, 18, 18), part="papers"
    )


def sign_off(writer: Writer) -> SignBlock:
    words, about = writer.words, writer.knowledge.about
    review = writer.plan.intake.review
    roles = (
        (words("therapist.sign_name"), review.by),
        (words("therapist.sign_licence"), ""),
        (words("therapist.sign"), ""),
        (words("therapist.sign_date"), words.day(review.on)),
        (words("therapist.sign_review"), words.day(review_day(writer.plan))),
    )
    reviewed = ", ".join(about.reviewers) or about.not_reviewed
    foot = (about.disclaimer, reviewed, words("therapist.limits_note"))
    return SignBlock(words("therapist.signoff"), words("therapist.signoff_text"), roles, foot)
