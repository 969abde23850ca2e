"""What a careful colleague would notice in stages/: every finding says where, what and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any

from planner.assessment.assessment import Assessment, assess, progression_of
from planner.assessment.derive import derivations
from planner.assessment.outlook import Outlook
from planner.assessment.projection import lines_of, milestones
from planner.curation.agenda_check import agenda_findings
from planner.curation.asking import assumed_findings
from planner.curation.bodies import impossible_lines
from planner.curation.coverage import coverage_findings, daily_load_findings, emergency_findings, unused_findings
from planner.curation.depth import review_findings
from planner.curation.language_check import language_findings
from planner.curation.manner import manner_findings
from planner.model.about import DENYING
from planner.model.conditions import leaves
from planner.model.errors import Problem
from planner.model.facts import Facts, Observation, Value
from planner.model.intake import Intake
from planner.model.knowledge import Example, Knowledge, Recommendation
from planner.plan.schedule import PlanItem, schedule
from planner.plan.search import Goal, now_goals, possible
from planner.reading.equipment import thing_texts
from planner.reading.problems import problem_texts
from planner.reading.resources import resource
from planner.reading.rules import texts_of
from planner.reading.strict_yaml import Path_, read_file

BARE_NUMBER = re.compile(r"(?<![A-Za-z0-9])[0-9]")  # SpO2 and PaCO2 are names, not numbers
EXAMPLE_DAY = date(2026, 11, 22)
HAPPENS = {"now", "prepare"}
RESTS = {"not_now", "done", "hold", "later"}


def proofread(knowledge: Knowledge, *, today: date) -> tuple[Problem, ...]:
    """Findings about a base that loads: examples that do not hold or are missing, digits in prose, reviews overdue."""
    found: list[Problem] = []
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        where = knowledge.files[rule.id]
        found += _examples(rule, knowledge, where)
        found += _prose(texts_of(rule), where)
        found += _ahead_moves(rule, knowledge, where)
        found += _fires(rule, knowledge, where)
        found += _unfilled(rule, where)
        if rule.reviewed.review_by < today:
            found.append(
                Problem(
                    where,
                    0,
                    f"Its review was due by {rule.reviewed.review_by}.",
                    "Review it and set a new day.",
                )
            )
    found += (*review_findings(knowledge, today), *unused_findings(knowledge))
    for thing in knowledge.equipment.values():
        found += _prose(thing_texts(thing), knowledge.files["equipment.yaml"])
    for section, lines in knowledge.fridge.texts():
        found += _prose([((section,), line) for line in lines], knowledge.files["fridge.yaml"])
    for payer in knowledge.payers:
        # What a payer asks stands with the year and source of its entry, so only the family's sentence is held to this.
        found += _prose([((payer.id, "family"), payer.family)], knowledge.files["payers.yaml"])
    found += _prose(knowledge.topics.texts(), knowledge.files["topics.yaml"])
    for pair in knowledge.states.contradictions:
        found += _prose([((pair.id, "say"), pair.say)], knowledge.files["states.yaml"])
    found += _prose(problem_texts(knowledge.problems), knowledge.files["problems.yaml"])
    found += _contradictions(knowledge)
    found += assumed_findings(knowledge)
    found += impossible_lines(knowledge)
    found += manner_findings(knowledge)
    found += coverage_findings(knowledge)
    found += daily_load_findings(knowledge)
    found += emergency_findings(knowledge)
    found += (*agenda_findings(knowledge), *language_findings(knowledge))
    return tuple(sorted(found))


def _examples(rule: Recommendation, knowledge: Knowledge, where: str) -> list[Problem]:
    found = []
    expected = {example.expect for example in rule.examples}
    if not rule.always:
        wanted = {
            "yes (now or prepare)": HAPPENS,
            "no (not_now, later, hold or done)": RESTS,
            "unknown (check_first)": {"check_first"},
        }
        for name, timings in wanted.items():
            if not expected & timings:
                found.append(Problem(where, 0, f"There is no example of {name}.", "Add one under 'examples'."))
    elif not expected & HAPPENS:
        found.append(Problem(where, 0, "There is no example of yes (now or prepare).", "Add one under 'examples'."))
    if not knowledge.layers or knowledge.is_of_a_layer(rule.id):
        for example in rule.examples:
            found += _example(rule, example, knowledge, where)
    return found


def moved_by_layers(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Examples of our rules that a clinic's layer answers otherwise: to be looked at, not to be mended."""
    ours = [rule for rule in knowledge.recommendations if knowledge.layers and not knowledge.is_of_a_layer(rule.id)]
    return tuple(
        Problem(found.where, found.line, found.what)
        for rule in ours
        for example in rule.examples
        for found in _example(rule, example, knowledge, knowledge.files[rule.id])
    )


def _example(rule: Recommendation, example: Example, knowledge: Knowledge, where: str) -> list[Problem]:
    said = f"The example '{example.name}'"
    unknown = [name for name in example.given if name not in knowledge.vocabulary]
    if unknown:
        return [
            Problem(
                where,
                0,
                f"{said} names the fact '{unknown[0]}', which I do not know.",
                "Use an id of facts.yaml.",
            )
        ]
    item = item_for(rule, example.given, knowledge)
    found = []
    if item.timing != example.expect:
        found.append(
            Problem(
                where,
                0,
                f"{said} expects {example.expect} but gives {item.timing}.",
                "Correct the rule or the example.",
            )
        )
    if example.asks is not None and item.timing == "check_first":
        asked = {knowledge.vocabulary.plain(name) for name in item.asks}
        wanted = {knowledge.vocabulary.plain(name) if name in knowledge.vocabulary else name for name in example.asks}
        if asked != wanted:
            found.append(
                Problem(
                    where,
                    0,
                    f"{said} expects to ask {sorted(wanted)} but asks {sorted(asked)}.",
                    "Correct the rule or the example.",
                )
            )
    return found


