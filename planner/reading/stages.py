"""stages/ → Knowledge: every file read, every name resolved, every problem found at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.model.about import About, Country, Layer, Tone
from planner.model.conditions import ALWAYS, Condition
from planner.model.errors import KnowledgeError, Problem
from planner.model.facts import Fact, Vocabulary
from planner.model.knowledge import Course, Knowledge, Limit, Position, Recommendation, RedFlag, Source, Staging
from planner.reading.checked import PLACEHOLDER, ConditionReader, circle_in, resolve, shape
from planner.reading.equipment import EquipmentFile, Known, PayersFile, item_ids
from planner.reading.figures import poses
from planner.reading.folder import FILES, digest_of, nothing_to_sweep, strays, withdrawn_ids
from planner.reading.fridge import check_topics, read_fridge
from planner.reading.layers import is_base, lay_over
from planner.reading.resources import resource
from planner.reading.rules import texts_of
from planner.reading.strict_yaml import Path_, Read, read_file

ROMAN_STAGES = ("I", "II", "III", "IV", "V", "VI")
SAME = "Make them the same."


def load_knowledge(*folders: Path) -> Knowledge:
    """Read our knowledge base with a clinic's own layers on it. Raises KnowledgeError with every problem.

    A folder with an about.yaml of its own is a whole base and stands in the place of ours.
    """
    bases = [folder for folder in folders if is_base(folder)]
    layers = [folder for folder in folders if not is_base(folder)]
    with nothing_to_sweep():
        knowledge, problems = read_knowledge(bases[-1] if bases else resource("stages"), *layers)
    if problems or knowledge is None:
        raise KnowledgeError(problems)
    return knowledge


def read_knowledge(folder: Path, *layers: Path) -> tuple[Knowledge | None, list[Problem]]:
    """The knowledge base and every problem that keeps it from being used; None where its frame is missing."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return None, [Problem(str(folder), 0, "There is no such folder.", "Name the folder that holds about.yaml.")]
    frame = {name: read_file(folder / f"{name}.yaml", f"{folder.name}/{name}.yaml") for name in FILES}
    rules = [
        read_file(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        for path in sorted((folder / "recommendations").glob("*/*.yaml"))
    ]
    problems += [problem for read in (*frame.values(), *rules) for problem in read.problems]
    problems += strays(folder)
    if problems:
        return None, problems
    laid: list[Layer] = []
    digest, withdrawn = digest_of(folder), withdrawn_ids(folder)
    knowledge = _Assembly(frame, rules, problems, withdrawn).knowledge(digest)
    for layer in layers:  # each lies on what is whole, so a fault is always the last layer's own
        if not problems:
            laid.append(lay_over(frame, rules, layer, problems))
        if not problems:
            knowledge = _Assembly(frame, rules, problems, withdrawn, tuple(laid)).knowledge(digest)
    if knowledge is not None:
        ours = "" if folder == resource("stages") else str(folder)
        knowledge = replace(knowledge, folders=(ours, *map(str, layers)))
    return knowledge, problems


class _Assembly:
    """Puts the files together in the order in which they name each other."""

    def __init__(
        self,
        frame: Mapping[str, Read],
        rules: list[Read],
        problems: list[Problem],
        withdrawn: frozenset[str],
        layers: tuple[Layer, ...] = (),
    ) -> None:
        self.frame, self.rules, self.problems, self.layers = frame, rules, problems, layers
        self.withdrawn = withdrawn
        self.places: dict[str, str] = {}

    def knowledge(self, digest: str) -> Knowledge | None:
        self._declare()
        about, tone = self._whole("about", About), self._whole("tone", Tone)
        staging, course = self._staging(), self._whole("projection", Course)
        rules = [rule for read in self.rules if (rule := self._recommendation(read)) is not None]
        recommendations = self._in_reading_order(about, rules)
        red_flags, positions = self._red_flags(), self._positions(recommendations)
        self._check_names(recommendations, about)
        things = self._things(recommendations)
        if self.problems or about is None or tone is None or staging is None or course is None or things is None:
            return None
        routes, market, guide, equipment, payers, fridge = things
        return Knowledge(
            about=about,
            digest=digest,
            vocabulary=self.vocabulary,
            limits=self.limits,
            sources=self.sources,
            staging=staging,
            course=course,
            fact_rules=self.fact_rules,
            recommendations=tuple(rule for rule in recommendations if rule.status == "in_use"),
            drafts=tuple(rule for rule in recommendations if rule.status == "draft"),
            equipment=equipment,
            red_flags=red_flags,
            always_call={key: tuple(lines) for key, lines in self.frame["always_call"].value.items()},
            fridge=fridge,
            positions=positions,
            speaks_for=self.speaks_for,
            routes=routes,
            market=market,
            guide=guide,
            payers=payers,
            countries=self.countries,
            tone=tone,
            layers=self.layers,
            files=dict(self.places),
        )

    def _things(self, recommendations: Iterable[Recommendation]) -> Any:
        """Routes, market, guide, equipment, payers and the fridge sheet; None where a frame cannot be read."""
        known = self._known(recommendations)
        file = EquipmentFile(self.frame["equipment"], known, self.problems)
        frames = (file.routes(), file.market(), file.guide())
        equipment = file.equipment()
        sheet = self.frame["fridge"]
        fridge = read_fridge(sheet, self._reader(sheet), known.sources, known.recommendations, self.problems)
        payers = PayersFile(self.frame["payers"], known, self.problems).rules(self.equipment, file.places())
        return None if fridge is None or None in frames else (*frames, equipment, payers, fridge)

    def _declare(self) -> None:
        """What the rest points to: numbers, sources, countries, things by id, facts and how they are worked out."""
        self.places |= {f"{name}.yaml": read.where for name, read in self.frame.items()}
        self.limits = self._each("limits", Limit)
        self.sources = self._each("sources", Source)
        self.countries = self._each("countries", Country)
        self.equipment = item_ids(self.frame["equipment"])
        self.vocabulary, rule_texts, self.speaks_for = self._vocabulary()
        self.numbers = {name: limit.value for name, limit in self.limits.items()}
        self.fact_rules = self._fact_rules(rule_texts)

    def _reader(self, read: Read) -> ConditionReader:
        return ConditionReader(self.vocabulary, self.numbers, read, self.problems)

    def _whole(self, name: str, model: Any) -> Any:
        return shape(model, self.frame[name].value, self.frame[name], (), self.problems)

    def _each(self, name: str, model: Any, root: Path_ = ()) -> dict[str, Any]:
        read = self.frame[name]
        entries = read.value
        for step in root:
            entries = entries.get(step) if isinstance(entries, dict) else None
        if not isinstance(entries, dict):
            self.problems.append(read.problem(root, "This should be a set of named entries.", "Write name: {…}."))
            return {}
        found = {}
        for key, raw in entries.items():
            value = shape(model, _with_id(model, key, raw), read, (*root, key), self.problems)
            if value is not None:
                found[key] = value
        return found

    def _vocabulary(self) -> tuple[Vocabulary, dict[str, Any], dict[str, Any]]:
        read = self.frame["facts"]
        facts, rules = [], {}
        entries = dict(read.value or {})
        speaks_for = entries.pop("speaks_for", {})
        for key, raw in entries.items():
            raw = dict(raw) if isinstance(raw, dict) else raw
            if isinstance(raw, dict) and "yes_when" in raw:
                rules[key] = raw.pop("yes_when")
            fact = shape(Fact, _with_id(Fact, key, raw), read, (key,), self.problems)
            if fact is not None:
                facts.append(fact)
        return Vocabulary.of(facts, self.equipment), rules, speaks_for

    def _fact_rules(self, raw: Mapping[str, Any]) -> dict[str, Condition]:
        """The rules behind derived facts; none may ask for itself, not even by way of others."""
        read = self.frame["facts"]
        reader = self._reader(read)
        rules = {name: reader.condition(written, (name, "yes_when")) for name, written in raw.items()}
        circle = circle_in(rules)
        said = f"The rules of these facts ask for each other in a circle: {' → '.join(circle)}."
        self._note(not circle, read, (circle[0], "yes_when") if circle else (), said, "Break the circle.")
        return rules

    def _staging(self) -> Staging | None:
        read = self.frame["stages"]
        raw, reader = dict(read.value or {}), self._reader(self.frame["stages"])
        raw["stages"] = [
            {**stage, "criteria": reader.condition(stage.get("criteria"), ("stages", at, "criteria"))}
            for at, stage in enumerate(raw.get("stages") or ())
        ]
        scales = {}
        for name, scale in (raw.get("scales") or {}).items():
            path = ("scales", name)
            told = (scale.get("domains") or {}).items()
            domains = {key: reader.condition(rule, (*path, "domains", key)) for key, rule in told}
            fours = {key: reader.condition(scale[key], (*path, key)) for key in ("four_a", "four_b") if key in scale}
            scales[name] = {**scale, "domains": domains, **fours}
        return shape(Staging, {**raw, "scales": scales}, read, (), self.problems)

    def _recommendation(self, read: Read) -> Recommendation | None:
        raw = read.value
        if not isinstance(raw, dict):
            self.problems.append(read.problem((), "This file holds no rule.", "Start from TEMPLATE.yaml."))
            return None
        before, reader = len(self.problems), self._reader(read)
        fixed = dict(raw)
        if ("when" in raw) == ("always" in raw):
            self.problems.append(read.problem((), "A rule has either 'when' or 'always'.", "Give one of the two."))
        fixed["when"] = reader.condition(raw["when"], ("when",)) if "when" in raw else ALWAYS
        if raw.get("done_when") is not None:
            fixed["done_when"] = reader.condition(raw["done_when"], ("done_when",))
        for part in ("unless", "caution"):
            if part in raw:
                fixed[part] = [self._precaution(entry, reader, (part, at)) for at, entry in enumerate(raw[part] or ())]
        if isinstance(raw.get("ahead"), dict):
            needed = reader.condition(raw["ahead"].get("needed_when"), ("ahead", "needed_when"))
            fixed["ahead"] = {**raw["ahead"], "needed_when": needed}
        rule = shape(Recommendation, fixed, read, (), self.problems)
        if rule is not None and len(self.problems) == before:
            self._check_rule(rule, read)
        return rule

    def _in_reading_order(self, about: About | None, rules: list[Recommendation]) -> tuple[Recommendation, ...]:
        order = about.domains if about else ()
        for rule in rules:
            if order and rule.domain not in order:
                what = f"The domain '{rule.domain}' is not in the order of about.yaml."
                self.problems.append(Problem(self.places.get(rule.id, rule.id), 0, what, "Add it there."))
        place = {domain: at for at, domain in enumerate(order)}
        return tuple(sorted(rules, key=lambda rule: (place.get(rule.domain, len(place)), rule.id)))

    def _precaution(self, entry: Any, reader: ConditionReader, path: Path_) -> Any:
        if not isinstance(entry, dict):
            return entry
        rest = {key: value for key, value in entry.items() if key != "if"}
        return {**rest, "condition": reader.condition(entry.get("if"), (*path, "if"))}

    def _check_rule(self, rule: Recommendation, read: Read) -> None:
        """The folder and file that must match, and what a rule needs beyond its shape."""
        _, folder, file = read.where.rsplit("/", 2)
        stages_fit = all(1 <= stage <= len(ROMAN_STAGES) for stage in rule.stages)
        has_stop = bool(rule.text.family.stop_if) or not rule.exercise
        one_wait = rule.ahead is None or bool(rule.ahead.equipment) != bool(rule.ahead.lead)
        own = "Give each rule an id of its own."
        for holds, path, what, remedy in (
            (rule.id == file.removesuffix(".yaml"), "id", f"The id '{rule.id}' is not the file's name.", SAME),
            (rule.domain == folder, "domain", f"The domain '{rule.domain}' is not the folder's name.", SAME),
            (stages_fit, "stages", "Stages are whole numbers from 1 to 6.", "Correct them."),
            (rule.id not in self.withdrawn, "id", f"The id '{rule.id}' belonged to a rule that was withdrawn.", own),
            (rule.id not in self.places, "id", f"The id '{rule.id}' is used twice.", own),
            (one_wait, "ahead", "Say either 'equipment' or 'lead'.", "Give one of the two."),
            (has_stop, "text", "An exercise has no stop rule.", "Add stop_if."),
        ):
            self._note(holds, read, (path,), what, remedy)
        self.places[rule.id] = read.where
        self._check_rule_names(rule, read)
        self._check_texts(rule, read)

    def _check_rule_names(self, rule: Recommendation, read: Read) -> None:
        """Names that only the whole base can resolve."""
        if rule.ahead:
            self._named(rule.ahead.equipment, self.equipment, read, ("ahead", "equipment"), "equipment")
            self._named(rule.ahead.lead, self.limits, read, ("ahead", "lead"), "limit")
        self._named(rule.minutes_a_day, self.limits, read, ("minutes_a_day",), "limit")
        for thing in rule.equipment:
            self._named(thing, self.equipment, read, ("equipment",), "equipment")
        for at, evidence in enumerate(rule.evidence):
            self._named(evidence.source, self.sources, read, ("evidence", at, "source"), "source")
        family, place = rule.text.family, ("text", "family")
        self._named(family.figure, poses(), read, (*place, "figure"), "drawing")
        for at, name in enumerate(family.more_figures):
            self._named(name, poses(), read, (*place, "more_figures", at), "drawing")

    def _check_texts(self, rule: Recommendation, read: Read) -> None:
        for path, text in texts_of(rule):
            for is_fact, name in PLACEHOLDER.findall(text):
                if is_fact:
                    self._named(name, self.vocabulary, read, path, "fact")
                elif name != "emergency_number":
                    self._named(name, self.limits, read, path, "limit")

    def _note(self, holds: bool, read: Read, path: Path_, what: str, remedy: str) -> None:
        if not holds:
            self.problems.append(read.problem(path, what, remedy))

    def _named(self, name: str, known: Iterable[str], read: Read, path: Path_, kind: str) -> None:
        resolve(name, known, read, path, kind, self.problems)

    def _known(self, rules: Iterable[Recommendation]) -> Known:
        """What equipment and payers may point to; a rule that a layer switched off is still a name of ours."""
        off = {name for layer in self.layers for name in layer.switched_off}
        rules = tuple(rules)
        return Known(
            vocabulary=self.vocabulary,
            numbers=self.numbers,
            sources=self.sources,
            recommendations={rule.id for rule in rules} | off,
            ahead={rule.id for rule in rules if rule.ahead} | off,
            countries={*self.countries, *(code for country in self.countries.values() for code in country.codes)},
        )

    def _red_flags(self) -> tuple[RedFlag, ...]:
        read = self.frame["red_flags"]
        reader, found = self._reader(self.frame["red_flags"]), []
        for key, raw in (read.value or {}).items():
            when: Condition = reader.condition(raw.get("when"), (key, "when"))
            flag = shape(RedFlag, {**raw, "id": key, "when": when}, read, (key,), self.problems)
            if flag is not None:
                found.append(flag)
                for at, evidence in enumerate(flag.evidence):
                    self._named(evidence.source, self.sources, read, (key, "evidence", at), "source")
        return tuple(found)

    def _positions(self, rules: Iterable[Recommendation]) -> tuple[Position, ...]:
        read = self.frame["positions"]
        known = {rule.id for rule in rules} | {name for layer in self.layers for name in layer.switched_off}
        found = list(self._each("positions", Position).values())
        for position in found:
            for name in position.shown_with:
                self._named(name, known, read, (position.id, "shown_with"), "recommendation")
            for side in (*position.for_, *position.against):
                self._named(side.source, self.sources, read, (position.id,), "source")
        return tuple(found)

    def _check_names(self, rules: Iterable[Recommendation], about: About | None) -> None:
        if about is not None:
            names = self._known(rules).recommendations
            check_topics(about, names, self.equipment, self.frame["about"], self.problems)
        read = self.frame["limits"]
        for key, limit in self.limits.items():
            for cited in limit.evidence:
                self._named(cited.source, self.sources, read, (key, "evidence"), "source")
            if limit.basis in ("planner_default", "clinic"):
                missing = "A planner's default does not say why it was chosen."
                self._note(bool(limit.why), read, (key,), missing, "Add why: …")
            else:
                remedy = "Add evidence, or call it a planner_default."
                self._note(bool(limit.evidence), read, (key,), "This number has no source.", remedy)


def _with_id(model: Any, key: str, raw: Any) -> Any:
    return {**raw, "id": key} if isinstance(raw, dict) and "id" in model.model_fields else raw
