"""Questions and answers, line by line: works on a terminal, through a pipe and with a screen reader."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from planner.commands.terminal import say
from planner.language.words import Words
from planner.model.errors import IntakeError

HELP, BACK, STOP, SAME = ("?", "help"), ("<", "back"), ("stop", "quit", "exit"), ("=", "same")
LONGEST_TYPED = 5000  # bytes of one answer
NOT_TEXT = "  This is not text in UTF-8, and is not kept. Answer once more.\n> "


class Stopped(Exception):
    """The answers end here, by a word or because nothing more comes."""


class NotThis(Exception):
    """This answer does not do; the message says what does."""


@dataclass(frozen=True, kw_only=True)
class AskedStep:
    """One question. ``take``: the value of an answer and what to say of it; ``wanted``: whether it is asked at all by now.

    ``last``: what was told last time, and how that is said; ``needed``: Enter is no answer; ``usual``: what Enter means.
    """

    key: str
    asks: str
    take: Callable[[str], tuple[Any, str]]
    chapter: str = ""
    hint: str = ""
    help: str = ""
    needed: str = ""
    usual: Any = None
    last: Any = None
    last_said: str = ""
    wanted: Callable[[], bool] = lambda: True


def next_line() -> str:
    """One line that somebody typed; one that is no text is asked for again. Raises Stopped where no more come."""
    while line := sys.stdin.buffer.readline(LONGEST_TYPED):
        with suppress(UnicodeDecodeError):
            return line.decode("utf-8").strip()
        say(NOT_TEXT, nl=False)
    raise Stopped


def asked(steps: Sequence[AskedStep], keep: Callable[[str, Any], None], words: Words, again: bool) -> None:
    """Ask every step that is wanted, forwards and back, and keep each answer. Raises Stopped where the answers end."""
    way: list[int] = []
    at = 0
    while at < len(steps):
        if not steps[at].wanted():
            at += 1
            continue
        _put(steps, at, way, words)
        if _answered(steps[at], keep, words, again):
            way.append(at)
            at += 1
        elif way:
            at = way.pop()
        else:
            say(words("start.no_further_back"))


def _put(steps: Sequence[AskedStep], at: int, way: Sequence[int], words: Words) -> None:
    """The question, under a heading where a part begins."""
    step = steps[at]
    if step.chapter and (not way or steps[way[-1]].chapter != step.chapter):
        say(f"\n{step.chapter}")
    say(words("start.at", at=at + 1, all=len(steps), asks=step.asks))
    for line in filter(None, (step.hint, step.last_said)):
        say(f"  {line}")


def _answered(step: AskedStep, keep: Callable[[str, Any], None], words: Words, again: bool) -> bool:
    """Whether the question was answered; no: one back."""
    while True:
        say("> ", nl=False)
        text = next_line()
        word = text.casefold()
        if word in BACK:
            return False
        if word in STOP:
            raise Stopped
        if word in HELP:
            say(f"  {step.help or words('start.help_bare')}")
            continue
        said = _taken(step, text, keep, words, again)
        if said is not None:
            say(f"  {said}")
            return True


def _taken(step: AskedStep, text: str, keep: Callable[[str, Any], None], words: Words, again: bool) -> str | None:
    """What is said of an answer that is kept; None, and a sentence, where it does not do."""
    if not text and step.needed:
        say(f"  {step.needed}")
        return None
    if not text:
        keep(step.key, step.usual)
        kept = words("start.given", value=step.usual) if step.usual is not None else ""
        return kept or words("start.skipped" if again else "start.open")
    if text.casefold() in SAME:
        if step.last is None:
            say(f"  {words('start.not_last')}")
            return None
        keep(step.key, step.last)
        return step.last_said
    try:
        value, said = step.take(text)
    except (NotThis, IntakeError) as error:
        problems = error.found if isinstance(error, IntakeError) else ()
        for line in [f"{one.what} {one.remedy}".strip() for one in problems] or [str(error)]:
            say(f"  {line}")
        return None
    keep(step.key, value)
    return said
