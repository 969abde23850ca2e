"""Everything stages/ says to families, in the units in which it is translated, and how such texts are put back.

A unit is what is translated as one piece: the family text of a recommendation with the sentences of its precautions, a
danger sign, a thing, a payer's sentence. Within it each text, a string or lines, has a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from planner.model.calls import CallLine
from planner.model.emergency import FridgeLines, fridge_with_words, reworded
from planner.model.figures import DrawingWords
from planner.model.knowledge import FamilyText, FlagSign, Knowledge, Precaution, Recommendation, RedFlag
from planner.model.problems import Problems, Step
from planner.model.shapes import Lines, Shape
from planner.model.things import Equipment, FamilyThing, Guide, PayerRule
from planner.model.topics import Topics, TopicSheet, stage_with_words, with_words
from planner.plan.lines import agenda_with
from planner.plan.plan import Plan
from planner.plan.schedule import Note, PlanItem

Told = str | Lines
Texts = Mapping[str, Told]
Name = tuple[str, str]
Model = TypeVar("Model", bound=Shape)
BRACED = re.compile(r"\{[a-z_0-9:]+\}")
FAMILY, NOTES = "family", "notes"
FRIDGE = "fridge"
DRAWINGS, DRAWN = "figures", ("title", "caption", "safety", "alt")
NO_TEXT = ("figure", "more_figures")  # names of drawings among the family texts of a rule


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One piece of translation: the file (a domain, or one of the frame) and id it goes by, and its texts by path.

    ``opening``: the path of the sentence that opens its card. ``alone``: paths whose text stands on pages without one.
    ``is_name``: no sentence, but what something is called.
    """

    file: str
    id: str
    texts: Texts
    opening: str = ""
    alone: tuple[str, ...] = ()
    is_name: bool = False

    @property
    def name(self) -> Name:
        return self.file, self.id

    def lines(self) -> Iterator[tuple[str, str]]:
        """Every single line with the path it stands under."""
        for path, told in self.texts.items():
            yield from ((path, line) for line in ((told,) if isinstance(told, str) else told))


def fits(told: Told | None, said: Told | None) -> bool:
    """Whether a translation can stand for a text: as many lines, and in each the same placeholders."""
    if isinstance(told, str) or isinstance(said, str):
        return isinstance(told, str) and isinstance(said, str) and placeholders(told) == placeholders(said)
    if told is None or said is None or len(told) != len(said):
        return False
    return all(fits(one, other) for one, other in zip(told, said, strict=True))


def placeholders(text: str) -> list[str]:
    """What is put into a sentence, in the order of the alphabet: languages place it where their grammar wants it."""
    return sorted(BRACED.findall(text))


# --- out of the knowledge ------------------------------------------------------------------------------------------


def units_of(knowledge: Knowledge) -> tuple[Unit, ...]:
    """All units, in the order in which the knowledge holds them; outside rules an id is the path in the English file."""
    found = [_rule_unit(rule) for rule in (*knowledge.recommendations, *knowledge.drafts)]
    found += [_flag_unit(flag) for flag in knowledge.red_flags if flag.family is not None]
    found += [
        _plain("always_call", name, "", tuple(line.says for line in lines))
        for name, lines in knowledge.always_call.items()
    ]
    found += [_thing_unit(thing) for thing in knowledge.equipment.values()]
    found += [
        _plain("equipment", f"routes.named.{key}", "name", route.name, True)
        for key, route in knowledge.routes.named.items()
    ]
    found += [_plain("equipment", f"guide.{part}", "", lines) for part, lines in knowledge.guide]
    found.append(Unit(file="equipment", id="market.years", texts={"": knowledge.market.years}, is_name=True))
    found += [_plain("payers", payer.id, "", payer.family) for payer in knowledge.payers if payer.family]
    found += _fridge_units(knowledge.fridge)
    stages = enumerate(knowledge.staging.stages)
    found += [_plain("stages", f"stages.{at}", "family_label", stage.family_label, True) for at, stage in stages]
    found += _problem_units(knowledge.problems)
    found.append(_plain("about", "disclaimer", "", knowledge.about.disclaimer))
    found += map(_topic_unit, knowledge.topics.sheets.values())
    found += [
        Unit(file="topics", id=name, texts=dict(sheet.texts()), opening="opens")
        for name, sheet in knowledge.topics.stage_sheets.items()
    ]
    found.append(_plain("topics", "everybody", "", knowledge.topics.everybody))
    return tuple(found)


