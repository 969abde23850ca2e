"""Facts held against each other: dates out of order, counts that cannot be, answers that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, get_args

from planner.model.facts import Observation
from planner.model.intake import EquipmentItem, Quote
from planner.model.things import Way
from planner.reading.checked import hint
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Path_
from planner.reading.two_units import in_other_unit


def cross_checks(entries: Entries, visits: list[date]) -> None:
    """Facts that cannot both be right are refused; what merely disagrees is told or asked."""
    _two_units(entries)
    newest = {name: seen for (name, _), (seen, _) in sorted(entries.seen.items(), key=lambda entry: entry[0][1])}
    onset = newest.get("symptom_onset_date")
    if onset is not None and visits and onset.value > visits[0]:  # type: ignore[operator]
        path = entries.seen["symptom_onset_date", onset.on][1]
        entries.refuse(
            path,
            f"The first weakness ({onset.value}) lies after the first visit ({visits[0]}).",
            "Correct one of the two dates.",
        )
    _falls(entries, visits)
    _totals(entries, visits)
    _contradictions(entries, newest)


def _two_units(entries: Entries) -> None:
    """A value that looks like another unit beside the rest is asked about, and is not used."""
    vocabulary = entries.vocabulary
    told = [seen for seen, _ in entries.seen.values()]
    for (name, day), beside in in_other_unit(told, vocabulary, entries.unit_told).items():
        seen, _ = entries.seen.pop((name, day))
        fact = vocabulary[name]
        if fact.also_as is not None and fact.also_as.times is not None:
            meant = float(seen.value) * fact.also_as.times  # type: ignore[arg-type]
            entries.to_confirm.append(
                f"{fact.question} ({day}): {seen.value} looks like {fact.also_as.unit} beside {beside.value} {fact.unit} "
                f"({vocabulary[beside.fact].question}, {beside.on}). It would be {meant:.0f} {fact.unit}, and is not used "
                f"until someone confirms it; write {meant:.0f} {fact.unit} or {seen.value} {fact.unit}."
            )


def _falls(entries: Entries, visits: list[date]) -> None:
    for day in visits:
        month, quarter = entries.told_on("falls_1mo", day), entries.told_on("falls_3mo", day)
        if month is not None and quarter is not None and month > quarter:
            path = entries.seen["falls_1mo", day][1]
            entries.refuse(
                path,
                f"{month} falls in one month are more than {quarter} in three.",
                "Correct one of the two.",
            )


def _totals(entries: Entries, visits: list[date]) -> None:
    items = [f.id for f in entries.vocabulary.facts.values() if f.group == "alsfrs_r" and f.kind == "grade"]
    for day in visits:
        typed, scores = entries.told_on("alsfrs_total", day), [entries.told_on(item, day) for item in items]
        if typed is not None and None not in scores and typed != sum(scores):
            entries.told.append(
                f"{day}: the typed ALSFRS-R total {typed} differs from its items ({sum(scores)}); the items count."
            )


def _contradictions(entries: Entries, newest: Mapping[str, Observation]) -> None:
    def value(name: str) -> Any:
        return newest[name].value if name in newest else None

    limits = entries.knowledge.numbers
    if value("alsfrs_walking") == limits["walks_with_help"] and value("walking_help") in (
        "none",
        "not_walking",
    ):
        entries.to_confirm.append(
            "Walking is scored as walking with help, but no help is named. Which help is used indoors?"
        )
    on_machine = value("alsfrs_respiratory")
    if (
        on_machine is not None
        and on_machine < limits["score_as_before"]
        and value("niv_status") in ("not_discussed", "discussed", "declined")
    ):
        entries.to_confirm.append(
            "The breathing-machine item shows use of a machine, but the mask's status says it is not in use. Both are kept; which is right?"
        )
    if (
        value("diagnosis_date")
        and value("symptom_onset_date")
        and value("diagnosis_date") < value("symptom_onset_date")
    ):
        entries.to_confirm.append("The diagnosis is dated before the first weakness. Which date is right?")


def routes_checked(entries: Entries, equipment: Iterable[EquipmentItem], quotes: Iterable[Quote], country: str) -> None:
    """A route nobody knows, or one of another country, is asked about; a thing listed with it is not reckoned by it."""
    routes, things = entries.knowledge.routes, entries.knowledge.equipment
    told: tuple[EquipmentItem | Quote, ...] = (*equipment, *quotes)
    for entry in told:
        if not entry.route or entry.item not in things:
            continue
        name, near = things[entry.item].name, hint(entries.read, entry.route, routes.named)
        quoted = isinstance(entry, Quote)
        used = "The quote is used" if quoted else "It is not used"
        if entry.route in routes.named:
            if not routes.exist_in(entry.route, country):
                entries.to_confirm.append(
                    f"{name}: the route '{entry.route}' does not exist in the country told ({country}). {used}; by which route does it come?"
                )
        elif near or not (quoted or entry.route in get_args(Way)):  # a quote may name its own shop
            entries.to_confirm.append(
                f"{name}: I do not know the route '{entry.route[:60]}'.{near} {used}; by which route does it come?"
            )


def quotes_checked(entries: Entries, quotes: list[Quote]) -> None:
    """Quotes are for things we know, of a day that can be, and do not disagree."""
    for at, quote in enumerate(quotes):
        path: Path_ = ("quotes", at)
        if quote.item not in entries.knowledge.equipment:
            entries.refuse(
                (*path, "item"),
                f"I do not know the equipment '{quote.item[:60]}'.{hint(entries.read, quote.item, entries.knowledge.equipment)}",
                "Use an id of equipment.yaml.",
            )
        entries.can_be(quote.on, (*path, "on"))
        days = quote.lead_days
        if days and not days.min <= days.typical <= days.longest:
            entries.refuse((*path, "lead_days"), "min, typical and longest are not in order.", "Correct the days.")
        for earlier in quotes[:at]:
            _one_offer(entries, earlier, quote, path)


def _one_offer(entries: Entries, earlier: Quote, quote: Quote, path: Path_) -> None:
    """Two quotes for one thing by one route on one day may add to each other and may not disagree."""
    if (earlier.item, earlier.route, earlier.on) != (quote.item, quote.route, quote.on):
        return
    for key in ("lead_days", "buy", "rent_month", "delivery"):
        first, second = getattr(earlier, key), getattr(quote, key)
        if None not in (first, second) and (first, earlier.currency) != (second, quote.currency):
            entries.refuse(
                (*path, key),
                f"Another quote for '{quote.item}' by '{quote.route[:60]}' {f'of {quote.on}' if quote.on else 'without a date'} "
                f"says otherwise.",
                "Keep the right one, or give each the day of its offer.",
            )
