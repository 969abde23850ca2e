"""One recommendation: its file → the rule, checked against everything it may name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.model.conditions import ALWAYS
from planner.model.facts import Vocabulary
from planner.model.knowledge import Recommendation
from planner.reading.checked import PLACEHOLDER, SAID_BY_WORDS, ConditionReader, resolve, shape
from planner.reading.figures import poses
from planner.reading.strict_yaml import Path_, Read

ROMAN_STAGES = ("I", "II", "III", "IV", "V", "VI")
SAME = "Make them the same."
OWN = "Give each rule an id of its own."


@dataclass(frozen=True, kw_only=True)
class RuleNames:
    """What a rule may point to."""

    vocabulary: Vocabulary
    numbers: Mapping[str, float]
    sources: Collection[str]
    equipment: Collection[str]


class RuleFiles:
    """Reads one file of a rule after the other; ``places`` says which file each id was read from."""

    def __init__(self, known: RuleNames, withdrawn: Collection[str]) -> None:
        self.known, self.withdrawn = known, withdrawn
        self.places: dict[str, str] = {}

    def rule(self, read: Read) -> Recommendation | None:
        """The rule of a file; None where it has not its shape (the problems are noted)."""
        raw = read.value
        if not isinstance(raw, dict):
            read.note((), "This file holds no rule.", "Start from TEMPLATE.yaml.")
            return None
        if "said_if" in raw:
            read.note(("said_if",), "A rule has no key 'said_if'.", "Write if or only_if beside the line itself.")
        if ("when" in raw) == ("always" in raw):
            read.note((), "A rule has either 'when' or 'always'.", "Give one of the two.")
        rule = shape(Recommendation, self._with_conditions(raw, read), read, ())
        if rule is not None and not read.problems:
            self._check(rule, read)
        return rule

    def _with_conditions(self, raw: Mapping[str, Any], read: Read) -> dict[str, Any]:
        reader = ConditionReader(self.known.vocabulary, self.known.numbers, read)
        fixed = dict(raw)
        fixed["when"] = reader.condition(raw["when"], ("when",)) if "when" in raw else ALWAYS
        for part in ("done_when", "acts_when", "only_with"):
            if raw.get(part) is not None:
                fixed[part] = reader.condition(raw[part], (part,))
        if isinstance(raw.get("severity"), dict):
            fixed["severity"] = _severity(raw["severity"], reader)
        for part in ("unless", "caution"):
            if part in raw:
                listed = enumerate(raw[part] or ())
                fixed[part] = [reader.with_condition(entry, (part, at)) for at, entry in listed]
        if isinstance(raw.get("ahead"), dict):
            told = raw["ahead"]
            names = ("needed_when", *(name for name in ("near", "prepare_when") if name in told))
            fixed["ahead"] = told | {name: reader.condition(told.get(name), ("ahead", name)) for name in names}
        fixed["text"], fixed["said_if"] = _lines_with_conditions(raw.get("text"), reader)
        return fixed

    def _check(self, rule: Recommendation, read: Read) -> None:
        """The folder and file that must match, and what a rule needs beyond its shape."""
        _, folder, file = read.where.rsplit("/", 2)
        stages_fit = all(1 <= stage <= len(ROMAN_STAGES) for stage in rule.stages)
        has_stop = bool(rule.text.family.stop_if) or not rule.exercise
        one_wait = rule.ahead is None or bool(rule.ahead.equipment) != bool(rule.ahead.lead)
        for holds, path, what, remedy in (
            (rule.id == file.removesuffix(".yaml"), "id", f"The id '{rule.id}' is not the file's name.", SAME),
            (rule.domain == folder, "domain", f"The domain '{rule.domain}' is not the folder's name.", SAME),
            (stages_fit, "stages", "Stages are whole numbers from 1 to 6.", "Correct them."),
            (rule.id not in self.withdrawn, "id", f"The id '{rule.id}' belonged to a rule that was withdrawn.", OWN),
            (rule.id not in self.places, "id", f"The id '{rule.id}' is used twice.", OWN),
            (one_wait, "ahead", "Say either 'equipment' or 'lead'.", "Give one of the two."),
            (has_stop, "text", "An exercise has no stop rule.", "Add stop_if."),
            (_says_something(rule), "text", "Every line of 'do' hangs on a condition.", "Keep one that holds for all."),
        ):
            if not holds:
                read.note((path,), what, remedy)
        self.places[rule.id] = read.where
        self._check_names(rule, read)
        self._check_texts(rule, read)

    def _check_names(self, rule: Recommendation, read: Read) -> None:
        """Names that only the whole base can resolve."""
        known = self.known
        if rule.ahead:
            resolve(rule.ahead.equipment, known.equipment, read, ("ahead", "equipment"), "equipment")
            resolve(rule.ahead.lead, known.numbers, read, ("ahead", "lead"), "limit")
            resolve(rule.ahead.likely_within, known.numbers, read, ("ahead", "likely_within"), "limit")
        resolve(rule.minutes_a_day, known.numbers, read, ("minutes_a_day",), "limit")
        for thing in rule.equipment:
            resolve(thing, known.equipment, read, ("equipment",), "equipment")
        for at, evidence in enumerate(rule.evidence):
            resolve(evidence.source, known.sources, read, ("evidence", at, "source"), "source")
        family, place = rule.text.family, ("text", "family")
        resolve(family.figure, poses(), read, (*place, "figure"), "drawing")
        for at, name in enumerate(family.more_figures):
            resolve(name, poses(), read, (*place, "more_figures", at), "drawing")

    def _check_texts(self, rule: Recommendation, read: Read) -> None:
        for path, text in texts_of(rule):
            for is_fact, name in PLACEHOLDER.findall(text):
                if is_fact:
                    resolve(name, self.known.vocabulary, read, path, "fact")
                elif name not in SAID_BY_WORDS:
                    resolve(name, self.known.numbers, read, path, "limit")


FAMILY_LINES = ("do", "dont", "stop_if", "call_if")
GRADES = ("at_3", "at_2", "at_1")


def _severity(raw: Mapping[str, Any], reader: ConditionReader) -> dict[str, Any]:
    """The grades with their conditions; ``else`` is a word of Python and stands as ``otherwise``."""
    told = {"otherwise" if key == "else" else key: value for key, value in raw.items()}
    graded = {key: reader.condition(told[key], ("severity", key)) for key in GRADES if key in told}
    return {**told, **graded}


def _lines_with_conditions(raw: Any, reader: ConditionReader) -> tuple[Any, dict[str, Any]]:
    """The texts with plain lines, and when those family lines are said that carry ``if`` or ``only_if`` beside ``says``."""
    family = raw.get("family") if isinstance(raw, dict) else None
    if not isinstance(family, dict):
        return raw, {}
    plain, said_if = dict(family), dict[str, Any]()
    for key in FAMILY_LINES:
        told = family.get(key)
        for at, entry in enumerate(told) if isinstance(told, list) else ():
            if not isinstance(entry, dict) or set(entry) not in ({"if", "says"}, {"only_if", "says"}):
                continue
            word = "if" if "if" in entry else "only_if"
            condition = reader.condition(entry[word], ("text", "family", key, at, word))
            said_if[f"{key}.{at}"] = {"condition": condition, "certain": word == "only_if"}
            plain[key] = [*plain[key][:at], entry["says"], *plain[key][at + 1 :]]
    return {**raw, "family": plain}, said_if


def _says_something(rule: Recommendation) -> bool:
    return any(f"do.{at}" not in rule.said_if for at in range(len(rule.text.family.do)))


def texts_of(rule: Recommendation) -> Iterable[tuple[Path_, str]]:
    """Every sentence of a rule that is printed, with its place."""
    therapist, family = rule.text.therapist, rule.text.family
    yield ("text", "therapist", "title"), therapist.title
    yield ("text", "family", "title"), family.title
    yield ("text", "family", "why"), family.why
    for reader, lines in (
        ("therapist", {"do": therapist.do}),
        ("family", {key: getattr(family, key) for key in ("do", "dont", "stop_if", "call_if")}),
    ):
        for key, sentences in lines.items():
            for at, sentence in enumerate(sentences):
                yield ("text", reader, key, at), sentence
    if family.dose:
        for key in ("how_often", "how_many", "how_long"):
            yield ("text", "family", "dose", key), getattr(family.dose, key)
    for part in ("unless", "caution"):
        for at, precaution in enumerate(getattr(rule, part)):
            yield (part, at, "then", "therapist"), precaution.then.therapist
            for key in ("family", "family_asks"):
                if said := getattr(precaution.then, key):
                    yield (part, at, "then", key), said
    if rule.position:
        yield ("position",), rule.position
