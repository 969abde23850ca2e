"""equipment.yaml and payers.yaml → what is borrowed, rented or bought and what payers ask, with every name resolved."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.model.facts import Vocabulary
from planner.model.shapes import Cited
from planner.model.things import Equipment, Guide, Market, PayerRule, Route, Routes
from planner.reading.checked import PLACEHOLDER, ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

LIST_OF_NAMES = "This should be a list of names."
NAMED_ENTRIES = ("This should be a set of named entries.", "Write name: {…}.")
COUNTRY_CODE = re.compile("[A-Z]{2}")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the two files may point to; ``ahead``: the recommendations that say when their thing is needed."""

    vocabulary: Vocabulary
    numbers: Mapping[str, float]
    sources: Collection[str]
    recommendations: Collection[str]
    ahead: Collection[str]
    countries: Collection[str]


def item_ids(read: Read) -> tuple[str, ...]:
    """The ids of all things, which is all that the vocabulary needs to know of them."""
    items = read.value.get("items") if isinstance(read.value, dict) else None
    return tuple(map(str, items)) if isinstance(items, dict) else ()


class _Checked:
    """A file whose names are held against what is known; each slip is noted as a sentence."""

    def __init__(self, read: Read, known: Known) -> None:
        self.read, self.known = read, known

    def names(self, names: Iterable[str], known: Iterable[str], path: Path_, kind: str) -> None:
        for name in names:
            resolve(name, known, self.read, path, kind)

    def cited(self, evidence: Iterable[Cited], path: Path_) -> None:
        for at, entry in enumerate(evidence):
            self.names((entry.source,), self.known.sources, (*path, "evidence", at, "source"), "source")

    def numbers_in(self, texts: Iterable[str], path: Path_) -> None:
        """A number in a sentence is a named limit."""
        for text in texts:
            self.names((name for _, name in PLACEHOLDER.findall(text)), self.known.numbers, path, "limit")

    def entries(self, path: Path_) -> dict[Any, Any]:
        """The named entries at a path; none where something else stands there (the problem is noted)."""
        value = self.read.value
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict):
            return value
        self.read.note(path, *NAMED_ENTRIES)
        return {}

    def _with_condition(self, raw: Any, key: str, path: Path_) -> Any:
        """An entry with its condition read, where it has one; anything else is left for the shape to refuse."""
        if not isinstance(raw, dict) or raw.get(key) is None:
            return raw
        reader = ConditionReader(self.known.vocabulary, self.known.numbers, self.read)
        return {**raw, key: reader.condition(raw[key], (*path, key))}