def _topic_unit(sheet: TopicSheet) -> Unit:
    return Unit(file="topics", id=sheet.id, texts=dict(sheet.texts()), opening="why", alone=("title",))


def _problem_units(problems: Problems) -> Iterator[Unit]:
    """What a family calls each problem, and what brings each step of a ladder."""
    for problem in problems.problems.values():
        yield _plain("problems", f"problems.{problem.id}", "family", problem.family, True)
    for name, step in problems.steps():
        yield _plain("problems", f"steps.{name}", "family", step.brought_by.family, True)


def _plain(file: str, name: str, path: str, told: Told, is_name: bool = False) -> Unit:
    return Unit(file=file, id=name, texts={path: told}, alone=(path,), is_name=is_name)


def _rule_unit(rule: Recommendation) -> Unit:
    told: dict[str, Told] = {f"family.{path}": said for path, said in _flat(rule.text.family)}
    notes = notes_of(rule)
    if notes:
        told[NOTES] = notes
    return Unit(file=rule.domain, id=rule.id, texts=told, opening="family.why", alone=("family.title",))


def notes_of(rule: Recommendation) -> Lines:
    """What families read of its precautions, in the order of the file."""
    told = (part.then for part in (*rule.unless, *rule.caution))
    return tuple(said for then in told for said in (then.family, then.family_asks) if said)


def _flag_unit(flag: RedFlag) -> Unit:
    told = {f"family.{path}": said for path, said in _flat(flag.family)} if flag.family else {}
    return Unit(file="red_flags", id=flag.id, texts=told, alone=tuple(told))


def _thing_unit(thing: Equipment) -> Unit:
    """A thing's own name stands on family pages too, where it is in place."""
    told: dict[str, Told] = {"name": thing.name}
    told |= {f"family.{path}": said for path, said in _flat(thing.family)}
    gates = {f"gates.{at}.family": gate.family for at, gate in enumerate(thing.gates)}
    return Unit(
        file="equipment",
        id=f"items.{thing.id}",
        texts={**told, **gates},
        opening="family.does",
        alone=("name", "family.name", *gates),
    )


def _fridge_units(fridge: FridgeLines) -> Iterator[Unit]:
    """Each line of the fridge sheet with all that it may say, each way to talk, each device."""
    for section, lines in fridge.lines.items():
        for name, line in lines.items():
            told: dict[str, Told] = {"says": line.says}
            if line.known:
                told["known"] = tuple(exact.says for exact in line.known)
            yield Unit(file="fridge", id=f"lines.{section}.{name}", texts=told, alone=tuple(told))
    yield from (_plain("fridge", f"talks_by.{at}", "says", way.says) for at, way in enumerate(fridge.talks_by))
    yield from (_plain("fridge", f"devices.{key}", "name", device.name, True) for key, device in fridge.devices.items())
    yield from (_plain("fridge", f"every_day.{rule}", "says", habit.says) for rule, habit in fridge.every_day.items())


def _flat(shape: Shape) -> Iterator[tuple[str, Told]]:
    """Its texts by path; what is left out in the file is left out here."""
    for key, told in shape:
        if isinstance(told, Shape):
            yield from ((f"{key}.{path}", said) for path, said in _flat(told))
        elif told and key not in NO_TEXT:
            yield key, told


