"""The parts of the therapist's plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.pages.blocks import Block, Lines, Part


@dataclass(frozen=True)
class Score:
    """One item of a scale: its name, its score (empty: not known), and how much of it is lost, from 0 to 1."""

    label: str
    score: str
    lost: float


@dataclass(frozen=True, kw_only=True)
class ScoresBlock(Block):
    """The items of a scale as boxes, and their total."""

    kind: ClassVar[str] = "scores"
    heading: str
    says: str
    groups: tuple[tuple[Score, ...], ...]
    total: str


@dataclass(frozen=True, kw_only=True)
class StrengthBlock(Block):
    """Strength by muscle group: the grades on a body (`body` is an SVG of our own data, `body_large` the same for large print), a table of sides, and notes."""

    kind: ClassVar[str] = "strength"
    heading: str
    body: str
    body_large: str
    head: Lines
    rows: tuple[Lines, ...]
    notes: Lines


@dataclass(frozen=True, kw_only=True)
class TaughtBlock(Block):
    """What is asked and ticked at the visit: prompts with boxes, and lines to write on."""

    kind: ClassVar[str] = "taught"
    heading: str
    intro: str
    head: Lines
    prompts: Lines
    lines: Lines


@dataclass(frozen=True)
class FactsBlock(Block):
    """The summary strip: labels with values and dates."""

    kind: ClassVar[str] = "facts"
    heading: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FlagsBlock(Block):
    """Red flags, most urgent first; none is said in a sentence."""

    kind: ClassVar[str] = "flags"
    heading: str
    none: str
    flags: tuple[FlagBox, ...]


@dataclass(frozen=True)
class FlagBox:
    """One red flag: urgency, what it is, why, whom to call, what to do."""

    urgency: str
    tone: str
    say: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class StageBlock(Block):
    """The stage and the pace with their reasons."""

    kind: ClassVar[str] = "stage"
    heading: str
    stage: str
    by: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: the number of its source, what it says, which way and how strong."""

    number: int
    says: str
    weight: str


@dataclass(frozen=True, kw_only=True)
class AdviceBlock(Block):
    """One recommendation for the therapist: timing, reasons, action, cautions, evidence, what would change it."""

    kind: ClassVar[str] = "advice"
    number: str
    title: str
    timing: str
    tone: str
    marks: Lines
    parts: tuple[Part, ...]
    evidence_label: str = ""
    evidence: tuple[Proof, ...] = ()
    also: str = ""


@dataclass(frozen=True)
class PositionBlock(Block):
    """A question on which sources disagree."""

    kind: ClassVar[str] = "position"
    question: str
    position: str
    sides: tuple[tuple[str, tuple[Proof, ...]], ...]


@dataclass(frozen=True)
class SourcesBlock(Block):
    """The numbered sources, with what was read of each."""

    kind: ClassVar[str] = "sources"
    heading: str
    entries: tuple[tuple[int, str, str], ...]
    note: str = ""


@dataclass(frozen=True)
class LabelledBlock(Block):
    """Rows under one column of labels: what changed, stage and pace, red flags."""

    kind: ClassVar[str] = "labelled"
    rows: tuple[tuple[str, Lines], ...]


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """Where a value lies as a share of its span: ``now``, ``was`` (none: not told), and the numbers at which to act."""

    now: float
    was: float | None
    marks: tuple[float, ...]
    says: str


@dataclass(frozen=True, kw_only=True)
class BreathRow:
    """One breathing test: its name, the value before and the newest with their days, and at which numbers to act."""

    name: str
    was: str
    now: str
    gauge: Gauge
    act_at: Lines


@dataclass(frozen=True, kw_only=True)
class BreathBlock(Block):
    """Breath and cough: a row for each test that is known; the gauges say the same as the numbers."""

    kind: ClassVar[str] = "breath"
    heading: str
    head: Lines
    rows: tuple[BreathRow, ...]
    notes: Lines = ()


@dataclass(frozen=True, kw_only=True)
class TodayLine:
    """One line of today: number (filled where ``grave``), problem, acts, why, who by when, and the next step."""

    number: str
    grave: bool
    title: str
    acts: Lines
    why: str
    who: str
    next_step: str = ""
    notes: Lines = ()


@dataclass(frozen=True, kw_only=True)
class TodayBlock(Block):
    """The lines of today under a head that counts them; a line is never parted from its next step."""

    kind: ClassVar[str] = "today"
    heading: str
    counts: str
    head: Lines
    none: str
    lines: tuple[TodayLine, ...]


@dataclass(frozen=True, kw_only=True)
class AskBlock(Block):
    """The only box: tick lists, then single questions with their numbers, and what else is open."""

    kind: ClassVar[str] = "ask"
    lists: tuple[tuple[str, Lines], ...]
    heading: str
    questions: Lines
    more: str = ""


@dataclass(frozen=True)
class BesideBlock(Block):
    """Blocks side by side, each column with its share of the width."""

    kind: ClassVar[str] = "beside"
    columns: tuple[tuple[int, tuple[Block, ...]], ...]
