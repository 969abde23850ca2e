"""What if? Another answer tried out: what it would turn. It stands in no field and on no paper until it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from planner.language.wording import name_of
from planner.language.words import ENGLISH, Words, load_words
from planner.model.errors import IntakeError
from planner.pages.therapist.front import stage_block
from planner.pages.therapist.writer import Writer
from planner.plan.flips import Turn, what_if
from planner.reading.supposed import read_facts
from planner.web.made import MadeOfForm
from planner.web.posted import Posted

SUPPOSED, SUPPOSED_VALUE = "what_if", "what_if_value"


@dataclass(frozen=True, kw_only=True)
class SupposedTurns:
    """What another answer would turn; a supposition stands in no field and on no paper."""

    question: str
    value: str
    turns: tuple[tuple[str, str, str], ...] = ()
    slip: str = ""


def supposed(made: MadeOfForm, form: Posted, words: Words) -> SupposedTurns | None:
    """What would turn with the answer that is tried out; None where none is."""
    name, value = form(SUPPOSED).strip(), form(SUPPOSED_VALUE).strip()
    plan = made.plan
    if plan is None or not name or not value or name not in plan.knowledge.vocabulary:
        return None
    question = name_of(name, plan.knowledge, words)
    try:
        changes = read_facts([f"{name}={value}"], plan.knowledge, plan.today)
    except IntakeError as error:
        said = " ".join(
            f"{problem.what.partition(': ')[2] or problem.what} {problem.remedy}" for problem in error.found
        )
        return SupposedTurns(question=question, value=value, slip=said.replace(f"'{name}'", question))
    anew, turns = what_if(plan, changes)
    writer = Writer(anew, load_words(ENGLISH))
    told = [_turn(writer, turn) for turn in turns]
    stages = tuple(stage_block(Writer(one, writer.words)).stage for one in (plan, anew))
    if stages[0] != stages[1]:
        told.insert(0, (writer.words("therapist.stage"), stages[0], stages[1]))
    return SupposedTurns(question=question, value=value, turns=tuple(told))


def _turn(writer: Writer, turn: Turn) -> tuple[str, str, str]:
    rule = writer.knowledge.recommendation(turn.id)
    if rule is None:
        return turn.id.replace("_", " "), turn.before, turn.after
    before, after = (writer.words(f"timing.{timing}") for timing in (turn.before, turn.after))
    return writer.title(turn.id), before, after
