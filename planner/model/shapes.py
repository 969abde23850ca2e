"""What every shape in stages/ shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from planner.model.text import OneLine, Text

Lines = tuple[Text, ...]


class Shape(BaseModel):
    """Frozen, and nothing in the file goes unread."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Cited(Shape):
    source: OneLine
    at: OneLine = ""
    says: Text = ""
