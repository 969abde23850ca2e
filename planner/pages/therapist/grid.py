"""The front of the therapist's document: from problem to plan on one page."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.shapes import Lines
from planner.pages.blocks import TableBlock
from planner.pages.therapist.writer import Writer
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

DETAILED = ("now", "prepare", "check_first", "hold")
ITEMS_AT_MOST = 56  # what one page holds; the rest is named by number
FINDINGS_AT_MOST = 2
ACTIONS = ("order_now", "arrange", "defer")


def detailed(plan: Plan) -> list[PlanItem]:
    """What is due, to prepare, to check or held; its place in this list is its number on all the therapist's pages."""
    return [item for item in plan.items if item.timing in DETAILED]


def plan_grid(writer: Writer, items: list[PlanItem]) -> TableBlock:
    """Domain, finding, what, due and who for what is due, to prepare, to check or held, the most urgent domain first."""
    words = writer.words
    shown = list(enumerate(items, 1))[:ITEMS_AT_MOST]
    groups: dict[str, list[tuple[int, PlanItem]]] = {}
    for at, item in shown:
        groups.setdefault(writer.plan.rule(item).domain, []).append((at, item))
    rows = [_row(writer, domain, found) for domain, found in groups.items()]
    more = len(items) - len(shown)
    note = [words("therapist.grid_more", n=more, first=len(shown) + 1, last=len(items))] if more else []
    head = tuple(words(f"therapist.grid_{key}") for key in ("domain", "finding", "what", "due", "who"))
    note += _things(writer)
    return TableBlock(
        heading=words("therapist.grid"),
        head=head,
        rows=tuple(rows),
        widths=(12, 26, 41, 12, 9),
        note=" ".join(note),
        part="grid",
    )


def _row(writer: Writer, domain: str, found: list[tuple[int, PlanItem]]) -> Lines:
    words = writer.words
    what = "; ".join(f"{at} {writer.title(item.id)}" for at, item in found)
    who = dict.fromkeys(_who(writer, item) for _, item in found)
    findings = list(dict.fromkeys(said for _, item in found for said in _findings(writer, item)))
    if len(findings) > 1:  # "for everyone" says nothing beside a finding
        findings = [said for said in findings if said != words("therapist.for_everyone")]
    said = "; ".join(findings[:FINDINGS_AT_MOST])
    return words(f"domain.{domain}"), said, what, _due(writer, found), ", ".join(who)


def _due(writer: Writer, found: list[tuple[int, PlanItem]]) -> str:
    """When; where that differs within a domain, with the numbers of each."""
    words = writer.words
    by: dict[str, list[str]] = {}
    for at, item in found:
        by.setdefault(item.timing, []).append(str(at))
    if len(by) == 1:
        return words(f"therapist.due.{found[0][1].timing}")
    return "; ".join(f"{words(f'therapist.due.{timing}')}: {', '.join(numbers)}" for timing, numbers in by.items())


def _findings(writer: Writer, item: PlanItem) -> Iterable[str]:
    """What was found that makes it due; for what is open, what to ask."""
    if item.timing == "check_first":
        asked = writer.asks(item.asks[:1])
        return (writer.words("therapist.ask_first", asks=asked),) if asked else ()
    if writer.plan.rule(item).always:
        return (writer.words("therapist.for_everyone"),)
    return writer.because(item.because)[:2]


def _who(writer: Writer, item: PlanItem) -> str:
    rule = writer.plan.rule(item)
    kind = "do_helper" if rule.kind == "do" and rule.carried_by == "helper" else rule.kind
    return writer.words(f"therapist.who.{kind}")


def _things(writer: Writer) -> list[str]:
    """What has to be ordered, borrowed or tested for by now, in one sentence."""
    orders = [order for order in writer.plan.equipment if order.action in ACTIONS and not order.put_off]
    names = "; ".join(writer.knowledge.equipment[order.id].name for order in orders)
    return [writer.words("therapist.grid_things", names=names)] if names else []