def drawing_units(drawings: Mapping[str, DrawingWords]) -> tuple[Unit, ...]:
    """What is said with each drawing."""
    alone = ("title", "alt")
    return tuple(
        Unit(
            file=DRAWINGS,
            id=name,
            texts={key: getattr(said, key) for key in DRAWN if getattr(said, key)},
            opening="caption",
            alone=alone,
        )
        for name, said in drawings.items()
    )


# --- and back into it ----------------------------------------------------------------------------------------------


def with_texts(knowledge: Knowledge, said: Mapping[Name, Texts]) -> Knowledge:
    """The knowledge with these family texts, by file and id, in the place of its own; everything else stays."""

    def plain(file: str, name: str, path: str, told: Told) -> Any:
        return said.get((file, name), {}).get(path, told)

    routes = {
        key: route.model_copy(update={"name": plain("equipment", f"routes.named.{key}", "name", route.name)})
        for key, route in knowledge.routes.named.items()
    }
    stages = tuple(
        stage.model_copy(update={"family_label": plain("stages", f"stages.{at}", "family_label", stage.family_label)})
        for at, stage in enumerate(knowledge.staging.stages)
    )
    years = plain("equipment", "market.years", "", knowledge.market.years)
    disclaimer = plain("about", "disclaimer", "", knowledge.about.disclaimer)
    return replace(
        knowledge,
        about=knowledge.about.model_copy(update={"disclaimer": disclaimer}),
        recommendations=tuple(_rule_with(rule, said) for rule in knowledge.recommendations),
        drafts=tuple(_rule_with(rule, said) for rule in knowledge.drafts),
        red_flags=tuple(_flag_with(flag, said) for flag in knowledge.red_flags),
        always_call={
            name: _calls_with(lines, said.get(("always_call", name), {}))
            for name, lines in knowledge.always_call.items()
        },
        equipment={name: _thing_with(thing, said) for name, thing in knowledge.equipment.items()},
        routes=knowledge.routes.model_copy(update={"named": routes}),
        market=knowledge.market.model_copy(update={"years": years}),
        guide=Guide(**{part: plain("equipment", f"guide.{part}", "", lines) for part, lines in knowledge.guide}),
        payers=tuple(_payer_with(payer, said) for payer in knowledge.payers),
        fridge=fridge_with_words(
            knowledge.fridge, {name: told for (file, name), told in said.items() if file == FRIDGE}
        ),
        problems=_problems_with(knowledge.problems, said),
        staging=knowledge.staging.model_copy(update={"stages": stages}),
        topics=_topics_with(knowledge.topics, said),
    )


def drawings_with(drawings: Mapping[str, DrawingWords], said: Mapping[Name, Texts]) -> dict[str, DrawingWords]:
    """The words of drawings with these in their place."""
    return {name: words.model_copy(update=dict(said.get((DRAWINGS, name), {}))) for name, words in drawings.items()}


def _rule_with(rule: Recommendation, said: Mapping[Name, Texts]) -> Recommendation:
    told = said.get((rule.domain, rule.id))
    if told is None:
        return rule
    drawn = {key: getattr(rule.text.family, key) for key in NO_TEXT}
    text = rule.text.model_copy(update={"family": _family(FamilyText, told).model_copy(update=drawn)})
    notes = iter(told.get(NOTES, ()))
    changed = {key: tuple(_noted(part, notes) for part in getattr(rule, key)) for key in ("unless", "caution")}
    return rule.model_copy(update={"text": text, **changed})


def _noted(part: Precaution, notes: Iterator[str]) -> Precaution:
    said = {key: next(notes) for key in ("family", "family_asks") if getattr(part.then, key)}
    return part.model_copy(update={"then": part.then.model_copy(update=said)})


def _flag_with(flag: RedFlag, said: Mapping[Name, Texts]) -> RedFlag:
    told = said.get(("red_flags", flag.id))
    return flag if told is None else flag.model_copy(update={"family": _family(FlagSign, told)})


