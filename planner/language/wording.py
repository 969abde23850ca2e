"""Facts, reasons and rules in words, for pages and for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from planner.language.words import Words
from planner.model.conditions import Reason, leaves
from planner.model.facts import ASSUMED, Fact, Raw, Value
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge
from planner.plan.measure_next import TOTAL, Question
from planner.plan.orders import Remark
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.plan.sides import weaker_side
from planner.reading.checked import BODY_PARTS, PLACEHOLDER

COUNTING_UNITS = ("points", "0-10", "falls", "people", "infections")
STAGES = ("1", "2", "3", "4", "5", "6")
ROMAN = ("", "I", "II", "III", "IV", "V", "VI")


def number(value: float) -> str:
    """A number without needless zeros, with a true minus sign."""
    return f"{round(value, 2):g}".replace("-", "−")


def raw_in_words(raw: Raw | None, unit: str, words: Words) -> str:
    if raw is None:
        return words("not_known")
    if isinstance(raw, bool):
        return words("yes" if raw else "no")
    if isinstance(raw, date):
        return words.short_day(raw)
    if isinstance(raw, int | float):
        return words.number(number_with_unit(raw, unit))
    return str(words.entries["choice"].get(raw) or raw.replace("_", " "))


def number_with_unit(value: float, unit: str) -> str:
    """ "270 L/min", "MRC 3", and a bare number where the question already says what is counted."""
    if unit.endswith(" grade"):
        return f"{unit.removesuffix(' grade')} {number(value)}"
    return number(value) if unit in COUNTING_UNITS else f"{number(value)} {unit}".strip()


def name_of(written: str, knowledge: Knowledge, words: Words) -> str:
    """A fact by its question, with the side or the device; never a raw id."""
    fact = knowledge.vocabulary[written]
    if fact.family:
        return knowledge.equipment[written.removeprefix(f"{fact.id}_")].name
    return with_side(fact.question, fact, written, words)


def question_name(asked: Question, knowledge: Knowledge, words: Words) -> str:
    """What is asked, in words; the missing items of the scale are one question."""
    if asked.fact != TOTAL:
        return name_of(asked.fact, knowledge, words)
    items = knowledge.vocabulary.alsfrs_items
    if len(asked.written) == len(items):
        return words("therapist.ask_items")
    return words("therapist.ask_items_missing", names=names_of(asked.written, knowledge, words))


def with_side(question: str, fact: Fact, written: str, words: Words) -> str:
    """The question of a fact with the side for which it is written, where it is written for one."""
    side = written.removeprefix(f"{fact.id}_") if written != fact.id else ""
    if not side:
        return question
    mark = "?" if question.endswith("?") else ""
    return f"{question.rstrip('?')} ({words('side.' + side)}){mark}"


def reason_in_words(reason: Reason, knowledge: Knowledge, words: Words, said_day: date | None = None) -> str:
    """ "Walking: 3 (20 Nov 2026)"; a span is written as "2 to 3". ``said_day`` is told once elsewhere and left out."""
    fact = knowledge.vocabulary[reason.fact]
    name = name_of(reason.fact, knowledge, words)
    said = fact_in_words(fact, reason.value, words)
    if reason.value is None and reason.low is not None and reason.high is not None:
        said = f"{fact_in_words(fact, reason.low, words)} – {fact_in_words(fact, reason.high, words)}"
    join = " " if name.endswith("?") else ": "
    # What does not age (a birth, a diagnosis) carries no day on which it was told.
    ages = fact.stale_after is not None or fact.origin == "derived"
    on = date.fromisoformat(reason.on) if reason.on and ages else None
    day = f" ({words.short_day(on)})" if on and on != said_day else ""
    if reason.note == ASSUMED and reason.fact in knowledge.ask_when:
        behind = names_of((leaf.fact for leaf in leaves(knowledge.ask_when[reason.fact])), knowledge, words)
        day = f" ({words('therapist.assumed_from', names=behind)})"
    return f"{name}{join}{said}{day}"


def names_of(written: Iterable[str], knowledge: Knowledge, words: Words) -> str:
    """Questions joined; two sides of one fact are asked once."""
    plain = dict.fromkeys(knowledge.vocabulary.plain(name) for name in written)
    return "; ".join(name_of(name, knowledge, words) for name in plain)


def value_in_words(value: Value, written: str, knowledge: Knowledge, words: Words) -> str:
    fact = knowledge.vocabulary[written]
    raw = value.raw if value.raw is not None else (fact.raw(value.low) if value.known else None)
    return fact_in_words(fact, raw, words)


def fact_in_words(fact: Fact, raw: Raw | None, words: Words) -> str:
    """A value as its fact is usually written: stages in Roman numbers, the rest with unit or choice."""
    if isinstance(raw, str) and fact.choices == STAGES:
        return ROMAN[int(raw)]
    return raw_in_words(raw, fact.unit, words)


def telling(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons that carry a value; what is only "not known" stands where nothing else does."""
    reasons = tuple(reasons)
    return tuple(reason for reason in reasons if reason.value is not None or reason.low is not None) or reasons