class EquipmentFile(_Checked):
    """Routes, market and items of equipment.yaml."""

    def routes(self) -> Routes | None:
        before = len(self.read.problems)
        named = {}
        for key, raw in self.entries(("routes", "named")).items():
            path: Path_ = ("routes", "named", key)
            route = shape(Route, self._with_condition(raw, "only_when", path), self.read, path)
            if route is not None:
                named[key] = route
        chosen = {part: self.entries(("routes", part)) for part in ("by_payer", "by_country", "own_by_country")}
        own = self.entries(("routes", "own"))
        self.names(map(str, self.entries(("routes",))), ("named", "own", *chosen), ("routes",), "key")
        payers = self.known.vocabulary["main_payer"].choices
        self.names(map(str, (*chosen["by_payer"], *own)), payers, ("routes", "by_payer"), "payer")
        self.names(map(str, own.values()), named, ("routes", "own"), "route")
        for key in (*chosen["by_country"], *chosen["own_by_country"]):
            if not COUNTRY_CODE.fullmatch(str(key)):
                self.names((str(key),), self.known.countries, ("routes", "by_country"), "country")
        for part, lists in chosen.items():
            for key, routes in lists.items():
                if not isinstance(routes, list):
                    self.read.note(("routes", part, key), LIST_OF_NAMES, "Write [one, another].")
                else:
                    self.names(map(str, routes), named, ("routes", part, key), "route")
        for key, route in named.items():
            self.names(route.countries, self.places(), ("routes", "named", key, "countries"), "country")
            shares = (route.own_share,) if route.own_share else ()
            self.names(shares, self.known.numbers, ("routes", "named", key, "own_share"), "limit")
        if len(self.read.problems) > before:
            return None
        return shape(Routes, {"named": named, "own": own, **chosen}, self.read, ("routes",))

    def places(self) -> tuple[str, ...]:
        """Countries one may name: those of countries.yaml with their codes, and those with routes of their own."""
        return (*self.known.countries, *map(str, self._part("by_country")))

    def _part(self, part: str) -> dict[str, Any]:
        """A part of the routes as written; empty where it cannot be read (which is noted with the routes)."""
        routes = self.read.value.get("routes") if isinstance(self.read.value, dict) else None
        found = routes.get(part) if isinstance(routes, dict) else None
        return found if isinstance(found, dict) else {}

    def market(self) -> Market | None:
        raw = self.read.value.get("market") if isinstance(self.read.value, dict) else None
        market = shape(Market, raw, self.read, ("market",))
        if market is not None:
            self.names((market.country,), self.places(), ("market", "country"), "country")
        return market

    def guide(self) -> Guide | None:
        raw = self.read.value.get("guide") if isinstance(self.read.value, dict) else None
        return shape(Guide, raw, self.read, ("guide",))

    def equipment(self) -> dict[str, Equipment]:
        found = {}
        for key, raw in self.entries(("items",)).items():
            before = len(self.read.problems)
            item = shape(Equipment, self._fixed(key, raw), self.read, ("items", key))
            if item is not None and len(self.read.problems) == before:
                found[key] = item
                self._check(item)
        return found

    def _fixed(self, key: Any, raw: Any) -> Any:
        """An entry with its conditions read and its leads as a list; anything else is left for the shape to refuse."""
        if not isinstance(raw, dict):
            return raw
        reader = ConditionReader(self.known.vocabulary, self.known.numbers, self.read)
        fixed = {**raw, "id": str(key)}
        if isinstance(raw.get("leads"), dict):
            read = fixed.pop("leads_read", None) or {}
            self.names(map(str, read), raw["leads"], ("items", key, "leads_read"), "route")
            fixed["leads"] = [
                {"route": route, "days": days, "origin": read.get(route)} for route, days in raw["leads"].items()
            ]
        for name in ("needed_when", "outgrown_when", "despite_pace", "there_when", "else_when"):
            if raw.get(name) is not None:
                fixed[name] = reader.condition(raw[name], ("items", key, name))
        if isinstance(raw.get("measure"), list):
            fixed["measure"] = [self._place(str(name), ("items", key, "measure")) for name in raw["measure"]]
        if isinstance(raw.get("gates"), list):
            fixed["gates"] = [
                {**gate, "met_when": reader.condition(gate.get("met_when"), ("items", key, "gates", at, "met_when"))}
                if isinstance(gate, dict)
                else gate
                for at, gate in enumerate(raw["gates"])
            ]
        return fixed

    def _place(self, name: str, path: Path_) -> int:
        """Where in the guide a place to measure stands, by the words before its colon."""
        guide = self.read.value.get("guide")
        lines = guide.get("measure_at_home", ()) if isinstance(guide, dict) else ()
        places = [str(line).partition(":")[0] for line in lines] if isinstance(lines, list) else []
        self.names((name,), places, path, "place to measure")
        return places.index(name) if name in places else 0

    def _check(self, item: Equipment) -> None:
        path: Path_ = ("items", item.id)
        self._need(item, path)
        self._rising(item, path)
        if (item.else_when is None) == bool(item.family.does_else):
            self.read.note(path, "'else_when' and 'family.does_else' belong together.", "Give both or neither.")
        routes = self._part("named")
        self.names(item.days_by_route, routes, (*path, "leads"), "route")
        self.names(item.not_advised, routes, (*path, "not_advised"), "route")
        self.names(item.serves, routes, (*path, "serves"), "route")
        if item.lead_route not in item.days_by_route:
            self.read.note((*path, "lead_route"), f"'{item.lead_route}' is not among its leads.", "Name one of them.")
        items = [one for one in item_ids(self.read) if one != item.id]
        for key in ("successors", "ready_first", "after", "bridge"):
            self.names(getattr(item, key), items, (*path, key), "equipment")
        for at, gate in enumerate(item.gates):
            here: Path_ = (*path, "gates", at)
            self.names(gate.routes, routes, (*here, "routes"), "route")
            self.names(gate.countries, self.places(), (*here, "countries"), "country")
            self.names(gate.tests, self.known.vocabulary, (*here, "tests"), "fact")
            self.cited(gate.evidence, here)
            self.numbers_in((gate.therapist, gate.family), here)
        self.cited(item.evidence, path)
        self.cited(item.prices.evidence, (*path, "prices"))
        read = ((lead.origin, (*path, "leads_read", lead.route)) for lead in item.leads if lead.origin)
        priced = ((origin, (*path, "prices", "origins", at)) for at, origin in enumerate(item.prices.origins))
        for origin, where in (*read, *priced):
            self.names((origin.source,), self.known.sources, (*where, "source"), "source")
        self.numbers_in(item.checks, (*path, "checks"))
        self.numbers_in(item.before, (*path, "before"))

    def _need(self, item: Equipment, path: Path_) -> None:
        """Exactly one of the two, and a recommendation that says when."""
        if bool(item.needed_with) == (item.needed_when is not None):
            self.read.note(path, "Say either 'needed_with' or 'needed_when'.", "Give one of the two.")
        self.names((item.needed_with,), self.known.recommendations, (*path, "needed_with"), "recommendation")
        if item.needed_with in self.known.recommendations and item.needed_with not in self.known.ahead:
            self.read.note(
                (*path, "needed_with"),
                f"'{item.needed_with}' does not say when its thing is needed.",
                "Give it 'ahead', or write 'needed_when' here.",
            )

    def _rising(self, item: Equipment, path: Path_) -> None:
        """Every row of numbers rises from the low end to the high one, and none is below nought."""
        prices, useful = item.prices, item.useful_months
        rows: list[tuple[Path_, tuple[float, ...]]] = [(("leads", lead.route), lead.days) for lead in item.leads]
        rows += [(("useful_months",), (useful.fast, useful.medium, useful.slow))]
        rows += [(("least_useful_months",), (item.least_useful_months,)), (("train_days",), (item.train_days,))]
        rows += [(("prices", key), row) for key in ("buy", "rent_month") if (row := getattr(prices, key))]
        for step, row in rows:
            if list(row) != sorted(row) or row[0] < 0:
                self.read.note((*path, *step), f"{_said(row)} does not rise from nought up.", "Correct the order.")
        priced = prices.buy is not None or prices.rent_month is not None
        if not priced and not prices.ask:
            what = "There is neither a price to buy nor one to rent."
            self.read.note((*path, "prices"), what, "Give one of them, or say 'ask: true'.")
        if priced and prices.ask:
            self.read.note((*path, "prices"), "There is a price, and it is to be asked.", "Leave one of the two out.")


