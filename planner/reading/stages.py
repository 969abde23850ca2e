"""stages/ → Knowledge: every file read, every name resolved, every problem found at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.model.about import About, Country, Layer, Tone
from planner.model.conditions import Condition
from planner.model.errors import KnowledgeError, Problem
from planner.model.facts import Fact, Vocabulary
from planner.model.knowledge import Course, Knowledge, Limit, Position, Recommendation, RedFlag, Source
from planner.model.problems import Problems
from planner.model.stages import Staging
from planner.model.states import States
from planner.reading.asking import check_implied
from planner.reading.calls import read_calls
from planner.reading.checked import ConditionReader, circle_in, resolve, shape
from planner.reading.claims import CLAIMS, read_claims
from planner.reading.clinic_words import read_clinic_words
from planner.reading.equipment import EquipmentFile, Known, PayersFile, item_ids
from planner.reading.folder import FILES, digest_of, nothing_to_sweep, strays, withdrawn_ids
from planner.reading.fridge import check_topics, read_fridge
from planner.reading.layers import is_base, lay_over
from planner.reading.problems import check_problems, read_problems
from planner.reading.resources import resource
from planner.reading.rules import RuleFiles, RuleNames
from planner.reading.states import check_closed, read_states
from planner.reading.strict_yaml import Path_, Read, read_file
from planner.reading.topics import read_topics


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
    if not folder.is_dir():
        return None, [Problem(str(folder), 0, "There is no such folder.", "Name the folder that holds about.yaml.")]
    frame = {name: read_file(folder / f"{name}.yaml", f"{folder.name}/{name}.yaml") for name in FILES}
    rules = [
        read_file(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        for path in sorted((folder / "recommendations").glob("*/*.yaml"))
    ]
    problems = [*_problems_of(frame, rules), *strays(folder)]
    if problems:
        return None, problems
    laid: tuple[Layer, ...] = ()
    digest, withdrawn = digest_of(folder), withdrawn_ids(folder)
    knowledge = _Assembly(frame, rules, withdrawn, laid).knowledge(digest)
    problems = _problems_of(frame, rules)
    for name in layers:  # each lies on what is whole, so a fault is always the last layer's own
        if problems:
            break
        layer, problems = lay_over(frame, rules, name)
        if layer is not None and not problems:
            laid = (*laid, layer)
            knowledge = _Assembly(frame, rules, withdrawn, laid).knowledge(digest)
            problems = _problems_of(frame, rules)
    if knowledge is not None:
        ours = "" if folder == resource("stages") else str(folder)
        knowledge = replace(knowledge, folders=(ours, *map(str, layers)))
    return knowledge, problems


def _problems_of(frame: Mapping[str, Read], rules: Iterable[Read]) -> list[Problem]:
    return [problem for read in (*frame.values(), *rules) for problem in read.problems]


class _Assembly:
    """Puts the files together in the order in which they name each other."""

    def __init__(
        self,
        frame: Mapping[str, Read],
        rules: list[Read],
        withdrawn: frozenset[str],
        layers: tuple[Layer, ...],
    ) -> None:
        self.frame, self.rules, self.withdrawn, self.layers = frame, rules, withdrawn, layers
        self.places: dict[str, str] = {}

    def knowledge(self, digest: str) -> Knowledge | None:
        self._declare()
        about, tone = self._whole("about", About), self._whole("tone", Tone)
        staging, course = self._staging(), self._whole("projection", Course)
        recommendations = self._recommendations(about)
        red_flags, positions = self._red_flags(), self._positions(recommendations)
        states, problems = self._states(recommendations, red_flags), self._problems(recommendations)
        self._check_names(recommendations, about)
        things = self._things(recommendations)
        words = read_clinic_words(self.frame["clinic_words"], self.vocabulary)
        if about is None or tone is None or staging is None or course is None or things is None or words is None:
            return None
        if _problems_of(self.frame, self.rules):
            return None
        return Knowledge(
            about=about,
            digest=digest,
            vocabulary=self.vocabulary,
            limits=self.limits,
            sources=self.sources,
            staging=staging,
            course=course,
            fact_rules=self.fact_rules,
            ask_when=self.ask_when,
            recommendations=tuple(rule for rule in recommendations if rule.status == "in_use"),
            drafts=tuple(rule for rule in recommendations if rule.status == "draft"),
            red_flags=red_flags,
            positions=positions,
            claims=read_claims(self.frame["positions"], self.sources),
            speaks_for=self.speaks_for,
            countries=self.countries,
            tone=tone,
            layers=self.layers,
            files=dict(self.places),
            states=states or States(),
            problems=problems or Problems(),
            clinic_words=words,
            **things,
        )

    def _things(self, recommendations: Iterable[Recommendation]) -> dict[str, Any] | None:
        """Routes, market, guide, equipment, payers, the fridge sheet and topics, by name; None where one cannot be read."""
        known = self._known(recommendations)
        file = EquipmentFile(self.frame["equipment"], known)
        routes, market, guide = file.routes(), file.market(), file.guide()
        equipment = file.equipment()
        sheet, always = self.frame["fridge"], self.frame["always_call"]
        fridge = read_fridge(sheet, self._reader(sheet), known.sources, known.recommendations)
        payers = PayersFile(self.frame["payers"], known).rules(self.equipment, file.places())
        topics = read_topics(self.frame["topics"], recommendations, known.recommendations, self.equipment)
        calls = read_calls(always, self._reader(always), self.frame["red_flags"].value or ())
        found = {"routes": routes, "market": market, "guide": guide, "fridge": fridge, "topics": topics}
        return None if None in found.values() else dict(found, equipment=equipment, payers=payers, always_call=calls)

    def _declare(self) -> None:
        """What the rest points to: numbers, sources, countries, things by id, facts and how they are worked out."""
        self.places |= {f"{name}.yaml": read.where for name, read in self.frame.items()}
        self.limits = self._each("limits", Limit)
        self.sources = self._each("sources", Source)
        self.countries = self._each("countries", Country)
        self.equipment = item_ids(self.frame["equipment"])
        self.vocabulary, conditions, self.speaks_for = self._vocabulary()
        self.numbers = {name: limit.value for name, limit in self.limits.items()}
        self.fact_rules = self._fact_rules(conditions["yes_when"])
        self.ask_when = self._ask_when(conditions["ask_when"])

    def _reader(self, read: Read) -> ConditionReader:
        return ConditionReader(self.vocabulary, self.numbers, read)

    def _whole(self, name: str, model: Any) -> Any:
        return shape(model, self.frame[name].value, self.frame[name], ())

    def _each(self, name: str, model: Any, root: Path_ = ()) -> dict[str, Any]:
        read, entries = self.frame[name], self.frame[name].value
        for step in root:
            entries = entries.get(step) if isinstance(entries, dict) else None
        if not isinstance(entries, dict):
            read.note(root, "This should be a set of named entries.", "Write name: {…}.")
            return {}
        found = {}
        for key, raw in ((key, raw) for key, raw in entries.items() if key != CLAIMS):
            value = shape(model, _with_id(model, key, raw), read, (*root, key))
            if value is not None:
                found[key] = value
        return found

    def _vocabulary(self) -> tuple[Vocabulary, dict[str, Any], dict[str, Any]]:
        read = self.frame["facts"]
        facts: list[Fact] = []
        conditions: dict[str, dict[str, Any]] = {"yes_when": {}, "ask_when": {}}
        entries = dict(read.value or {})
        speaks_for = entries.pop("speaks_for", {})
        for key, raw in entries.items():
            raw = dict(raw) if isinstance(raw, dict) else raw
            for kind in conditions:
                if isinstance(raw, dict) and kind in raw:
                    conditions[kind][key] = raw.pop(kind)
            fact = shape(Fact, _with_id(Fact, key, raw), read, (key,))
            if fact is not None:
                facts.append(fact)
                beside = fact.also_as.beside if fact.also_as else None
                for name in beside.facts if beside else ():
                    resolve(name, entries, read, (key, "also_as", "beside"), "fact")
        return Vocabulary.of(facts, self.equipment), conditions, speaks_for

    def _fact_rules(self, raw: Mapping[str, Any]) -> dict[str, Condition]:
        """The rules behind derived facts; none may ask for itself, not even by way of others."""
        read = self.frame["facts"]
        reader = self._reader(read)
        rules = {name: reader.condition(written, (name, "yes_when")) for name, written in raw.items()}
        circle = circle_in(rules)
        if circle:
            said = f"The rules of these facts ask for each other in a circle: {' → '.join(circle)}."
            read.note((circle[0], "yes_when"), said, "Break the circle.")
        return rules

    def _ask_when(self, raw: Mapping[str, Any]) -> dict[str, Condition]:
        """When a fact is asked at all, by its id."""
        read = self.frame["facts"]
        reader = self._reader(read)
        found = {name: reader.condition(written, (name, "ask_when")) for name, written in raw.items()}
        check_implied(read, self.vocabulary, found, self.fact_rules)
        return found

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
        return shape(Staging, {**raw, "scales": scales}, read, ())

    def _recommendations(self, about: About | None) -> tuple[Recommendation, ...]:
        """Every rule that has its shape, in reading order."""
        files = RuleFiles(self._known_to_rules(), self.withdrawn)
        order = about.domains if about else ()
        found = []
        for read in self.rules:
            rule = files.rule(read)
            if rule is None:
                continue
            found.append(rule)
            if order and rule.domain not in order:
                what = f"The domain '{rule.domain}' is not in the order of about.yaml."
                read.problems.append(Problem(files.places.get(rule.id, rule.id), 0, what, "Add it there."))
        self.places |= files.places
        place = {domain: at for at, domain in enumerate(order)}
        return tuple(sorted(found, key=lambda rule: (place.get(rule.domain, len(place)), rule.id)))

    def _known_to_rules(self) -> RuleNames:
        return RuleNames(
            vocabulary=self.vocabulary,
            numbers=self.numbers,
            sources=self.sources,
            equipment=self.equipment,
        )

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
            flag = shape(RedFlag, {**raw, "id": key, "when": when}, read, (key,))
            if flag is not None:
                found.append(flag)
                for at, evidence in enumerate(flag.evidence):
                    resolve(evidence.source, self.sources, read, (key, "evidence", at), "source")
        return tuple(found)

    def _states(self, rules: Iterable[Recommendation], flags: Iterable[RedFlag]) -> States | None:
        read = self.frame["states"]
        states = read_states(read, self._reader(read))
        if states is not None:
            known = {
                "recommendations": set(self._known(rules).recommendations),
                "red_flags": {flag.id for flag in flags},
                "equipment": set(self.equipment),
                "not_asked": set(self.vocabulary.facts),
            }
            check_closed(states, read, known)
        return states

    def _problems(self, rules: Iterable[Recommendation]) -> Problems | None:
        read = self.frame["problems"]
        problems = read_problems(read, self._reader(read))
        if problems is not None:
            names = self._known(rules).recommendations
            check_problems(problems, read, rules, names, self.equipment, self.numbers)
            self._check_roles(rules, problems, names)
        return problems

    def _check_roles(self, rules: Iterable[Recommendation], problems: Problems, names: Collection[str]) -> None:
        """The problem of every rule, and the rules that stages and danger signs name."""
        homes = {read.value.get("id"): read for read in self.rules if isinstance(read.value, dict)}
        for rule in rules:
            resolve(rule.problem, problems.problems, homes[rule.id], ("problem",), "problem")
        for at, stage in enumerate((self.frame["stages"].value or {}).get("stages") or ()):
            for name in stage.get("usual") or ():
                resolve(name, names, self.frame["stages"], ("stages", at, "usual"), "recommendation")
        for key, flag in (self.frame["red_flags"].value or {}).items():
            for name in flag.get("answered_by") or ():
                resolve(name, names, self.frame["red_flags"], (key, "answered_by"), "recommendation")

    def _positions(self, rules: Iterable[Recommendation]) -> tuple[Position, ...]:
        read = self.frame["positions"]
        known = {rule.id for rule in rules} | {name for layer in self.layers for name in layer.switched_off}
        found = list(self._each("positions", Position).values())
        for position in found:
            for name in position.shown_with:
                resolve(name, known, read, (position.id, "shown_with"), "recommendation")
            for side in (*position.for_, *position.against):
                resolve(side.source, self.sources, read, (position.id,), "source")
        return tuple(found)

    def _check_names(self, rules: Iterable[Recommendation], about: About | None) -> None:
        if about is not None:
            names = self._known(rules).recommendations
            check_topics(about, names, self.equipment, self.frame["about"])
            for at, asked in enumerate(about.for_reviewers):
                for name in asked.hangs_on_it:
                    resolve(name, names, self.frame["about"], ("for_reviewers", at), "recommendation")
        read = self.frame["limits"]
        for key, limit in self.limits.items():
            for cited in limit.evidence:
                resolve(cited.source, self.sources, read, (key, "evidence"), "source")
            if limit.basis in ("planner_default", "clinic"):
                if not limit.why:
                    read.note((key,), "A planner's default does not say why it was chosen.", "Add why: …")
            elif not limit.evidence:
                read.note((key,), "This number has no source.", "Add evidence, or call it a planner_default.")


def _with_id(model: Any, key: str, raw: Any) -> Any:
    return {**raw, "id": key} if isinstance(raw, dict) and "id" in model.model_fields else raw
