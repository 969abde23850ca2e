"""The intake form on paper: the questions that the planner asks, blank or filled with what an intake tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.language.questions import anchors, is_asked_of_families
from planner.language.translations import draft_translation, translated_by
from planner.language.wording import fill
from planner.language.words import ENGLISH, Words, load_words
from planner.model.facts import SIDES, Fact
from planner.model.intake import EquipmentItem, Intake
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, SignBlock, TitleBlock
from planner.pages.document import Document, Furniture
from planner.pages.form.blocks import FormCell, FormGridBlock, FormQuestionsBlock, FormRow
from planner.pages.form.chapters import CHAPTERS, CONFIDENTIAL, Chapter, chapters_of
from planner.pages.form.numbers import form_numbers
from planner.pages.form.rows import ROOM, Telling, answer_name, notes, shared_sentences, ways_of, without_shared_start
from planner.pages.orders_for_families import is_hospice
from planner.pages.running_head import shortened
from planner.reading.resources import languages

SPARE = 4  # empty rows of a table, to write in what it does not list


def form_page(
    knowledge: Knowledge,
    words: Words,
    today: date,
    intake: Intake | None = None,
    *,
    short: bool = False,
    for_family: bool = False,
    name: str = "",
    first: Collection[str] = (),
    fillable: bool = False,
) -> Document:
    """The form: blank, or filled from ``intake`` as of ``today``, and then without what is not asked of this body.

    ``short``: the core questions alone. ``for_family``: without what was told in confidence and what takes an
    examiner, and in the language of ``knowledge`` and ``words``. ``name`` stands in the running head, never in the title.
    ``fillable``: to be filled in on a screen. ``first``: the facts that are asked first, which a clinic's form names by their numbers.
    """
    telling = Telling(knowledge=knowledge, words=words, intake=intake, today=today, plain=for_family, short=short)
    form = _Form(telling, short, name, first)
    kind = "family" if for_family else "short" if short else ""
    title = words(f"form.title_{kind}" if kind else "form.title")
    furniture = form.furniture(words("form.head_family") if for_family else title)
    heading = TitleBlock(title=title, lines=form.opening(), bars=form.bars, english=form.opening_in_english())
    blocks = (heading, *form.blocks())
    return Document(
        kind="form", language=words.language, direction=words.direction, title=title, furniture=furniture, blocks=blocks,
        fillable=fillable,
    )  # fmt: skip


class _Form:
    """One form in the making."""

    def __init__(self, telling: Telling, short: bool, name: str, first: Collection[str]) -> None:
        self.telling, self.short, self.name, self.first = telling, short, name, first
        self.knowledge, self.words = telling.knowledge, telling.words
        self.plain, self.intake = telling.plain, telling.intake
        self.bars = tuple(filter(None, [draft_translation(self.knowledge.spoken, self.words)]))
        self.chapters = chapters_of(self.knowledge)
        self.numbers = form_numbers(self.knowledge)

    def furniture(self, head: str) -> Furniture:
        """The running head and foot."""
        words, about = self.words, self.knowledge.about
        edition = words(
            "form.edition",
            edition=about.edition,
            digest=self.knowledge.named_digest,
            date=words.day(self.telling.today),
        )
        return Furniture(
            page_of=words("page.of"), document=head, bars=self.bars, edition=edition,
            who=words("page.for", name=shortened(self.name)) if self.name else words("form.who_blank"),
        )  # fmt: skip

    def opening(self) -> tuple[str, ...]:
        """How to fill it in."""
        who, filled = "_family" if self.plain else "", "_filled" if self.intake else ""
        lines = [self.words(f"form.how{who}")]
        if filled:
            lines.append(self.words(f"form.how{who}_filled"))
        if self.plain:
            lines.append(self._no_call(self.words))
        elif first := [number for fact, number in self.numbers.items() if fact in self.first]:
            lines.append(self.words("therapist.ask_by_number", numbers=", ".join(first)))
        return (*lines, *(self._foot() if self.short else ()))

    def opening_in_english(self) -> tuple[str, ...]:
        """Under a draft translation, once more what keeps people safe."""
        return (self._no_call(load_words(ENGLISH)),) if self.bars else ()

    def _no_call(self, words: Words) -> str:
        number = self.knowledge.emergency_number(self.intake.country if self.intake else "")
        return words("form.no_call", number=number or words("emergency_number_unknown"))

    def blocks(self) -> Iterator[Block]:
        """The chapters in order; the page of what is told in confidence stands last and can be taken off."""
        if self.short:
            yield from self._few()
            return
        for chapter in CHAPTERS:
            if chapter.key != CONFIDENTIAL:
                yield from self._chapter(chapter)
        yield self._sign()
        if not self.plain:
            yield from self._chapter(CHAPTERS[-1])

    # --- one chapter --------------------------------------------------------------------------------------------

    def _chapter(self, chapter: Chapter) -> Iterator[Block]:
        blocks: list[Any] = []
        more = self._more(chapter.key)
        for way, facts in ways_of(fact for fact in self.chapters[chapter.key] if self._asks(fact)).items():
            if way != "questions":
                blocks.append(self._grid(way, facts))
                continue
            rows = [self._question(fact) for fact in facts]
            rows = [*more, *rows] if chapter.key == "visit" else [*rows, *more]
            blocks.append(FormQuestionsBlock(heading="", intro="", rows=tuple(rows)))
        if chapter.key == "team":
            blocks.append(self._team())
        yield from self._under_heading(chapter.key, blocks, chapter.new_page)

    def _under_heading(self, key: str, blocks: Sequence[Any], new_page: bool = False) -> Iterator[Block]:
        """The first block carries the heading of all, and what is said under it."""
        for at, block in enumerate(blocks):
            if at:
                yield block
                continue
            intro = "" if self.short else str(self.words.entries["form"]["intro"].get(key, ""))
            said = " ".join(part for part in (intro, block.intro) if part)
            yield replace(block, heading=self.words(f"form.chapter.{key}"), intro=said, new_page=new_page)

    def _few(self) -> Iterator[Block]:
        """The core questions on two pages: those with small boxes two beside each other, the scores last."""
        asked = [fact for key, facts in self.chapters.items() if key != CONFIDENTIAL for fact in facts]
        ways = ways_of(fact for fact in asked if self._asks(fact))
        scores = [self._grid("scores", ways.pop("scores"))] if "scores" in ways else []
        sides = [row for fact in asked if self._asks(fact) and fact.sides for row in self._sides(fact)]
        rows = [self._question(fact) for fact in ways.get("questions", ())]
        written = [row for row in rows if row.room == "half" and not row.cells[0].tick]
        ticked = [row for row in rows if row.room != "most" and row.cells[0].tick]
        odd = len(written) % 2  # left and right of one question stand on one line
        pairs = (*written, *ticked[:odd], *sides, *ticked[odd:])
        blocks: list[Any] = [FormQuestionsBlock(heading="", intro="", rows=pairs, paired=True)]
        blocks += [self._grid(way, facts) for way, facts in ways.items() if way == "tests"]
        blocks.append(FormQuestionsBlock(heading="", intro="", rows=tuple(row for row in rows if row.room == "most")))
        yield from self._under_heading("visit", blocks)
        yield from self._under_heading("scores", scores)

    def _asks(self, fact: Fact) -> bool:
        wanted = (fact.core or not self.short) and (is_asked_of_families(fact) or not self.plain)
        return wanted and self.telling.is_asked(fact)

    def _sides(self, fact: Fact) -> Iterator[FormRow]:
        """One question for each side, to stand beside each other."""
        return (self.telling.question(self.numbers[fact.id], fact, True, name) for name in fact.ids)

    def _question(self, fact: Fact) -> FormRow:
        row = self.telling.question(self.numbers[fact.id], fact, self.short)
        if fact.id != "visit_date" or self.intake is None:
            return row
        days = {*self.intake.visits[-1:], *(day for day in [self.telling.raw(fact.id)] if isinstance(day, date))}
        last = tuple(self.words("form.last_visit", date=self.words.short_day(day)) for day in sorted(days))
        return replace(row, cells=(replace(row.cells[0], text="", value=""), *row.cells[1:]), told=last)

    # --- tables -------------------------------------------------------------------------------------------------

    def _grid(self, way: Any, facts: Sequence[Fact]) -> FormGridBlock:
        if way == "equipment":
            return self._equipment(facts[0])
        shared = shared_sentences(facts) if len(facts) > 1 else ()
        bare = self.short or self.plain
        head, widths, spans, rows = self._table(way, facts, lambda fact: "" if bare else notes(fact, shared))
        told = {row.told for row in rows if row.told}
        days = {(self.telling.day_of(name),) for fact in facts for name in fact.ids}
        once = len(told) == 1 and told <= days  # one day for the whole table: said once
        said = [*(() if bare else shared), *(self.words("form.all_on", date=told.pop()[0]) for _ in range(once))]
        rows = [replace(row, told=()) for row in rows] if once else rows
        return FormGridBlock(heading="", intro=" ".join(said), head=head, rows=tuple(rows), widths=widths, spans=spans)

    def _table(self, way: Any, facts: Sequence[Fact], note: Callable[[Fact], str]) -> Any:
        """Head, widths, spans and rows of the facts that are asked in one way."""
        words, numbers = self.words, self.numbers
        if way == "tests":
            head = (*(words(f"form.{key}") for key in ("test", "result", "day")), words("not_known"))
            return head, (50, 22, 18, 10), (), [self.telling.measured(numbers[f.id], f, note(f)) for f in facts]
        if way == "scores":
            scores = sorted(anchors(facts[0]), reverse=True)
            head = (words("form.item"), *map(str, scores), words("not_known"))
            return (
                head,
                (22.5, *shares(70, len(scores)), 7.5),
                (),
                [self.telling.scored(numbers[f.id], f) for f in facts],
            )
        answers = (*(self.telling.say(facts[0].id, raw) for raw in self.telling.answers(facts[0])), words("not_known"))
        label = words("form.muscle" if way[0] == "grade" else "form.side")
        unit = f" ({facts[0].unit})" if way[0] == "grade" else ""
        spans = tuple((words(f"side.{side}").capitalize() + unit, len(answers)) for side in SIDES)
        labels = without_shared_start([self.telling.question_of(fact).asks for fact in facts])
        rows = [self.telling.sided(numbers[f.id], f, said, note(f)) for f, said in zip(facts, labels, strict=True)]
        first, last = (32, 5.5) if way[0] == "grade" else (46, 10)
        side = (*shares((100 - first) / 2 - last, len(answers) - 1), last)
        return (label, *answers, *answers), (first, *side, *side), spans, rows

    def _equipment(self, fact: Fact) -> FormGridBlock:
        """Where each thing stands; a family's form lists only what was told, and leaves rows for the rest."""
        words, vocabulary = self.words, self.knowledge.vocabulary
        items = {item.item: item for item in self.intake.equipment} if self.intake else {}
        rows = []
        for device in vocabulary.devices:
            written = f"{fact.id}_{device}"
            if self.plain and written not in self.telling.values:
                continue
            thing = self.knowledge.equipment[device]
            told = tuple(self.telling.said(fact, (written,)))
            cells = (*self.telling.bare(written), *self._story(written, items.get(device)))
            rows.append(
                FormRow(
                    number="",
                    label=thing.family.name if self.plain else thing.name,
                    cells=cells,
                    name=self.telling.named(device),
                    told=told,
                )
            )
        rows += [
            self._spare(at, (*self.telling.bare(written), *self._story(written, None)), written)
            for at in range(1, SPARE + 1)
        ]
        choices = [self.telling.say(written, choice) for choice in fact.choices]
        head = (words("form.thing"), *choices, words("not_known"), words("form.since"), words("form.route"))
        first = 22 if self.plain else 26  # a family's has few things, and in other languages longer heads
        widths = (first, *shares(80 - first, len(choices) + 1), 10, 10)
        return FormGridBlock(heading="", intro="", head=head, rows=tuple(rows), widths=widths, whole=False)

    def _spare(self, at: int, cells: Sequence[FormCell], written: str) -> FormRow:
        """A row for a thing that is not listed."""
        own = f"thing {at}"
        empty = tuple(replace(cell, text="", ticked=False, field=cell.field.replace(written, own, 1)) for cell in cells)
        return FormRow(number="", label="", label_field=own + " item", cells=empty)

    def _story(self, written: str, item: EquipmentItem | None) -> tuple[FormCell, FormCell]:
        """Since when, and from whom."""
        since, route = FormCell(field=f"{written} since"), FormCell(field=f"{written} route")
        if item is None:
            return since, route
        since = replace(since, text=self.words.short_day(item.since), value=str(item.since or ""))
        if self.plain and is_hospice(item.route):  # told in confidence
            return since, route
        named = self.knowledge.routes.named.get(item.route)
        return since, replace(route, text=named.name if named else item.route, value=item.route)

    def _team(self) -> FormGridBlock:
        head = tuple(self.words(f"form.team_{key}") for key in ("role", "name", "phone", "when"))
        told = self.intake.team if self.intake else ()
        rows = [self._member(at, one.role, one.name, one.phone, one.when) for at, one in enumerate(told, 1)]
        rows += [self._member(at, *("",) * len(head)) for at in range(len(told) + 1, len(told) + 1 + SPARE)]
        return FormGridBlock(heading="", intro="", head=head, rows=tuple(rows))

    def _member(self, at: int, role: str, *told: str) -> FormRow:
        keys = zip(("name", "phone", "when"), told, strict=True)
        cells = tuple(FormCell(text=text, field=f"team {at} {key}", value=text) for key, text in keys)
        return FormRow(number="", label=role, label_field=f"team {at} role", cells=cells)

    # --- what is no fact ----------------------------------------------------------------------------------------

    def _more(self, chapter: str) -> tuple[FormRow, ...]:
        """What an intake holds beside its facts."""
        if chapter == "visit":
            name = self.intake.name and self.name if self.intake else ""
            own = self._line("form.name", "name", name)
            # A family's form has no line for the id, and a language need not have its words.
            return (own,) if self.plain else (own, self._line("form.id", "id", self.intake.id if self.intake else ""))
        if chapter == "person":
            return (self._language(),)
        return self._printing() if chapter == "printing" else ()

    def _line(self, label: str, field: str, text: str) -> FormRow:
        cell = FormCell(text=text, lines=1, field=field, value=text)
        return FormRow(number="", label=self.words(label), cells=(cell,), room="half")

    def _language(self) -> FormRow:
        spoken, names = self._source("patient", "language"), self.words.entries["form"]["languages"]
        cells = [
            FormCell(text=names.get(one, one), tick=True, ticked=spoken == one, field="language", value=one)
            for one in languages()
        ]
        said = (*cells, self.telling.not_known("language"))
        return FormRow(number="", label=self.words("form.language"), cells=said, room="half")

    def _printing(self) -> tuple[FormRow, ...]:
        words, may = self.words, self._source("preferences", "helper_may_see_more")
        put_off = self.intake.preferences.not_now if self.intake else ()
        key = "helper_may_see_more"
        cells = [
            FormCell(text=words(answer_name(yes)), tick=True, ticked=may is yes, field=key, value=answer_name(yes))
            for yes in (True, False)
        ]
        told = (*cells, self.telling.not_known(key))
        more = FormRow(number="", label=words("form.helper_may_see_more"), cells=told, room="little")
        said = "; ".join(self._put_off(name) for name in put_off)
        cell = FormCell(text=said, lines=ROOM - 1, field="not_now", value="; ".join(put_off))
        return more, FormRow(number="", label=words("form.put_off"), cells=(cell,))

    def _put_off(self, name: str) -> str:
        """A thing or an advice by the name that its reader knows."""
        if name in self.knowledge.equipment:
            thing = self.knowledge.equipment[name]
            return thing.family.name if self.plain else thing.name
        text = self.knowledge.by_id[name].text
        said = fill(text.family.title if self.plain else text.therapist.title, self.knowledge, {}, "", self.words)
        return said or ""

    def _source(self, part: str, key: str) -> Any:
        """What was written, where the intake cannot tell a default from an answer."""
        source = self.intake.source if self.intake else None
        told = source.get(part) if isinstance(source, Mapping) else None
        value = told.get(key) if isinstance(told, Mapping) else None
        return value.get("value") if isinstance(value, Mapping) else value

    def _sign(self) -> SignBlock:
        roles = tuple((self.words(f"form.sign_{who}"),) for who in ("person", "clinic", "day"))
        names = () if self.plain or self.short else (self.words("form.names_note"),)
        foot = (self.words("form.numbers_note"), *names, *self._foot())
        return SignBlock(heading=self.words("form.sign"), text="", roles=roles, foot=foot)

    def _foot(self) -> tuple[str, ...]:
        """What the file carries, and who has reviewed its language."""
        reviewed = translated_by(self.knowledge.spoken, self.words)
        return (self.words("record.without"), *filter(None, [reviewed]))


def shares(whole: float, parts: int) -> tuple[float, ...]:
    """Equal widths."""
    return (round(whole / parts, 2),) * parts
