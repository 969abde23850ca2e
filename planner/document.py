"""What a page is made of: blocks in order, in one language, for one reader, with no logic left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.blocks import (
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
from planner.form_blocks import FormCell, FormGridBlock, FormQuestionsBlock, FormRow
from planner.therapist_blocks import (
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
    TaughtBlock,
)

__all__ = [
    "BLOCKS",
    "AdviceBlock",
    "Block",
    "CallBlock",
    "CallsBlock",
    "CardBlock",
    "Carried",
    "ChartBlock",
    "ChartRow",
    "Column",
    "ColumnsBlock",
    "Document",
    "FactsBlock",
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
    "TableBlock",
    "TaughtBlock",
    "TitleBlock",
    "WriteBlock",
]


@dataclass(frozen=True)
class Document:
    """One document: page furniture in ``furniture`` (running head and foot), then its blocks in order.

    ``reader`` (person or helper) and ``look_ahead`` say for whom its pages were chosen.
    """

    kind: str
    language: str
    direction: str
    title: str
    furniture: Mapping[str, str]
    blocks: tuple[Block, ...]
    reader: str = "person"
    look_ahead: str = "3_months"


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
