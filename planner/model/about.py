"""What a knowledge base says of itself: edition, clinics' layers, countries, tone, topics that may be kept off paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from planner.model.shapes import Lines, Shape
from planner.model.text import Name, NeededName, NeededPhone, OneLine, Phone, Text

RecommendationKind = Literal["do", "prepare", "refer", "teach", "measure", "avoid", "stop"]
DENYING: tuple[RecommendationKind, ...] = ("avoid", "stop")
"""Kinds of advice that say what not to do; two rules that share an ``about`` never say do and do not at once."""


class Contact(Shape):
    """Somebody a family can call."""

    role: NeededName
    name: Name = ""
    phone: NeededPhone
    when: Name = ""


class Number(Shape):
    """A telephone number as it is printed."""

    value: NeededPhone


class Layer(Shape):
    """A clinic's own additions: its name and digest, and each change in a sentence that prints."""

    name: OneLine
    digest: OneLine
    changes: Lines
    switched_off: tuple[OneLine, ...] = ()
    contacts: tuple[Contact, ...] = ()
    emergency_number: Phone = ""


class Country(Shape):
    """A country or union: its codes, what one calls in an emergency, its paper, and codes where a crew may read English only."""

    emergency_number: OneLine
    paper: Literal["letter", "a4"]
    codes: tuple[OneLine, ...]
    english: tuple[OneLine, ...] = ()


class OtherWords(Shape):
    """Words that do not stand on family pages, and what to write instead."""

    use: Text
    words: Lines = Field(min_length=1)


class Tone(Shape):
    """How families are spoken to; of how long somebody lives nothing is said to anybody."""

    banned: tuple[OtherWords, ...]
    how_long_somebody_lives: Lines


class NoAdvice(Shape):
    """Stages of a domain for which there is no advice, and why."""

    stages: tuple[int, ...]
    why: Text


class ForReviewers(Shape):
    """A question that only clinicians can settle, and the recommendations that hang on it."""

    question: Text
    hangs_on_it: tuple[Name, ...] = ()


class Topic(Shape):
    """What a person may keep off paper: advice by domain or id, things, and what tells of prices."""

    name: Text
    domains: tuple[OneLine, ...] = ()
    recommendations: tuple[OneLine, ...] = ()
    equipment: tuple[OneLine, ...] = ()
    prices: bool = False


class AlwaysPrinted(Shape):
    """Advice that no wish keeps off paper."""

    priorities: tuple[int, ...] = ()
    kinds: tuple[RecommendationKind, ...] = ()
    recommendations: tuple[OneLine, ...] = ()


class About(Shape):
    edition: OneLine
    reviewers: tuple[OneLine, ...]
    languages: tuple[OneLine, ...]
    licence: OneLine
    disclaimer: Text
    not_reviewed: Text
    domains: tuple[OneLine, ...]
    no_advice: Mapping[str, NoAdvice] = Field(default_factory=dict)
    topics: Mapping[str, Topic] = Field(default_factory=dict)
    always_printed: AlwaysPrinted = AlwaysPrinted()
    for_reviewers: tuple[ForReviewers, ...] = ()
    could_not_be_read: Lines = ()