def item_for(rule: Recommendation, given: Any, knowledge: Knowledge) -> PlanItem:
    """The answer of one rule for an otherwise unknown person of whom only ``given`` is known (derived facts too)."""
    return schedule(rule, _example_person(given, knowledge), knowledge)


def _example_person(given: Any, knowledge: Knowledge) -> Assessment:
    vocabulary = knowledge.vocabulary
    derived = derivations(knowledge)
    told, supposed = [], {}
    for name, raw in given.items():
        fact = vocabulary[name]
        raw = _as_kind(fact.kind, raw)
        if name in derived and fact.origin == "derived":
            supposed[name] = Value(low=fact.position(raw), high=fact.position(raw), on=EXAMPLE_DAY, asks=(), of=name)
        else:
            told.append(Observation(name, raw, EXAMPLE_DAY))
    intake = Intake(
        id="example",
        name="",
        language="en",
        country=str(given.get("country", "")),
        observations=tuple(told),
        visits=(EXAMPLE_DAY,),
    )
    assessment = assess(intake, knowledge, today=EXAMPLE_DAY + timedelta(0))
    if not supposed:
        return assessment
    return _supposing(assessment, assessment.facts.supposing(supposed), knowledge)


def _as_kind(kind: str, raw: Any) -> Any:
    if kind == "date" and isinstance(raw, str):
        return date.fromisoformat(raw if len(raw) > 7 else f"{raw}-15")
    return str(raw) if kind == "choice" else raw


def _supposing(assessment: Assessment, facts: Facts, knowledge: Knowledge) -> Assessment:
    found, falling = milestones(facts, knowledge), lines_of(facts, knowledge)
    changed = dict(vars(assessment))
    changed.update(facts=facts, milestones=found, lines=falling, outlook=Outlook(facts, found, falling, knowledge))
    changed["progression"] = progression_of(facts)
    return Assessment(**changed)


def _prose(texts: Iterable[tuple[Path_, str]], where: str) -> list[Problem]:
    """Numbers in sentences are named limits, so that each has one value and one source."""
    found = []
    for path, text in texts:
        bare = "".join(part.split("}")[-1] for part in text.split("{"))
        if BARE_NUMBER.search(bare):
            place = " → ".join(str(step) for step in path)
            found.append(
                Problem(
                    where,
                    0,
                    f"{place}: a digit in '{text[:60]}'.",
                    "Name the number in limits.yaml and write {its_name}.",
                )
            )
    return found


def _ahead_moves(rule: Recommendation, knowledge: Knowledge, where: str) -> list[Problem]:
    if rule.ahead is None:
        return []
    course, derived = knowledge.course, derivations(knowledge)
    moving = {item for items in course.domains.values() for item in items} | set(course.measures)
    for leaf in leaves(rule.ahead.needed_when):
        entry = derived.get(leaf.fact)
        if leaf.fact in moving or (entry and entry.follows_projection and entry.reads & moving):
            return []
    return [
        Problem(
            where,
            0,
            "needed_when reads no fact that has a course ahead.",
            "Name an ALSFRS-R item, the stage or a breathing measure.",
        )
    ]


def is_unfilled(rule: Recommendation) -> bool:
    """Whether `new` has started it and nobody has filled it in: it still bears the template's title."""
    template = _template()
    titled: bool = rule.text.therapist.title == template["text"]["therapist"]["title"]
    return titled and rule.id != template["id"]


def _unfilled(rule: Recommendation, where: str) -> list[Problem]:
    if rule.status == "draft" or not is_unfilled(rule):
        return []
    said = f"This is still the template: its title is '{rule.text.therapist.title}'."
    return [Problem(where, 0, said, "Write what your rule says.")]


@lru_cache(maxsize=1)
def _template() -> Any:
    return read_file(resource("stages") / "TEMPLATE.yaml").value


def _fires(rule: Recommendation, knowledge: Knowledge, where: str) -> list[Problem]:
    """Can it ever say now, and ever not? Searched over the values on either side of every limit it reads."""
    base = (knowledge.vocabulary, knowledge.fact_rules)
    if possible(now_goals(rule), *base) is None:
        return [
            Problem(
                where,
                0,
                "No possible person can get this advice now.",
                "Look for parts of the rule that exclude each other.",
            )
        ]
    if not rule.always and possible([Goal(rule.when, False)], *base) is None:
        return [
            Problem(
                where,
                0,
                "The trigger holds for every possible person.",
                "Say 'always: why', or add what makes it untrue.",
            )
        ]
    return []


def _contradictions(knowledge: Knowledge) -> list[Problem]:
    """Two rules about one thing, of which one says do and the other do not, both now for one possible person."""
    found = []
    for first, second in combinations(knowledge.recommendations, 2):
        if first.about != second.about or (first.kind in DENYING) == (second.kind in DENYING):
            continue
        person = possible([*now_goals(first), *now_goals(second)], knowledge.vocabulary, knowledge.fact_rules)
        if person is not None:
            said = f"'{first.id}' and '{second.id}' tell one person to do and not to do '{first.about}': {_told(person, knowledge)}."
            found.append(Problem(knowledge.files[first.id], 0, said, "Let one of them give way in 'unless'."))
    return found


def _told(person: Mapping[str, float | None], knowledge: Knowledge) -> str:
    """The found person in facts; what nobody knows of is left out."""
    known = {name: position for name, position in person.items() if position is not None}
    return ", ".join(f"{name} {knowledge.vocabulary[name].raw(position)}" for name, position in known.items())
