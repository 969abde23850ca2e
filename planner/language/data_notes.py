"""What the therapist is told of the data itself: values to confirm, read otherwise, unusual, or against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from planner.assessment.derive import derivations
from planner.language.wording import name_of, value_in_words
from planner.language.words import Words
from planner.model.conditions import leaves
from planner.model.facts import ASSUMED
from planner.model.states import CONTRADICTION, STATES
from planner.plan.plan import Plan


def data_notes(plan: Plan, words: Words) -> tuple[str, ...]:
    """Every sentence about the data, what is to be confirmed first."""
    intake = plan.intake
    worked_out = (*_unusual(plan, words), *_contradictions(plan, words), *_pairs(plan, words), *_assumed(plan, words))
    return (*intake.to_confirm, *intake.told, *_unanswered(plan, words), *worked_out)


def _unanswered(plan: Plan, words: Words) -> Iterator[str]:
    """What was noted beside a question that has not been answered since."""
    answered = {seen.fact: seen.on for seen in sorted(plan.intake.observations, key=lambda seen: seen.on)}
    for left in plan.intake.unanswered:
        if answered.get(left.fact, date.min) < left.on:
            note, day = " ".join(left.note.split()), words.short_day(left.on)
            yield words("therapist.unanswered", fact=name_of(left.fact, plan.knowledge, words), date=day, note=note)


def _unusual(plan: Plan, words: Words) -> Iterator[str]:
    """A sentence for each value that was worked out and is asked about again, with the answers behind it."""
    typed = {seen.fact for seen in plan.intake.observations}
    for name, derived in derivations(plan.knowledge).items():
        fact, value = plan.knowledge.vocabulary[name], plan.values.get(name)
        if name in typed or value is None or not value.known or not fact.is_asked_again(value.low):
            continue
        behind = derived.reads
        if "alsfrs_total" in behind:  # it says what its items say together
            behind = behind.difference(plan.knowledge.vocabulary.alsfrs_items)
        yield words(
            "therapist.unusual",
            fact=name_of(name, plan.knowledge, words),
            value=value_in_words(value, name, plan.knowledge, words),
            answers=_answers((read for read in plan.knowledge.vocabulary if read in behind), plan, words),
        )


def _contradictions(plan: Plan, words: Words) -> Iterator[str]:
    """A sentence for each state of which two answers cannot both be true, with the answers."""
    known = derivations(plan.knowledge)
    for state in STATES:
        value = plan.values.get(state)
        if value is None or value.note != CONTRADICTION:
            continue
        reads = [name for name in plan.knowledge.vocabulary if name in known[state].reads and name not in known]
        told = [name for name in (*reads, "alsfrs_walking") if name in reads or state == "walks"]
        said = _answers(dict.fromkeys(told), plan, words)
        yield words("therapist.contradiction", state=name_of(state, plan.knowledge, words), answers=said)


def _pairs(plan: Plan, words: Words) -> Iterator[str]:
    """A sentence for each declared pair of answers of one day that cannot both be right, with both."""
    for pair in plan.knowledge.states.contradictions:
        told = _told_on_one_day(pair.facts, plan)
        if told and pair.holds(told, plan.knowledge.vocabulary):
            yield words("therapist.pair", say=pair.say, answers=_answers(pair.facts, plan, words))


def _assumed(plan: Plan, words: Words) -> Iterator[str]:
    """A sentence for each value that nobody told and that another answer makes needless to ask, with that answer."""
    for name, value in plan.values.items():
        if value.note == ASSUMED and name in plan.knowledge.ask_when:
            behind = dict.fromkeys(leaf.fact for leaf in leaves(plan.knowledge.ask_when[name]))
            yield words(
                "therapist.assumed",
                fact=name_of(name, plan.knowledge, words),
                value=value_in_words(value, name, plan.knowledge, words),
                answers=_answers(behind, plan, words),
            )


def _told_on_one_day(names: Collection[str], plan: Plan) -> dict[str, float]:
    """The answers to these questions that are in force, by position; empty unless all were told, and on one day."""
    told = {(seen.fact, seen.on) for seen in plan.intake.observations}
    values = {name: plan.values[name] for name in names if name in plan.values}
    days = {value.on for value in values.values()}
    whole = len(values) == len(names) and len(days) == 1
    if not whole or not all(value.known and (name, value.on) in told for name, value in values.items()):
        return {}
    return {name: value.low for name, value in values.items()}


def _answers(names: Iterable[str], plan: Plan, words: Words) -> str:
    """What is known of these facts, each with its day."""
    return "; ".join(_answer(name, plan, words) for name in names if name in plan.values)


def _answer(name: str, plan: Plan, words: Words) -> str:
    """ "Walking: 2 (20 Nov 2026)"; what does not age (a birth) carries no day on which it was told."""
    fact, value = plan.knowledge.vocabulary[name], plan.values[name]
    ages = fact.stale_after is not None or fact.origin == "derived"
    day = f" ({words.short_day(value.on)})" if value.on and ages else ""
    return f"{name_of(name, plan.knowledge, words)}: {value_in_words(value, name, plan.knowledge, words)}{day}"
