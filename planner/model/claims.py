"""The claims of the article this planner started from, each with what later evidence says beside it."""

from __future__ import annotations

from planner.model.shapes import Shape
from planner.model.text import OneLine, Text


class SourceClaim(Shape):
    """One claim; ``no_primary_source``: none was found behind it, then or later."""

    says: Text
    later: Text
    sources: tuple[OneLine, ...] = ()
    no_primary_source: bool = False
