"""What the planner knows: frozen shapes for everything in stages/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from planner.model.about import About, Contact, Country, Layer, RecommendationKind, Tone
from planner.model.calls import CallLines
from planner.model.claims import SourceClaim
from planner.model.clinic_words import ClinicWords
from planner.model.conditions import Condition
from planner.model.emergency import FridgeLines
from planner.model.facts import Vocabulary
from planner.model.problems import Problems, Role, Severity, Who
from planner.model.shapes import Cited, Lines, Shape
from planner.model.spoken import Spoken
from planner.model.stages import Staging
from planner.model.states import States
from planner.model.text import Name, OneLine, Text
from planner.model.things import Equipment, Guide, Market, PayerRule, Routes
from planner.model.topics import Topics

Basis = Literal["published", "derived", "planner_default", "clinic"]
Urgency = Literal["emergency", "same_day", "within_a_week"]
URGENCIES: tuple[Urgency, ...] = ("emergency", "same_day", "within_a_week")
Timing = Literal["now", "prepare", "later", "check_first", "hold", "done", "not_now"]


class Evidence(Cited):
    """What one source says, which way it leans and how strong it is (A best to E, U: data insufficient)."""

    says: Text
    leans: Literal["for", "against", "unclear"]
    kind: Literal[
        "guideline",
        "rct",
        "cohort",
        "review",
        "expert_framework",
        "patient_material",
        "payer_policy",
        "planner_default",
    ]
    strength: str = Field(pattern=r"^([A-E]|U)( low)?$")


class Limit(Shape):
    """A named number: published, derived or a planner's default; a default says why it was chosen."""

    value: float
    unit: OneLine
    means: Text
    basis: Basis
    why: Text = ""
    evidence: tuple[Cited, ...] = ()


class Source(Shape):
    """One entry of the bibliography; ``read`` says honestly how much of it was read, ``background`` that no line cites it."""

    cite: Text
    link: OneLine | None = None
    read: Literal["full", "abstract", "table", "excerpt", "secondary", "not_read", "own"]
    note: Text = ""
    same_as: OneLine = ""
    background: bool = False


class Said(Shape):
    therapist: Text
    family: Text = ""
    family_asks: Text = ""  # what families read instead where it is not known, such as "tell us if"


class Precaution(Shape):
    """``condition`` true: the advice is held (unless) or its sentence printed (caution)."""

    condition: Condition
    then: Said


class Ahead(Shape):
    """When the thing will be needed, and how long before that one has to start (``course``: reckoned on which one).

    ``near``: while it is no, a measure is far from the number of the thing, and nothing is started before the next visit.
    ``prepare_when``: while it holds, one starts by the next visit at the latest.
    ``likely_within``: a limit; where the likely course needs it only after these months, the early one counts for nothing.
    """

    needed_when: Condition
    equipment: OneLine = ""
    lead: OneLine = ""
    course: Literal["early", "likely"] = "likely"
    near: Condition | None = None
    prepare_when: Condition | None = None
    likely_within: OneLine = ""


class TherapistText(Shape):
    title: Text
    do: Lines = Field(min_length=1)


class Dose(Shape):
    how_often: Text
    how_many: Text
    how_long: Text


class FamilyText(Shape):
    title: Text
    why: Text
    do: Lines = Field(min_length=1)
    dont: Lines = ()
    stop_if: Lines = ()
    call_if: Lines = ()
    dose: Dose | None = None
    figure: OneLine = ""
    more_figures: tuple[OneLine, ...] = ()


class Texts(Shape):
    therapist: TherapistText
    family: FamilyText


class SaidIf(Shape):
    """When a family line is said: unless its condition is no, or (``certain``) only where it is yes."""

    condition: Condition
    certain: bool = False


class Example(Shape):
    name: Text
    given: Mapping[str, Any]
    expect: Timing
    asks: tuple[OneLine, ...] | None = None


class Review(Shape):
    by: tuple[OneLine, ...]
    on: date | None
    review_by: date


