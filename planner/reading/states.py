"""states.yaml → the states of the body, checked against facts, recommendations, danger signs and things."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from planner.model.facts import Fact, Vocabulary
from planner.model.states import Contradiction, States
from planner.reading.checked import ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

SAID_AS = {"recommendations": "recommendation", "red_flags": "danger sign", "equipment": "thing", "not_asked": "fact"}


def read_states(read: Read, reader: ConditionReader) -> States | None:
    """The states as declared; None where the file has another shape (the problems are noted)."""
    raw = read.value if isinstance(read.value, dict) else {}
    told = raw.get("closed")
    closed = [_closing(name, entry, reader) for name, entry in told.items()] if isinstance(told, dict) else told
    subjects = _with_declined(_named(raw.get("subjects")), reader)
    pairs = _named(raw.get("contradictions"))
    states = shape(States, {**raw, "closed": closed, "subjects": subjects, "contradictions": pairs}, read, ())
    if states is not None:
        _check_answers(states, reader.vocabulary, read)
        for pair in states.contradictions:
            _check_pair(pair, reader.vocabulary, read)
    return states


def _named(told: Any) -> Any:
    """Entries under their names, each with its name as its id; another shape is left to be refused."""
    if told is None:
        return ()
    if not isinstance(told, dict):
        return told
    return [{**entry, "id": name} if isinstance(entry, dict) else entry for name, entry in told.items()]


def _closing(name: str, raw: Any, reader: ConditionReader) -> Any:
    if not isinstance(raw, dict):
        return raw
    rest = {key: value for key, value in raw.items() if key != "while"}
    return {**rest, "id": name, "condition": reader.condition(raw.get("while"), ("closed", name, "while"))}


def _with_declined(told: Any, reader: ConditionReader) -> Any:
    """Subjects with the condition of ``declined`` read; entries of another shape are left to be refused."""
    if not isinstance(told, list):
        return told
    return [
        {**entry, "declined": reader.condition(entry["declined"], ("subjects", entry["id"], "declined"))}
        if isinstance(entry, dict) and "declined" in entry
        else entry
        for entry in told
    ]


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


def _check_pair(pair: Contradiction, vocabulary: Vocabulary, read: Read) -> None:
    """A pair names facts and answers that exist, and somebody can tell both."""
    path: Path_ = ("contradictions", pair.id)
    if bool(pair.answers) is bool(pair.above):
        read.note(path, "Say either 'answers' or 'above'.", "Take one of them out, or add one.")
        return
    for name in pair.facts:
        resolve(name, vocabulary, read, path, "fact")
    if any(name not in vocabulary for name in pair.facts):
        return
    for name, said in pair.answers.items():
        for answer in said:
            resolve(answer, vocabulary[name].answers, read, (*path, "answers", name), "answer")
    why = _never(pair, vocabulary)
    if why:
        read.note(path, f"This pair can never hold: {why}.", "Correct it, or take it out.")


def _never(pair: Contradiction, vocabulary: Vocabulary) -> str:
    """Why nobody can tell all of a pair; empty where somebody can."""
    for name in pair.facts:
        if vocabulary[name].origin == "derived":
            return f"'{name}' is worked out and told by nobody"
        said = pair.answers.get(name, ("…",))
        if all(answer in _out_of_reach(vocabulary[name]) for answer in said):
            return f"no answer to '{name}' is among those named"
    if len(set(pair.facts)) < 2:
        return "it needs two facts"
    if pair.above:
        first, second = (vocabulary[name] for name in pair.above)
        if {first.kind, second.kind} - {"number", "grade"}:
            return "only numbers lie above each other"
        if first.ends[1] <= second.ends[0]:
            return f"'{first.id}' never lies above '{second.id}'"
    return ""


def _out_of_reach(fact: Fact) -> tuple[str, ...]:
    """Of a number: nothing, or above nothing, where its limits leave that out."""
    low, high = fact.ends
    if fact.kind != "number":
        return ()
    return (*(("0",) if low > 0 else ()), *(("above_0",) if high <= 0 else ()))


def check_closed(states: States, read: Read, known: Mapping[str, Collection[str]]) -> None:
    """Every name that a state closes or a no covers exists; ``known``: recommendations, red_flags, equipment, not_asked."""
    for subject in states.subjects:
        for at, name in enumerate(subject.recommendations):
            resolve(
                name, known["recommendations"], read, ("subjects", subject.id, "recommendations", at), "recommendation"
            )
        for at, name in enumerate(subject.things):
            resolve(name, known["equipment"], read, ("subjects", subject.id, "things", at), "thing")
    for closing in states.closed:
        for kind, said in SAID_AS.items():
            for at, name in enumerate(getattr(closing, kind)):
                resolve(name, known[kind], read, ("closed", closing.id, kind, at), said)
