"""What the base as a whole owes its readers: advice for each stage and domain, and no more a day than one can carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.language.wording import ROMAN, number
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.plan.search import now_goals, possible

CEILINGS = {"person": "daily_load_person", "helper": "daily_load_helper"}
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
