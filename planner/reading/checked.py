"""Shared by all that read files: nearest names, conditions, and pydantic's findings as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planner.model.conditions import All, Compare, Condition, Not, leaves
from planner.model.conditions import Any as AnyOf
from planner.model.facts import Fact, Vocabulary
from planner.model.text import LONGEST_NAME, one_line
from planner.reading.strict_yaml import Path_, Read

Model = TypeVar("Model", bound=BaseModel)
OPERATORS = ("at_least", "at_most", "above", "below", "is", "one_of", "known")
MOST_HINTS = 100  # of one text
NEVER = AnyOf(())
PLACEHOLDER = re.compile(r"\{(fact:)?([a-z_0-9]+)\}")
# What interface words say in a sentence: a part of the body on the side where this person is weaker.
BODY_PARTS = ("part_foot", "part_leg", "part_hand", "part_wrist", "part_thumb", "part_arm")
SAID_BY_WORDS = ("emergency_number", *BODY_PARTS)

SENTENCES = {
    "missing": ("'{key}' is missing.", "Add it."),
    "extra_forbidden": ("I do not know '{key}'.{near}", ""),
    "string_type": ("This should be text.", "Put it in quotes."),
    "tuple_type": ("This should be a list.", "Write each entry on a line of its own, after a dash."),
    "too_short": ("This list is empty.", "Give at least one entry."),
    "literal_error": ("'{value}' is not one of {expected}.", "Choose one of these."),
    "int_type": ("This should be a whole number.", ""),
    "int_parsing": ("This should be a whole number.", ""),
    "float_type": ("This should be a number.", ""),
    "bool_parsing": ("This should be true or false.", ""),
    "date_from_datetime_inexact": ("'{value}' is not a date.", "Write it as year-month-day."),
    "date_type": ("'{value}' is not a date.", "Write it as year-month-day."),
    "bool_type": ("This should be true or false.", ""),
    "date_from_datetime_parsing": ("'{value}' is not a date.", "Write it as year-month-day."),
    "date_parsing": ("'{value}' is not a date.", "Write it as year-month-day."),
    "model_type": ("This should be a set of keys with values.", ""),
    "dict_type": ("This should be a set of keys with values.", ""),
    "mapping_type": ("This should be a set of keys with values.", ""),
    "string_too_long": ("This text is longer than {max_length} characters.", "Shorten it."),
    "string_too_short": ("This text has fewer than {min_length} signs that can be printed.", "Write it out."),
    "string_pattern_mismatch": ("'{value}' is not written as expected ({pattern}).", ""),
    "greater_than_equal": ("{value} is below {ge}.", "Correct it."),
    "less_than_equal": ("{value} is above {le}.", "Correct it."),
}


def did_you_mean(name: str, known: Iterable[str], ours: Mapping[str, str] | None = None) -> str:
    """`` Did you mean 'x'?`` or nothing; ``ours``: by which name of ours each of the known ones goes."""
    if len(str(name)) > LONGEST_NAME:  # no name of ours; comparing takes the square of the length
        return ""
    near = get_close_matches(str(name), [str(entry) for entry in known], n=1, cutoff=0.6)
    return f" Did you mean '{ours[near[0]] if ours else near[0]}'?" if near else ""


def hint(read: Read, name: str, known: Iterable[str], ours: Mapping[str, str] | None = None) -> str:
    """The nearest name, for the first so many of one text: comparing takes a hundredth of a second, and a file may hold thousands."""
    read.hints += 1
    return did_you_mean(name, known, ours) if read.hints <= MOST_HINTS else ""


def resolve(name: str, known: Iterable[str], read: Read, path: Path_, kind: str) -> None:
    """Note a name that nothing declares, with the nearest one; no name at all is no problem."""
    if name and name not in known:
        what = f"I do not know the {kind} '{name}'.{hint(read, name, known)}"
        read.note(path, what, "Correct the name or declare it.")


def shape(model: type[Model], raw: Any, read: Read, path: Path_) -> Model | None:
    """The value as a frozen model, or None with the reasons among the problems of what was read."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for found in error.errors():
            _note(found, model, read, path)
        return None


def _note(found: Any, model: type[BaseModel], read: Read, path: Path_) -> None:
    steps = tuple(found["loc"])
    key = str(steps[-1]) if steps else ""
    what, remedy = SENTENCES.get(found["type"], (str(found["msg"]) + ".", "Correct it."))
    here = (*path, *steps)
    near = ""
    if found["type"] == "extra_forbidden":
        near = hint(read, key, _keys(model, steps[:-1]))
    if found["type"] in ("missing", "extra_forbidden"):
        here = here[:-1]
    value = found.get("input")
    context = found.get("ctx") or {}
    shown = str(value)[:60] if not isinstance(value, dict | list) else "…"
    read.note(here, what.format(key=key, value=shown, near=near, **context), remedy)


def _keys(model: type[BaseModel], steps: tuple[Any, ...]) -> list[str]:
    """Names the model knows at a place; the outermost where the place is inside a union or list."""
    current: Any = model
    for step in steps:
        field = current.model_fields.get(step) if isinstance(current, type) and issubclass(current, BaseModel) else None
        if field is None:
            continue
        inner: Any = field.annotation
        while hasattr(inner, "__args__") and inner.__args__:
            inner = next((a for a in inner.__args__ if isinstance(a, type) and a is not type(None)), inner.__args__[0])
        current = inner
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


