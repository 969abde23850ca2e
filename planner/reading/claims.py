"""The claims of the source article, which stand in positions.yaml beside the positions."""

from __future__ import annotations

from collections.abc import Collection

from planner.model.claims import SourceClaim
from planner.reading.checked import resolve, shape
from planner.reading.strict_yaml import Read

CLAIMS = "source_article_claims"  # the one entry of positions.yaml that is no position


def read_claims(read: Read, sources: Collection[str]) -> dict[str, SourceClaim]:
    """Each claim by its name; none where the file has no such entry."""
    entries = read.value.get(CLAIMS) if isinstance(read.value, dict) else None
    if entries is not None and not isinstance(entries, dict):
        read.note((CLAIMS,), "This should be a set of named entries.", "Write name: {…}.")
    found = {}
    for key, raw in (entries if isinstance(entries, dict) else {}).items():
        claim = shape(SourceClaim, raw, read, (CLAIMS, key))
        if claim is not None:
            found[str(key)] = claim
            for name in claim.sources:
                resolve(name, sources, read, (CLAIMS, key, "sources"), "source")
    return found
