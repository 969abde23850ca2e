"""The topics of about.yaml that a person may keep off paper: every name in them resolved."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.about import About
from planner.model.errors import Problem
from planner.reading.checked import resolve
from planner.reading.strict_yaml import Read


def check_topics(
    about: About, rules: Iterable[str], things: Iterable[str], read: Read, problems: list[Problem]
) -> None:
    """Add a problem for each domain, recommendation or thing of a topic that the base does not have."""
    rules, things = tuple(rules), tuple(things)
    for name, topic in about.topics.items():
        for key, known, kind in (
            ("domains", about.domains, "domain"),
            ("recommendations", rules, "recommendation"),
            ("equipment", things, "equipment"),
        ):
            for at, named in enumerate(getattr(topic, key)):
                resolve(named, known, read, ("topics", name, key, at), kind, problems)
    for at, named in enumerate(about.always_printed.recommendations):
        resolve(named, rules, read, ("always_printed", "recommendations", at), "recommendation", problems)
