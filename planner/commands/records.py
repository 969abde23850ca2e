"""What `open` and `compare` say on the terminal: an intake as YAML, pages and changes line by line, all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from planner.commands.terminal import dumped
from planner.language.words import Words, load_words
from planner.model.errors import IntakeError, Problem
from planner.model.knowledge import Knowledge
from planner.pages.news import fact_line, state_in_words, title_told
from planner.plan.changes import Change, Paper
from planner.reading.intake_written import as_yaml
from planner.record.earlier import Earlier, pages_told
from planner.record.shapes import PagesTold
from planner.record.told import paper_of_pages

KINDS_OPENED = ("stage", "red_flag", "agenda", "recommendation", "equipment", "fact")


# --- open ------------------------------------------------------------------------------------------------------


def opened(earlier: Earlier, as_json: bool, to_file: bool) -> str:
    """The intake of a therapist's plan; of other pages what they say, with what is not there told first."""
    if earlier.pages is not None:
        pages = pages_told(earlier)  # refused here where it is not what it says
        if as_json:
            return dumped(earlier.pages) + "\n"
        return as_yaml(earlier.pages) if to_file else pages_text(pages)
    if earlier.intake is None:
        raise IntakeError([Problem(earlier.where, 0, "This PDF carries a plan and no intake.", "Make the plan anew.")])
    return dumped(earlier.intake) + "\n" if as_json else as_yaml(earlier.intake)


def pages_text(pages: PagesTold) -> str:
    """What a family, equipment or fridge PDF carries, in its own order."""
    words, paper = load_words("en"), paper_of_pages(pages)
    who = words("record.terminal.person") if pages.reader == "person" else words("record.who.helper")
    said = words(
        "record.terminal.here", kind=words(f"record.terminal.kinds.{pages.document}"), id=pages.id,
        date=words.day(pages.day), knowledge=paper.knowledge, who=who, ahead=words(f"record.ahead.{pages.look_ahead}"),
    )  # fmt: skip
    lines = [said, words("record.terminal.not_here")]
    by_place: dict[str, list[str]] = {}
    for entries in paper.entries.values():
        for entry in entries.values():
            by_place.setdefault(entry.state, []).append(f"  {entry.title}{f' ({entry.day})' if entry.day else ''}")
    for place, titles in by_place.items():
        known = place in words.entries["record"]["therapist"]["places"]
        head = words(f"record.therapist.places.{place}") if known else words("record.terminal.asked_to_wait")
        lines += ["", f"{head}:", *titles]
    if pages.what_matters:
        lines += ["", f"{words('record.terminal.what_matters')}: {pages.what_matters}"]
    return "\n".join(lines) + "\n"


# --- compare ---------------------------------------------------------------------------------------------------


def compared_json(old: Paper, new: Paper, changes: Iterable[Change]) -> str:
    return dumped({"old": _paper(old), "new": _paper(new), "changes": [asdict(change) for change in changes]})


def _paper(paper: Paper) -> dict[str, Any]:
    return {"id": paper.id, "day": paper.day.isoformat(), "knowledge": paper.knowledge, "kind": paper.kind}


def compared_text(old: Paper, new: Paper, changes: tuple[Change, ...], knowledge: Knowledge) -> str:
    """The two papers, and each change on a line."""
    words = load_words("en")
    lines = [_head(words("record.terminal.old"), old, words), _head(words("record.terminal.new"), new, words)]
    if (old.reader, old.look_ahead) != (new.reader, new.look_ahead) and old.kind != "plan":
        lines.append(words("record.terminal.unlike"))
    if old.knowledge != new.knowledge:
        lines.append(words("record.terminal.other_knowledge"))
    source = "plan" if old.kind == "plan" else "pages"
    for kind in KINDS_OPENED:
        told = [change for change in changes if change.kind == kind]
        if told:
            lines += ["", f"{words(f'record.terminal.{kind}')}:", *_lines(told, source, knowledge, words)]
    return "\n".join(lines if changes else [*lines, "", words("record.therapist.nothing")])


def _head(which: str, paper: Paper, words: Words) -> str:
    what = words("record.terminal.kinds." + ("anew" if paper.anew else paper.kind))
    return words("record.terminal.paper", which=which, what=what, date=words.day(paper.day), knowledge=paper.knowledge)


def _lines(changes: Iterable[Change], source: str, knowledge: Knowledge, words: Words) -> Iterator[str]:
    for change in changes:
        if change.kind == "fact":
            yield f"  {fact_line(change, knowledge, words)}"
            continue
        old, new = (_state(change, state, source, words) for state in (change.old, change.new))
        code = words(f"record.therapist.codes.{change.change}")
        yield "  " + words("record.terminal.line", change=code, title=title_told(change, words), old=old, new=new)


def _state(change: Change, state: Mapping[str, Any] | None, source: str, words: Words) -> str:
    return state_in_words(change, state, source, words)
