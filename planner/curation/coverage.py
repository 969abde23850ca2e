"""What the base as a whole owes its readers: advice for each stage and domain, and no more a day than one can carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.language.wording import ROMAN, number
from planner.model.conditions import Condition, leaves
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.plan.disclosure import always_prints
from planner.plan.search import now_goals, possible
from planner.reading.equipment import thing_texts
from planner.reading.problems import problem_texts
from planner.reading.rules import texts_of
from planner.reading.stages import load_knowledge

CEILINGS = {"person": "daily_load_person", "helper": "daily_load_helper"}
EMERGENCY = "emergency"  # the domain
OPTIONAL = 5  # the priority of what a person chooses freely; it is nobody's daily load


def coverage_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Stages of a domain that no rule belongs to and that about.yaml does not leave out with a reason."""
    where = knowledge.files["about.yaml"]
    for domain in knowledge.about.domains:
        here = {stage for rule in knowledge.recommendations if rule.domain == domain for stage in rule.stages}
        left_out = knowledge.about.no_advice.get(domain)
        meant = set(left_out.stages) if left_out else set()
        stages = range(1, len(ROMAN))
        missing = [ROMAN[stage] for stage in stages if stage not in here | meant]
        if missing:
            said = f"The domain '{domain}' has no advice for stage {', '.join(missing)}."
            yield Problem(where, 0, said, "Write a rule, or say under 'no_advice' why there is none.")
        idle = [ROMAN[stage] for stage in stages if stage in here & meant]
        if idle:
            said = f"'no_advice' leaves out stage {', '.join(idle)} of '{domain}', for which there is advice."
            yield Problem(where, 0, said, "Take those stages out.")


def emergency_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Emergency advice that a layer switches off, where no rule of a layer speaks about the same thing in its place."""
    spoken_for = {rule.about for rule in knowledge.recommendations if knowledge.is_of_a_layer(rule.id)}
    folders = [Path(folder) for folder in knowledge.folders if folder]
    for layer, above in zip(reversed(knowledge.layers), range(1, len(knowledge.layers) + 1), strict=True):
        if layer.switched_off:
            below = load_knowledge(*folders[: len(folders) - above])
            off = [below.by_id[name] for name in layer.switched_off if name in below.by_id]
            for rule in off:
                urgent = rule.domain == EMERGENCY or always_prints(rule, below)
                if urgent and rule.about not in spoken_for:
                    said = f"{rule.id}: This switches off emergency advice: {rule.text.therapist.title}."
                    remedy = f"Take it out of this file, or write a rule of your own about '{rule.about}'."
                    yield Problem(f"{layer.name}/switched_off.yaml", 0, said, remedy)


def daily_load_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Whether one possible person, or their helper, is asked for more minutes a day than the ceiling."""
    for carrier, limit in CEILINGS.items():
        ceiling = knowledge.numbers[limit]
        minutes, rules = heaviest_day(knowledge, carrier)
        if minutes > ceiling:
            names = ", ".join(rule.id for rule in rules)
            said = (
                f"One {carrier} may be asked for {number(minutes)} minutes a day (at most {number(ceiling)}): {names}."
            )
            yield Problem(
                knowledge.files["limits.yaml"], 0, said, "Let one give way in 'unless', or ask for fewer minutes."
            )


def heaviest_day(knowledge: Knowledge, carrier: str) -> tuple[float, tuple[Recommendation, ...]]:
    """The most minutes a day that one possible person (or helper) is asked for now, and by which rules.

    Rules about the same thing count once, with the longest; what is optional does not count.
    """
    asked = [
        rule
        for rule in knowledge.recommendations
        if rule.minutes_a_day and rule.carried_by == carrier and rule.priority < OPTIONAL
    ]
    longest_first = sorted(asked, key=lambda rule: -knowledge.numbers[rule.minutes_a_day])
    return _heaviest(longest_first, (), knowledge)


def _heaviest(
    rules: Sequence[Recommendation], chosen: tuple[Recommendation, ...], knowledge: Knowledge
) -> tuple[float, tuple[Recommendation, ...]]:
    if not rules:
        return sum(knowledge.numbers[rule.minutes_a_day] for rule in chosen), chosen
    first, rest = rules[0], rules[1:]
    without = _heaviest(rest, chosen, knowledge)
    if first.about in {rule.about for rule in chosen} or not _together((*chosen, first), knowledge):
        return without
    return max(without, _heaviest(rest, (*chosen, first), knowledge), key=lambda found: found[0])


