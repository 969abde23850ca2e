"""The parts of the intake form on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.pages.blocks import Block, Lines


@dataclass(frozen=True, kw_only=True)
class FormCell:
    """A box to tick with its label (``tick``), or a place to write with its unit; ``lines``: how many lines to write on.

    On a form that is filled in on a screen ``field`` is what an intake calls the question, and ``value`` what this box
    says when it is ticked, or what is written there so far.
    """

    text: str = ""
    tick: bool = False
    ticked: bool = False
    unit: str = ""
    lines: int = 0
    field: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One question: the number to find it by, its words, its boxes, what is said of the answers told.

    ``name`` is what an intake file calls it, printed small for whoever types the form in; a family's form has none.
    ``room`` says how much of the line its boxes take: little, half or most. ``label_field``: the label can be written.
    """

    number: str
    label: str
    cells: tuple[FormCell, ...]
    note: str = ""
    name: str = ""
    label_field: str = ""
    told: Lines = ()
    room: str = "most"


@dataclass(frozen=True, kw_only=True)
class FormQuestionsBlock(Block):
    """Questions with boxes to tick or to write in; ``paired``: two beside each other, the words above the boxes."""

    kind: ClassVar[str] = "form_questions"
    heading: str
    intro: str
    rows: tuple[FormRow, ...]
    paired: bool = False
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class FormGridBlock(Block):
    """Questions that share their answers, as a table of boxes; ``spans``: headings over columns (left, right); ``whole``: on one page."""

    kind: ClassVar[str] = "form_grid"
    heading: str
    intro: str
    head: Lines
    rows: tuple[FormRow, ...]
    widths: tuple[float, ...] = ()
    spans: tuple[tuple[str, int], ...] = ()
    whole: bool = True
    new_page: bool = False
