"""Stage, questions, reasons and the map as text and as JSON for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from planner.commands.terminal import dumped
from planner.language.agenda import agenda_lines, moved_in_words, title_of
from planner.language.explain import explain
from planner.language.wording import ROMAN, question_name
from planner.language.words import load_words
from planner.model.facts import Facts, Raw
from planner.pages.therapist.front import stage_lines
from planner.plan.flips import moved_lines, what_if
from planner.plan.measure_next import Question, packs_of
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.record.agenda_json import agenda_as_json
from planner.record.plan_json import measure_next_as_json, progression_as_json, stage_as_json


def stage_json(plan: Plan) -> str:
    agenda = agenda_as_json(plan, load_words("en"))
    return dumped({"stage": stage_as_json(plan), "progression": progression_as_json(plan), "agenda": agenda})


def stage_text(plan: Plan) -> str:
    """Stage, limbs, other lenses and pace, as on the therapist's page."""
    heading, by, parts = stage_lines(plan, load_words("en"))
    lines = [heading, by]
    for label, said in parts:
        lines += ["", f"{label}:", *(f"  {line}" for line in said)]
    return "\n".join([*lines, "", *agenda_lines(plan, load_words("en"))])


def ask_json(plan: Plan) -> str:
    return dumped(measure_next_as_json(plan))


def ask_text(plan: Plan, most: int) -> str:
    """The single questions, each with what it does, then the tick lists; ``most`` above those of today adds what waits."""
    words = load_words("en")
    today = [question for question in plan.measure_next if not question.pack]
    singles = [*today, *plan.asked_later][: most or len(today)]
    lines = [line for at, question in enumerate(singles, 1) for line in _asked(at, question, plan)]
    for pack, together in packs_of(plan.measure_next).items():
        names = (f"  [ ] {question_name(question, plan.knowledge, words)}" for question in together)
        lines += ["", f"{words(f'therapist.pack.{pack}')}:", *names]
    left = len(today) + len(plan.asked_later) - len(singles)
    if left > 0:
        lines += ["", f"{left} more can wait (--most {left + len(singles)})."]
    return "\n".join(lines) or "Nothing is open."


def _asked(at: int, question: Question, plan: Plan) -> list[str]:
    words = load_words("en")
    stale = f" (last value too old since {words.short_day(question.stale_since)})" if question.stale_since else ""
    lines = [f"{at:>3}. {question_name(question, plan.knowledge, words)}{stale}"]
    if question.contradicts:
        lines.append(f"       {words('therapist.ask_contradiction')}")
    if question.red_flags:
        lines.append(f"       danger sign: {', '.join(n.replace('_', ' ') for n in question.red_flags)}")
    if question.guards:
        lines.append(f"       settles a precaution: {', '.join(question.guards[:4])}")
    if question.settles:
        more = " …" if len(question.settles) > 4 else ""
        lines.append(f"       may settle {len(question.settles)}: {', '.join(question.settles[:4])}{more}")
    if question.in_place:
        lines.append(f"       in place already? {', '.join(question.in_place[:4])}")
    return lines


def explain_json(plan: Plan, item: PlanItem, facts: Facts) -> str:
    return dumped({"id": item.id, **asdict(explain(plan, item, facts, load_words("en")))})


def explain_text(plan: Plan, item: PlanItem, facts: Facts) -> str:
    found = explain(plan, item, facts, load_words("en"))
    lines = [found.title, f"{found.timing}" + (" (put off by the person)" if item.put_off else "")]
    sections = {
        "Agenda": found.agenda,
        "Because": found.why,
        "The rule, clause by clause": found.trigger,
        "Precautions": found.precautions,
        "Needed ahead when": found.ahead,
        "Would change it: ask or measure": (found.asks,) if found.asks else (),
        "What would turn it (each planned anew)": found.turns,
        "Evidence": found.evidence,
    }
    for heading, said in sections.items():
        if said:
            lines += ["", f"{heading}:", *(f"  {line}" for line in said)]
    return "\n".join(lines)


def what_if_json(plan: Plan, changes: Mapping[str, Raw]) -> str:
    anew, turns = what_if(plan, changes)
    moved = [asdict(move) for move in moved_lines(plan, anew)]
    return dumped({"stage": stage_as_json(anew), "turns": [asdict(turn) for turn in turns], "agenda": moved})


def what_if_text(plan: Plan, changes: Mapping[str, Raw]) -> str:
    """What turns, old against new, one line each."""
    words = load_words("en")
    anew, turns = what_if(plan, changes)
    lines = []
    if (plan.stage.low, plan.stage.high) != (anew.stage.low, anew.stage.high):
        old, new = (
            f"{ROMAN[s.low]}–{ROMAN[s.high]}" if s.low != s.high else ROMAN[s.low] for s in (plan.stage, anew.stage)
        )
        lines.append(f"Stage {old} → {new}")
    for turn in turns:
        rule = plan.knowledge.recommendation(turn.id)
        old, new = (words(f"timing.{timing}") if rule else timing for timing in (turn.before, turn.after))
        name = title_of(turn.id, plan, words)
        lines.append(f"{turn.id} ({name}): {old} → {new}")
    lines += [moved_in_words(move, plan, words) for move in moved_lines(plan, anew)]
    return "\n".join(lines) or "Nothing turns."
