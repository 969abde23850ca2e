"""What a page is made of: blocks in order, in one language, for one reader, with no logic left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.pages.blocks import (
    Block,
    CallBlock,
    CallsBlock,
    CardBlock,
    ChartBlock,
    ChartRow,
    Column,
    ColumnsBlock,
    GroupBlock,
    HeadingBlock,
    Lines,
    ListBlock,
    MessageBlock,
    Part,
    Picture,
    PicturesBlock,
    QuoteBlock,
    RecordBlock,
    SignBlock,
    TableBlock,
    TitleBlock,
    WriteBlock,
)
from planner.pages.form.blocks import FormCell, FormGridBlock, FormQuestionsBlock, FormRow
from planner.pages.fridge_blocks import Box, BoxesBlock, Entry, FineBlock
from planner.pages.therapist.blocks import (
    AdviceBlock,
    FactsBlock,
    Flag,
    FlagsBlock,
    PositionBlock,
    Proof,
    Score,
    ScoresBlock,
    SourcesBlock,
    StageBlock,
    StrengthBlock,
    TaughtBlock,
)

__all__ = [
    "BLOCKS",
    "FRIDGE",
    "AdviceBlock",
    "Block",
    "Box",
    "BoxesBlock",
    "CallBlock",
    "CallsBlock",
    "CardBlock",
    "Carried",
    "ChartBlock",
    "ChartRow",
    "Column",
    "ColumnsBlock",
    "Document",
    "Entry",
    "FactsBlock",
    "FineBlock",
    "Flag",
    "FlagsBlock",
    "FormCell",
    "FormGridBlock",
    "FormQuestionsBlock",
    "FormRow",
    "GroupBlock",
    "HeadingBlock",
    "Lines",
    "ListBlock",
    "MessageBlock",
    "Part",
    "Picture",
    "PicturesBlock",
    "PositionBlock",
    "Proof",
    "QuoteBlock",
    "RecordBlock",
    "Score",
    "ScoresBlock",
    "SignBlock",
    "SourcesBlock",
    "StageBlock",
    "StrengthBlock",
    "TableBlock",
    "TaughtBlock",
    "TitleBlock",
    "WriteBlock",
]


FRIDGE = "fridge"  # the one document that is a sheet: no running head, and no words of it in its file


@dataclass(frozen=True)
class Document:
    """One document: page furniture in ``furniture`` (running head and foot), then its blocks in order.

    ``reader`` (person or helper) and ``look_ahead`` say for whom its pages were chosen. A document that has to fit
    ``pages_at_most`` (0: as many as it takes) has a ``shorter`` version, printed where it does not fit; ``setting``
    names how close its lines stand. ``in_large_print`` is how it is made up for large print, where that is otherwise.
    One that shows less than its kind does not carry data (``carries``): no file holds more than its pages.
    """

    kind: str
    language: str
    direction: str
    title: str
    furniture: Mapping[str, str]
    blocks: tuple[Block, ...]
    reader: str = "person"
    look_ahead: str = "3_months"
    setting: str = ""
    pages_at_most: int = 0
    carries: bool = True
    shorter: Document | None = None
    in_large_print: Document | None = None


@dataclass(frozen=True)
class Carried:
    """A file inside the PDF: its name, media type and bytes, and what it is in a few words.

    ``relationship`` is its PDF/A-3 relationship to the pages: Source (they were made from it) or Data (it says what they show).
    """

    name: str
    media_type: str
    content: bytes
    says: str
    relationship: str = "Data"


BLOCKS: tuple[type[Block], ...] = tuple(sorted(Block.__subclasses__(), key=lambda block: block.kind))
"""Every kind of block; each has a component of its name."""