@dataclass(frozen=True)
class ConditionReader:
    """Reads conditions against the vocabulary and the limits; what is wrong is noted with what was read."""

    vocabulary: Vocabulary
    limits: Mapping[str, float]
    read: Read

    def condition(self, raw: Any, path: Path_) -> Condition:
        """The condition at a path; NEVER where it cannot be read (the problem is noted)."""
        if not isinstance(raw, dict):
            return self._bad(path, "A condition is {fact: …}, {all: […]}, {any: […]} or {not: …}.")
        kinds = [kind for kind in ("fact", "all", "any", "not") if kind in raw]
        if len(kinds) != 1:
            return self._bad(path, f"Say exactly one of fact, all, any, not (found {len(kinds)}).{self._stray(raw)}")
        kind = kinds[0]
        if kind == "fact":
            return self._leaf(raw, path)
        if len(raw) > 1:
            return self._bad(path, f"Beside '{kind}' nothing else may stand.{self._stray(raw)}")
        if kind == "not":
            return Not(self.condition(raw["not"], (*path, "not")))
        if not isinstance(raw[kind], list):
            return self._bad((*path, kind), "This should be a list of conditions.")
        parts = tuple(self.condition(part, (*path, kind, at)) for at, part in enumerate(raw[kind]))
        return All(parts) if kind == "all" else AnyOf(parts)

    def with_condition(self, raw: Any, path: Path_) -> Any:
        """An entry with what its ``if`` says as its condition; one of another shape is left for the shape to refuse."""
        if not isinstance(raw, dict):
            return raw
        rest = {key: value for key, value in raw.items() if key != "if"}
        return {**rest, "condition": self.condition(raw.get("if"), (*path, "if"))}

    def _stray(self, raw: dict[str, Any]) -> str:
        known = ("fact", "all", "any", "not", "because", *OPERATORS)
        stray = [key for key in raw if key not in known]
        return f" I do not know '{stray[0]}'.{hint(self.read, stray[0], known)}" if stray else ""

    def _bad(self, path: Path_, what: str, remedy: str = "") -> Condition:
        self.read.note(path, what, remedy)
        return NEVER

    def _leaf(self, raw: dict[str, Any], path: Path_) -> Condition:
        name = raw["fact"]
        if name not in self.vocabulary:
            return self._bad(
                path,
                f"I do not know the fact '{name}'.{hint(self.read, name, self.vocabulary)}",
                "Use an id of facts.yaml.",
            )
        said = [operator for operator in OPERATORS if operator in raw]
        stray = [key for key in raw if key not in ("fact", "because", *OPERATORS)]
        if stray:
            return self._bad(path, f"I do not know '{stray[0]}'.{hint(self.read, stray[0], OPERATORS)}")
        if len(said) != 1:
            return self._bad(path, f"Say exactly one of {', '.join(OPERATORS)} about '{name}' (found {len(said)}).")
        operator = said[0]
        if operator == "known" and not raw.get("because"):
            return self._bad(path, "'known' asks whether something was measured at all.", "Say why in 'because: …'.")
        wanted = raw[operator]
        bounds = self._bounds(self.vocabulary[name], operator, wanted, path)
        if bounds is None:
            return NEVER
        because = one_line(str(raw.get("because") or ""))
        return Compare(fact=name, operator=operator, bounds=bounds, said=_said(wanted), because=because)  # type: ignore[arg-type]

    def _bounds(self, fact: Fact, operator: str, wanted: Any, path: Path_) -> tuple[float, ...] | None:
        if operator == "known":
            return (float(wanted),) if isinstance(wanted, bool) else self._none(path, "'known' is true or false.")
        if operator in ("is", "one_of"):
            words = wanted if operator == "one_of" else [wanted]
            return self._words(fact, words, path)
        if fact.kind in ("grade", "number"):
            if not isinstance(wanted, str):
                return self._none(
                    path,
                    f"{wanted} is a bare number.",
                    "Name it in limits.yaml, with its source, and use the name.",
                )
            if wanted not in self.limits:
                return self._none(
                    path,
                    f"I do not know the limit '{wanted}'.{hint(self.read, wanted, self.limits)}",
                    "Use a name of limits.yaml.",
                )
            return (self.limits[wanted],)
        if fact.kind == "choice":
            return self._words(fact, [wanted], path)
        return self._none(path, f"'{fact.id}' has no order, so {operator} says nothing.", "Use is, one_of or known.")

    def _words(self, fact: Fact, words: Any, path: Path_) -> tuple[float, ...] | None:
        if fact.kind == "yes_no" and words in ([True], [False]):
            return (float(words[0]),)
        if fact.kind != "choice" or not isinstance(words, list):
            return self._none(
                path, f"'{fact.id}' is a {fact.kind}; this does not fit it.", "Compare it as its kind allows."
            )
        texts = [str(word) for word in words]
        for text in texts:
            if text not in fact.choices:
                near = hint(self.read, text, fact.choices)
                return self._none(
                    path,
                    f"'{text}' is not a choice of '{fact.id}'.{near}",
                    f"Choose from {', '.join(fact.choices)}.",
                )
        return tuple(float(fact.choices.index(text)) for text in texts)

    def _none(self, path: Path_, what: str, remedy: str = "") -> tuple[float, ...] | None:
        self.read.note(path, what, remedy)
        return None


def _said(wanted: Any) -> str:
    if isinstance(wanted, bool):
        return "yes" if wanted else "no"
    return ", ".join(str(word) for word in wanted) if isinstance(wanted, list) else str(wanted)


def circle_in(rules: Mapping[str, Condition]) -> tuple[str, ...]:
    """Facts whose rules ask for each other in a circle, first and last the same; empty where there is none."""
    cleared: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> tuple[str, ...]:
        if name in way:
            return (*way[way.index(name) :], name)
        if name in cleared or name not in rules:
            return ()
        cleared.add(name)
        found = (visit(leaf.fact, (*way, name)) for leaf in leaves(rules[name]))
        return next((circle for circle in found if circle), ())

    return next((circle for name in rules if (circle := visit(name, ()))), ())