def _thing_with(thing: Equipment, said: Mapping[Name, Texts]) -> Equipment:
    told = said.get(("equipment", f"items.{thing.id}"))
    if told is None:
        return thing
    gates = tuple(gate.model_copy(update={"family": told[f"gates.{at}.family"]}) for at, gate in enumerate(thing.gates))
    return thing.model_copy(update={"family": _family(FamilyThing, told), "gates": gates, "name": told["name"]})


def _topics_with(topics: Topics, said: Mapping[Name, Texts]) -> Topics:
    sheets = {name: with_words(sheet, said.get(("topics", name), {})) for name, sheet in topics.sheets.items()}
    stages = tuple(
        stage_with_words(sheet, said.get(("topics", name), {})) for name, sheet in topics.stage_sheets.items()
    )
    everybody = said.get(("topics", "everybody"), {}).get("", topics.everybody)
    return topics.model_copy(update={"sheets": sheets, "stages": stages, "everybody": everybody})


def _payer_with(payer: PayerRule, said: Mapping[Name, Texts]) -> PayerRule:
    told = said.get(("payers", payer.id))
    return payer if told is None else payer.model_copy(update={"family": told[""]})


def _calls_with(lines: tuple[CallLine, ...], told: Texts) -> tuple[CallLine, ...]:
    said = told.get("", tuple(line.says for line in lines))
    return tuple(line.model_copy(update={"says": says}) for line, says in zip(lines, said, strict=True))


def _problems_with(problems: Problems, said: Mapping[Name, Texts]) -> Problems:
    def step(name: str, own: Step) -> Step:
        told = dict(said.get(("problems", f"steps.{name}"), {}))
        return own.model_copy(update={"brought_by": own.brought_by.model_copy(update=told)}) if told else own

    ladders = tuple(
        ladder.model_copy(
            update={"steps": tuple(step(f"{ladder.id}.{at}", own) for at, own in enumerate(ladder.steps))}
        )
        for ladder in problems.ladders
    )
    named = {
        name: problem.model_copy(update=dict(said.get(("problems", f"problems.{name}"), {})))
        for name, problem in problems.problems.items()
    }
    return problems.model_copy(update={"problems": named, "ladders": ladders})


def _family(model: type[Model], told: Texts) -> Model:
    """The texts under ``family`` as a shape of their own."""
    nested: dict[str, Any] = {}
    for path, said in told.items():
        first, *way = path.split(".")
        if first == FAMILY:
            place = nested
            for step in way[:-1]:
                place = place.setdefault(step, {})
            place[way[-1]] = said
    return model.model_validate(nested)


# --- a plan that is made already -----------------------------------------------------------------------------------


def plan_with(plan: Plan, knowledge: Knowledge) -> Plan:
    """The same plan over the same knowledge in other words: no timing, no day and no fact is looked at again."""
    items = tuple(_item_with(item, plan.rule(item), knowledge.by_id[item.id]) for item in plan.items)
    years = {plan.knowledge.market.years: knowledge.market.years}
    orders = tuple(
        replace(order, estimate=replace(order.estimate, years=years.get(order.estimate.years, order.estimate.years)))
        if order.estimate
        else order
        for order in plan.equipment
    )
    emergency = reworded(plan.emergency, knowledge.fridge)
    agenda = agenda_with(plan.agenda, plan.knowledge.problems, knowledge.problems)
    return replace(plan, knowledge=knowledge, items=items, equipment=orders, emergency=emergency, agenda=agenda)


def _item_with(item: PlanItem, before: Recommendation, after: Recommendation) -> PlanItem:
    said = dict(zip(notes_of(before), notes_of(after), strict=True))
    return replace(item, holds=_said(item.holds, said), cautions=_said(item.cautions, said))


def _said(notes: Iterable[Note], said: Mapping[str, str]) -> tuple[Note, ...]:
    return tuple(replace(note, family=said.get(note.family, note.family)) for note in notes)