def _together(rules: Sequence[Recommendation], knowledge: Knowledge) -> bool:
    goals = [goal for rule in rules for goal in now_goals(rule)]
    return possible(goals, knowledge.vocabulary, knowledge.fact_rules) is not None


MODEL = "projection_"  # the constants of the projection are read by composed names


def unused_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """One finding for each name that is declared and used nowhere, and for each excuse that is no longer true."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parents[1].rglob("*.py")))
    conditions = tuple(_conditions(knowledge))
    yield from _limits(knowledge, conditions, code)
    yield from _facts(knowledge, conditions, code)
    yield from _sources(knowledge)


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    yield from knowledge.conditions()
    for scale in knowledge.staging.scales.values():
        yield from scale.domains.values()
        yield from (rule for rule in (scale.four_a, scale.four_b) if rule is not None)


def _limits(knowledge: Knowledge, conditions: tuple[Condition, ...], code: str) -> Iterator[Problem]:
    texts = "\n".join(text for rule in knowledge.recommendations for _, text in texts_of(rule))
    texts += "\n".join(text for thing in knowledge.equipment.values() for _, text in thing_texts(thing))
    texts += "\n".join(payer.therapist for payer in knowledge.payers)
    texts += "\n".join(text for _, text in problem_texts(knowledge.problems))
    used = {leaf.said for condition in conditions for leaf in leaves(condition)}
    used |= set(knowledge.course.measures.values())
    used |= {route.own_share for route in knowledge.routes.named.values()}
    for rule in knowledge.recommendations:
        used |= {rule.minutes_a_day, *((rule.ahead.lead, rule.ahead.likely_within) if rule.ahead else ())}
    for name in knowledge.limits:
        if name not in used and not name.startswith(MODEL) and f"{{{name}}}" not in texts and f'"{name}' not in code:
            where = knowledge.files["limits.yaml"]
            yield Problem(where, 0, f"Nothing uses the limit '{name}'.", "Take it out, or use it.")


def _facts(knowledge: Knowledge, conditions: tuple[Condition, ...], code: str) -> Iterator[Problem]:
    used = {knowledge.vocabulary.plain(leaf.fact) for condition in conditions for leaf in leaves(condition)}
    used |= {knowledge.vocabulary.plain(name) for speaking in knowledge.states.says.values() for name in speaking}
    for name, fact in knowledge.vocabulary.facts.items():
        where = knowledge.files["facts.yaml"]
        if name not in used and f'"{name}"' not in code and not fact.kept:
            yield Problem(where, 0, f"Nothing reads the fact '{name}'.", "Use it, or say under 'kept' why it is asked.")


def _sources(knowledge: Knowledge) -> Iterator[Problem]:
    cited = {entry.source for limit in knowledge.limits.values() for entry in limit.evidence}
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        cited |= {entry.source for entry in rule.evidence}
    for flag in knowledge.red_flags:
        cited |= {entry.source for entry in flag.evidence}
    for position in knowledge.positions:
        cited |= {entry.source for entry in (*position.for_, *position.against)}
    for thing in knowledge.equipment.values():
        cited |= {entry.source for entry in (*thing.evidence, *thing.prices.evidence)}
        cited |= {entry.source for gate in thing.gates for entry in gate.evidence}
        cited |= {origin.source for origin in (*thing.prices.origins, *(lead.origin for lead in thing.leads)) if origin}
    cited |= {entry.source for line in knowledge.fridge.every_line() for entry in line.evidence}
    cited |= {entry.source for payer in knowledge.payers for entry in payer.evidence}
    cited |= {name for claim in knowledge.claims.values() for name in claim.sources}
    where = knowledge.files["sources.yaml"]
    for name, source in knowledge.sources.items():
        if name not in cited and not source.background:
            said = f"Nothing cites the source '{name}'."
            yield Problem(where, 0, said, "Cite it, take it out, or mark it 'background: true'.")
        if name in cited and source.background:
            yield Problem(where, 0, f"The source '{name}' is cited and marked as background.", "Take the mark out.")
