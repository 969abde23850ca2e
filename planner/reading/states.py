"""states.yaml → the states of the body, checked against facts, recommendations, danger signs and things."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from planner.model.facts import Vocabulary
from planner.model.states import States
from planner.reading.checked import ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

KINDS = {"recommendations": "recommendation", "red_flags": "danger sign", "equipment": "thing", "not_asked": "fact"}


def read_states(read: Read, reader: ConditionReader) -> States | None:
    """The states as declared; None where the file has another shape (the problems are noted)."""
    raw = read.value if isinstance(read.value, dict) else {}
    told = raw.get("closed")
    closed = [_closing(name, entry, reader) for name, entry in told.items()] if isinstance(told, dict) else told
    states = shape(States, {**raw, "closed": closed}, read, ())
    if states is not None:
        _check_answers(states, reader.vocabulary, read)
    return states


def _closing(name: str, raw: Any, reader: ConditionReader) -> Any:
    if not isinstance(raw, dict):
        return raw
    rest = {key: value for key, value in raw.items() if key != "while"}
    return {**rest, "id": name, "condition": reader.condition(raw.get("while"), ("closed", name, "while"))}


def _check_answers(states: States, vocabulary: Vocabulary, read: Read) -> None:
    """Every fact, answer and word of a state is one that exists."""
    for state, facts in states.says.items():
        resolve(state, vocabulary, read, ("says", state), "fact")
        for fact, answers in facts.items():
            path: Path_ = ("says", state, fact)
            resolve(fact, vocabulary, read, path, "fact")
            if fact in vocabulary and state in vocabulary:
                for answer, said in answers.items():
                    resolve(answer, vocabulary[fact].answers, read, path, "answer")
                    for word in said:
                        resolve(word, vocabulary[state].answers, read, (*path, answer), "state")


def check_closed(states: States, read: Read, known: Mapping[str, Collection[str]]) -> None:
    """Every name that a state closes is one that exists; ``known``: recommendations, red_flags, equipment, not_asked."""
    for closing in states.closed:
        for kind, said in KINDS.items():
            for at, name in enumerate(getattr(closing, kind)):
                resolve(name, known[kind], read, ("closed", closing.id, kind, at), said)
