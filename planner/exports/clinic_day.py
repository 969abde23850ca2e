"""The plans of a clinic day on one sheet and in one table: who, where they stand, and what comes first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from planner.exports.purchase_list import harmless
from planner.language.agenda import title_of
from planner.language.wording import ROMAN, question_name
from planner.language.words import Words
from planner.model.knowledge import URGENCIES, Knowledge
from planner.pages.blocks import TableBlock, TitleBlock
from planner.pages.document import Document, Furniture
from planner.plan.lines import AgendaLine
from planner.plan.plan import Plan

MOST_LINES = 3  # of the agenda in a row of the table
MOST_QUESTIONS = 5
ORDER_WITHIN = timedelta(weeks=4)
COLUMNS = ("id", "red_flags", "stage", "pace", "first", "second", "third", "to_measure", "waiting")
PROBLEM_COLUMNS = ("id", "source", "problem")
WIDTHS = (14, 24, 34, 28)


@dataclass(frozen=True, kw_only=True)
class PersonsDay:
    """What one plan puts on the sheet and into the table; plain text, so that it can be kept on a line of a file."""

    id: str
    urgency: int  # place of the gravest danger sign among the urgencies; behind all of them without one
    red_flags: tuple[str, ...]
    stage: str
    pace: str
    agenda: tuple[str, ...]
    order_by: tuple[tuple[str, str], ...]  # day and thing
    to_measure: tuple[str, ...]
    waiting: tuple[str, ...]

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> PersonsDay:
        lists = {name: tuple(told[name]) for name in ("red_flags", "agenda", "to_measure", "waiting")}
        orders = tuple((day, thing) for day, thing in told["order_by"])
        return PersonsDay(**{**told, **lists, "order_by": orders})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def persons_day(plan: Plan, words: Words) -> PersonsDay:
    """The row of one plan."""
    stage, choices = plan.stage, plan.knowledge.vocabulary["progression_pace"].choices
    pace = plan.progression.pace
    known = {flag.id: flag for flag in plan.knowledge.red_flags}
    flags = sorted((known[flag.id] for flag in plan.red_flags), key=lambda flag: URGENCIES.index(flag.urgency))
    return PersonsDay(
        id=plan.intake.id,
        urgency=URGENCIES.index(flags[0].urgency) if flags else len(URGENCIES),
        red_flags=tuple(f"{words(f'urgency.{flag.urgency}')}: {flag.therapist.say}" for flag in flags),
        stage=ROMAN[stage.low] if stage.low == stage.high else f"{ROMAN[stage.low]}–{ROMAN[stage.high]}",
        pace=words(f"clinic.pace.{choices[int(pace.low)] if pace.known else 'unknown'}"),
        agenda=tuple(_line(line, plan, words) for line in plan.agenda.today[:MOST_LINES]),
        order_by=tuple(_orders(plan)),
        to_measure=tuple(question_name(one, plan.knowledge, words) for one in plan.measure_next[:MOST_QUESTIONS]),
        waiting=plan.intake.to_confirm,
    )


def _line(line: AgendaLine, plan: Plan, words: Words) -> str:
    """A problem with its acts, as the agenda names them."""
    problem = plan.knowledge.problems.problems[line.problem].therapist
    return f"{problem}: {'; '.join(title_of(act.id, plan, words) for act in line.acts)}"


def _orders(plan: Plan) -> Iterable[tuple[str, str]]:
    """What is to be ordered now or within four weeks, soonest first."""
    until = plan.today + ORDER_WITHIN
    wanted = [o for o in plan.equipment if not o.put_off and o.action in ("order_now", "order_by") and o.order_by]
    soon = sorted(
        (o.order_by, plan.knowledge.equipment[o.id].name) for o in wanted if o.order_by and o.order_by <= until
    )
    return ((day.isoformat(), name) for day, name in soon)


def in_order(people: Iterable[PersonsDay]) -> list[PersonsDay]:
    """Danger signs first, the gravest before the others, then by id."""
    return sorted(people, key=lambda one: (one.urgency, one.id))


# --- as tables ------------------------------------------------------------------------------------------------


def summary_csv(people: Iterable[PersonsDay], words: Words) -> str:
    """A row a person; no cell that a spreadsheet would run."""
    return _table([words(f"clinic.column.{name}") for name in COLUMNS], map(_row, in_order(people)))


def _row(one: PersonsDay) -> Sequence[str]:
    agenda = [*one.agenda, "", "", ""][:MOST_LINES]
    flags, measure, waiting = (" | ".join(told) for told in (one.red_flags, one.to_measure, one.waiting))
    return (one.id, flags, one.stage, one.pace, *agenda, measure, waiting)


def errors_csv(problems: Iterable[tuple[str, str, str]], words: Words) -> str:
    """A row for each person or file without a plan: id, source, problem."""
    return _table([words(f"clinic.column.{name}") for name in PROBLEM_COLUMNS], problems)


def _table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in (list(head), *rows))
    return text.getvalue()


# --- as a sheet -----------------------------------------------------------------------------------------------


def clinic_sheet(
    people: Iterable[PersonsDay], knowledge: Knowledge, today: date, words: Words, place: tuple[int, int] = (1, 1)
) -> Document:
    """A line a person for the morning: danger signs first, then the first line of the agenda and what to order soon.

    ``place``: which of how many sheets.
    """
    rows = tuple(_sheet_row(one, words) for one in in_order(people))
    title = words("clinic.title", date=words.day(today))
    title = title if place[1] == 1 else words("clinic.part", title=title, at=place[0], of=place[1])
    head = tuple(words(f"clinic.sheet.{name}") for name in ("who", "red_flags", "first", "order_by"))
    edition = words("rule.edition", edition=knowledge.about.edition, digest=knowledge.named_digest)
    table = TableBlock(heading="", head=head, rows=rows, widths=WIDTHS, note=words("clinic.note"))
    return Document(
        kind="clinic_sheet", language=words.language, direction=words.direction, title=title,
        furniture=Furniture(page_of=words("page.of"), document=title, edition=edition),
        blocks=(TitleBlock(title=title, lines=(words("clinic.intro"),)), table),
    )  # fmt: skip


def _sheet_row(one: PersonsDay, words: Words) -> tuple[str, ...]:
    orders = "; ".join(
        words("clinic.order", date=words.short_day(date.fromisoformat(day)), thing=name) for day, name in one.order_by
    )
    who = words("clinic.who", id=one.id, stage=one.stage, pace=one.pace)
    return (
        who,
        "; ".join(one.red_flags) or words("clinic.none"),
        one.agenda[0] if one.agenda else words("clinic.nothing"),
        orders,
    )