def fill(
    text: str, knowledge: Knowledge, values: Mapping[str, Value], emergency: str, words: Words, side: str = ""
) -> str | None:
    """A sentence with its numbers, and parts of the body on the weaker ``side``; None where it names a fact that is not known."""
    missing = False

    def put(match: re.Match[str]) -> str:
        nonlocal missing
        is_fact, name = match[1], match[2]
        if name == "emergency_number":
            return emergency
        if name in BODY_PARTS:
            return part_in_words(name, words, side)
        if not is_fact:
            return words.number(number(knowledge.limits[name].value))
        value = values.get(name)
        if value is None or not value.known:
            missing = True
            return ""
        return value_in_words(value, name, knowledge, words).removesuffix(f" {knowledge.vocabulary[name].unit}")

    filled = PLACEHOLDER.sub(put, text)
    return None if missing else filled


def part_in_words(name: str, words: Words, side: str = "") -> str:
    """A part of the body as a sentence names it: "your left foot", or "the foot" where no side is known."""
    return words(f"{name.replace('_', '.')}.{side or 'either'}")


def edition_line(plan: Plan, words: Words) -> str:
    """Which knowledge the plan was made with, and when."""
    about = plan.knowledge
    return words("edition", edition=about.about.edition, digest=about.named_digest, date=words.day(plan.today))


def thing_name(plan: Plan, thing: str) -> str:
    """A thing as families know it, with a capital."""
    name = plan.knowledge.equipment[thing].family.name
    return name[:1].upper() + name[1:]


def remark_in_words(kind: str, remark: Remark, knowledge: Knowledge, words: Words, *, family: bool = False) -> str:
    """A remark of one kind (risk, because or task) with the names of what it is about, as therapists or families know it."""
    about = knowledge.equipment.get(remark.thing)
    thing = "" if about is None else about.family.name if family else about.name
    route = knowledge.routes.named.get(remark.route)
    fact = name_of(remark.fact, knowledge, words) if remark.fact in knowledge.vocabulary else remark.fact
    # A route that only a quote names is called what the quote calls it.
    return words(f"equipment.{kind}.{remark.code}", thing=thing, fact=fact, route=route.name if route else remark.route)


def what_was_asked(plan: Plan, words: Words, look_ahead: LookAhead) -> str:
    """That pages end where the reader asked, and that topics are left out; neither says what stands there."""
    said = [] if look_ahead == "all" else [words(f"family.asked_{look_ahead}")]
    if plan.intake.preferences.print_topics_held_back:
        said.append(words("family.asked_topics"))
    return " ".join(said)


def emergency_number(plan: Plan, words: Words) -> str:
    """The number to call where this person lives, in words where the country is not known."""
    return plan.knowledge.emergency_number(plan.intake.country) or words("emergency_number_unknown")


def title_of(item: PlanItem, plan: Plan, words: Words) -> str:
    """What a family calls a recommendation; empty where its title names a fact that is not known."""
    title = plan.rule(item).text.family.title
    emergency, side = emergency_number(plan, words), weaker_side(item, plan)
    return fill(title, plan.knowledge, plan.values, emergency, words, side) or ""


def refused_names(items: Iterable[PlanItem], plan: Plan, words: Words) -> tuple[str, ...]:
    """What somebody said no to, each once: by its thing where it is about one, for advice to ask for it takes no no."""
    named = (
        thing_name(plan, things[0]) if len(things := plan.rule(item).equipment) == 1 else title_of(item, plan, words)
        for item in items
    )
    return tuple(dict.fromkeys(filter(None, named)))