class PayersFile(_Checked):
    """The payer and country rules of payers.yaml."""

    def rules(self, items: Collection[str], places: Collection[str]) -> tuple[PayerRule, ...]:
        found = []
        for key, raw in self.entries(()).items():
            fixed = {**raw, "id": str(key)} if isinstance(raw, dict) else raw
            rule = shape(PayerRule, self._with_condition(fixed, "when", (key,)), self.read, (key,))
            if rule is not None:
                found.append(rule)
                self._check(rule, items, places)
        return tuple(found)

    def _check(self, rule: PayerRule, items: Collection[str], places: Collection[str]) -> None:
        payers = self.known.vocabulary["main_payer"].choices
        self.names(rule.countries, places, (rule.id, "countries"), "country")
        self.names(rule.payers, payers, (rule.id, "payers"), "payer")
        self.names(rule.equipment, items, (rule.id, "equipment"), "equipment")
        known = self.known.recommendations
        self.names(rule.recommendations, known, (rule.id, "recommendations"), "recommendation")
        self.cited(rule.evidence, (rule.id,))
        self.numbers_in((rule.therapist, rule.family), (rule.id,))


def thing_texts(thing: Equipment) -> Iterable[tuple[Path_, str]]:
    """Every sentence of a thing that is printed, with its place; what families read comes last."""
    for key in ("checks", "before"):
        yield from (((thing.id, key, at), text) for at, text in enumerate(getattr(thing, key)))
    for at, gate in enumerate(thing.gates):
        yield (thing.id, "gates", at, "therapist"), gate.therapist
        yield (thing.id, "gates", at, "family"), gate.family
    for key in ("name", "does", "does_else", "way", "way_uninsured"):
        if text := getattr(thing.family, key):
            yield (thing.id, "family", key), text
    yield from (((thing.id, "family", "for_you_if", at), text) for at, text in enumerate(thing.family.for_you_if))


def _said(row: Iterable[float]) -> str:
    return ", ".join(f"{number:g}" for number in row)
