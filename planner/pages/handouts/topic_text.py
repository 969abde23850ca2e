"""What a topic sheet says, whole: its own words and those of its recommendations, with every number put in."""

from __future__ import annotations

from dataclasses import dataclass

from planner.language.wording import fill
from planner.language.words import Words
from planner.model.figures import DrawingWords
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.model.topics import LinesOf, SaidLines, SheetStep, TopicSheet
from planner.reading.figures import drawing_words

STANDS_OUT = 42  # letters


@dataclass(frozen=True, kw_only=True)
class StepText:
    """A step in words: its first sentence stands out. ``watch``: what the drawing's own words say to watch."""

    lead: str
    text: str
    figure: str = ""
    watch: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetText:
    """Every sentence of one sheet in its order; ``usual_dose`` is empty where none is said."""

    id: str
    title: str
    why: str
    first_title: str
    first: Lines
    first_tell: Lines
    steps: tuple[StepText, ...]
    usual_dose: str
    dont: Lines
    stop_if: Lines
    call_now: Lines
    call_if: Lines
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Writer:
    knowledge: Knowledge
    words: Words
    emergency: str

    def fill(self, text: str) -> str:
        return fill(text, self.knowledge, {}, self.emergency, self.words) or ""

    def filled(self, lines: Lines) -> Lines:
        return tuple(filter(None, map(self.fill, lines)))

    def lines(self, told: SaidLines, key: str) -> Lines:
        """The lines of one place, those of recommendations put in; each once."""
        found: list[str] = []
        for line in told:
            if isinstance(line, LinesOf):
                rule = self.knowledge.recommendation(line.of)
                found += self.filled(getattr(rule.text.family, key)) if rule else ()
            else:
                found.append(self.fill(line))
        return tuple(dict.fromkeys(filter(None, found)))

    def step(self, step: SheetStep) -> StepText:
        drawn = self.drawing(step.figure) if step.figure else None
        if step.says or drawn is None:
            lead, text = opening(self.fill(step.says))
            return StepText(lead=lead, text=text, figure=step.figure)
        return StepText(lead=drawn.title, text=drawn.caption, figure=step.figure, watch=drawn.safety)

    def drawing(self, name: str) -> DrawingWords:
        return (self.knowledge.spoken.drawings or drawing_words())[name]

    def dose(self, name: str) -> str:
        """The usual dose of a recommendation, as one line."""
        rule = self.knowledge.recommendation(name)
        dose = rule.text.family.dose if rule else None
        return ", ".join(self.filled((dose.how_often, dose.how_many, dose.how_long))) if dose else ""


def sheet_text(sheet: TopicSheet, knowledge: Knowledge, words: Words, emergency: str) -> SheetText:
    """The sheet in the language of the knowledge; what its recommendations say stands where it names them."""
    writer = _Writer(knowledge, words, emergency)
    first = sheet.first
    return SheetText(
        id=sheet.id,
        title=writer.fill(sheet.title),
        why=writer.fill(sheet.why),
        first_title=writer.fill(first.title) if first else "",
        first=writer.filled(first.says) if first else (),
        first_tell=writer.filled(first.tell) if first else (),
        steps=tuple(map(writer.step, sheet.steps)),
        usual_dose=writer.dose(sheet.dose) if sheet.dose else "",
        dont=writer.lines(sheet.dont, "dont"),
        stop_if=writer.lines(sheet.stop_if, "stop_if"),
        call_now=writer.filled(sheet.call_now),
        call_if=writer.lines(sheet.call_if, "call_if"),
        next=tuple((writer.fill(step.what), writer.fill(step.when)) for step in sheet.next),
    )


def opening(text: str) -> tuple[str, str]:
    """A text as the words that stand out and the rest: its first sentence, or where that is long what stands before its first comma or colon."""
    for sign in (". ", ": ", ", "):
        head, stop, rest = text.partition(sign)
        if stop and len(head) <= STANDS_OUT:
            return head + sign.rstrip(), rest
    return (text, "") if len(text) <= STANDS_OUT else ("", text)