class Recommendation(Shape):
    """One piece of advice: when it holds, what would make it wrong, on what evidence, and how it is said."""

    id: OneLine
    status: Literal["draft", "in_use", "retired"]
    domain: OneLine
    kind: RecommendationKind
    stages: tuple[int, ...]
    priority: int = Field(ge=0, le=5)  # 0 contact today, 1 safety, 2 late means lost, 3 core, 4 helpful, 5 optional
    role: Role
    acts_when: Condition | None = None  # where this holds, a habit, watch, check or paper is something to do
    problem: OneLine
    who: Who
    effort_min: int = Field(ge=0, le=60)  # minutes of the therapist's own teaching and fitting in a visit
    severity: Severity
    only_with: Condition | None = None  # without this the advice has no meaning and is not asked about
    equipment_planner_only: bool = False
    exercise: bool = False
    minutes_a_day: OneLine = ""
    carried_by: Literal["person", "helper"] = "person"
    seed_claims: tuple[OneLine, ...] = ()
    reviewed: Review
    about: OneLine
    always: Text = ""
    equipment: tuple[OneLine, ...] = ()
    when: Condition
    done_when: Condition | None = None
    unless: tuple[Precaution, ...]
    caution: tuple[Precaution, ...] = ()
    ahead: Ahead | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    position: Text = ""
    text: Texts
    said_if: Mapping[str, SaidIf] = Field(default_factory=dict)  # by place among the family's lines, as "do.0"
    examples: tuple[Example, ...] = Field(min_length=1)

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the rule, wherever in it it stands."""
        yield self.when
        yield from (part.condition for part in (*self.unless, *self.caution))
        yield from (when for when in (self.done_when, self.acts_when, self.only_with) if when is not None)
        yield from (condition for _, condition in self.severity.grades)
        if self.ahead is not None:
            yield self.ahead.needed_when
            yield from (part for part in (self.ahead.near, self.ahead.prepare_when) if part is not None)
        yield from (said.condition for said in self.said_if.values())


class FlagText(Shape):
    say: Text
    do: Lines = ()


class FlagSign(Shape):
    sign: Text
    do: Lines = ()


class RedFlag(Shape):
    """A danger sign the facts can show: how urgent, whom to call, and what each reader is told."""

    id: OneLine
    urgency: Urgency
    when: Condition
    contact: Text
    therapist: FlagText
    family: FlagSign | None
    answered_by: tuple[Name, ...] = ()  # the recommendations that answer it, the call last
    evidence: tuple[Evidence, ...] = ()


class Position(Shape):
    """A question on which sources disagree: both sides, and what this planner does."""

    id: OneLine
    question: Text
    position: Text
    shown_with: tuple[OneLine, ...]
    seed_claims: tuple[OneLine, ...] = ()
    for_: tuple[Cited, ...] = Field(alias="for", min_length=1)
    against: tuple[Cited, ...] = Field(min_length=1)


class Course(Shape):
    """How the courses ahead are worked out: items by domain, and measures that fall in a line."""

    domains: Mapping[str, tuple[OneLine, ...]]
    onset_domains: Mapping[str, tuple[OneLine, ...]]
    measures: Mapping[str, OneLine]
    decided_by_treatment: tuple[OneLine, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Knowledge:
    """Everything in stages/, checked and resolved; ``digest`` names exactly this content.
    ``folders``: where it was read, base first, and its translations with it; the base's is empty where it is ours.
    """

    about: About
    digest: str
    vocabulary: Vocabulary
    limits: Mapping[str, Limit]
    sources: Mapping[str, Source]
    staging: Staging
    course: Course
    fact_rules: Mapping[str, Condition]
    ask_when: Mapping[str, Condition]
    recommendations: tuple[Recommendation, ...]
    drafts: tuple[Recommendation, ...]
    equipment: Mapping[str, Equipment]
    red_flags: tuple[RedFlag, ...]
    always_call: CallLines
    fridge: FridgeLines
    positions: tuple[Position, ...]
    claims: Mapping[str, SourceClaim]
    speaks_for: Mapping[str, Any]
    routes: Routes
    market: Market
    guide: Guide
    payers: tuple[PayerRule, ...]
    countries: Mapping[str, Country]
    tone: Tone
    layers: tuple[Layer, ...]
    files: Mapping[str, str]
    folders: tuple[str, ...] = ("",)
    spoken: Spoken = Spoken()
    states: States = States()
    problems: Problems = Problems()
    clinic_words: ClinicWords = ClinicWords()
    topics: Topics = Topics()

    def __repr__(self) -> str:
        """Which base it is: in full it would be a book, in every message of a debugger or a failing test."""
        return f"<Knowledge {self.about.edition} {self.named_digest}>"

    def speaking(self, spoken: Spoken) -> Knowledge:
        """The same knowledge with another account of its language."""
        return replace(self, spoken=spoken)

    @property
    def named_digest(self) -> str:
        """The digest of the base and, where there are some, the names and digests of the layers on it."""
        return " + ".join((self.digest, *(f"{layer.name} {layer.digest}" for layer in self.layers)))

    def is_of_a_layer(self, rule: str) -> bool:
        """Whether a clinic's own layer brought this recommendation."""
        return any(self.files[rule].startswith(f"{layer.name}/") for layer in self.layers)

    def country_of(self, code: str) -> Country | None:
        """The country for a name or code of the intake; None where it is unknown or another one."""
        return next((country for country in self.countries.values() if code in country.codes), None)

    def emergency_number(self, code: str) -> str:
        """The clinic's own number, else that of the country; empty where the country is unknown or another one."""
        own = next((layer.emergency_number for layer in reversed(self.layers) if layer.emergency_number), "")
        country = self.country_of(code)
        return own or (country.emergency_number if country else "")

    def crew_may_need_english(self, code: str) -> bool:
        """Whether an ambulance crew may read nothing but English: so it is too where nobody knows."""
        country = self.country_of(code)
        return country is None or code in country.english

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom a family calls where the intake names nobody with a telephone."""
        return tuple(contact for layer in self.layers for contact in layer.contacts)

    @cached_property
    def by_id(self) -> dict[str, Recommendation]:
        return {rule.id: rule for rule in self.recommendations}

    @cached_property
    def numbers(self) -> dict[str, float]:
        """The limits as plain numbers."""
        return {name: limit.value for name, limit in self.limits.items()}

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the base, wherever it stands."""
        yield from self.fact_rules.values()
        yield from self.ask_when.values()
        yield from (stage.criteria for stage in self.staging.stages)
        yield from (flag.when for flag in self.red_flags)
        yield from (condition for rule in self.recommendations for condition in rule.conditions())
        for thing in self.equipment.values():
            told = (thing.needed_when, thing.outgrown_when, thing.despite_pace, thing.there_when)
            yield from (when for when in told if when is not None)
            yield from (gate.met_when for gate in thing.gates)
        yield from (route.only_when for route in self.routes.named.values() if route.only_when is not None)
        yield from (payer.when for payer in self.payers if payer.when is not None)
        yield from self.fridge.conditions()
        yield from (part for lines in self.always_call.values() for line in lines for part in line.conditions())
        yield from self.states.conditions()
        yield from self.problems.conditions()

    def recommendation(self, name: str) -> Recommendation | None:
        return self.by_id.get(name)
