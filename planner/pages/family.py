"""The family handout: one page that carries the plan, then how to use new things, moves, and what is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from planner.language.questions import in_english, is_asked_of_families
from planner.language.wording import thing_name, what_was_asked
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.topics import TopicSheet
from planner.pages.blocks import Block, ListBlock, QuoteBlock, TableBlock, TitleBlock
from planner.pages.calls import SENTENCE, call_table, signs_found
from planner.pages.document import Document, chained
from planner.pages.family_blocks import (
    DatesBlock,
    FirstThingBlock,
    HabitsBlock,
    HowToBlock,
    MovesBlock,
    Pane,
    PanesBlock,
    Tick,
)
from planner.pages.family_last import last_page
from planner.pages.family_room import A_PAGE_LESS, FEW, FEWEST, GIVES_WAY, LARGE, PARTING, TWO_LESS, FamilyRoom
from planner.pages.family_writer import HandoutWriter
from planner.pages.pictures import has_no_helper
from planner.pages.running_head import bars, begun, head_and_foot
from planner.plan.family_view import (
    AT_NEXT_VISIT,
    DONE_BY_TEAM,
    FamilyView,
    sheets_of,
    within,
)
from planner.plan.lines import PRESCRIPTION, Act, AgendaLine
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

PAGES = 4
CHECKED = ("stacking_safety", "exercise_safety")  # lists that the therapist goes through before a move or a tool
CALLS = "calls"  # the id of the table of calls, which stands on the first page
IN_A_ROW = 2  # moves beside each other
MATTERS_FIRST = 160  # letters of what matters to somebody on the first page; the last page has all of it


def family_document(
    plan: Plan,
    words: Words,
    found: FamilyView,
    look_ahead: LookAhead,
    name: str,
    one_page: bool = False,
    sheets: bool = False,
) -> Document:
    """Compose the handout of what its reader sees, with its shorter versions; ``one_page``: its first page alone.

    ``sheets``: those of today's lines come along, and each card names its own.
    """
    along = sheets_of(found, plan) if sheets else {}
    writing = _Handout(HandoutWriter(plan, words), found, look_ahead, along)
    made = {room: _made(writing, room, name, one_page) for room in GIVES_WAY}
    whole = [*(() if one_page else _with_a_page_less(writing, name)), *made.values()]
    # No words are so many that somebody goes without: the last version takes as many pages as it needs.
    parting = [replace(made[room], setting=f"{room.setting} parting", on_first_page="") for room in PARTING]
    large = replace(_made(writing, LARGE, name, one_page), pages_at_most=0, on_first_page="")
    return replace(chained([*whole, *parting]), in_large_print=large)


def _with_a_page_less(writing: _Handout, name: str) -> list[Document]:
    """What is tried first for somebody with few cards and moves: nobody turns a page for lines to write on and a signature."""
    if writing.parts > FEW:
        return []
    tried = [
        *((PAGES - 2, room) for room in TWO_LESS if writing.parts <= FEWEST),
        *((PAGES - 1, room) for room in A_PAGE_LESS),
    ]
    return [replace(_made(writing, room, name, False), pages_at_most=pages) for pages, room in tried]


def _made(writing: _Handout, room: FamilyRoom, name: str, one_page: bool) -> Document:
    words = writing.words
    front = writing.front(room, alone=one_page)
    blocks = front if one_page else [*front, *writing.rest(room)]
    head = words("family.document")
    return Document(
        kind="family", language=words.language, direction=words.direction, title=head,
        furniture=head_and_foot(writing.plan, words, head, name), blocks=tuple(blocks), setting=room.setting, pages_at_most=1 if one_page else PAGES,
        on_first_page=CALLS,
    )  # fmt: skip


@dataclass(frozen=True)
class _Handout:
    """The parts of the handout for one person and one reader."""

    writer: HandoutWriter
    found: FamilyView
    look_ahead: LookAhead
    sheets: Mapping[str, TopicSheet]

    @property
    def plan(self) -> Plan:
        return self.writer.plan

    @property
    def words(self) -> Words:
        return self.writer.words

    # --- the first page ---------------------------------------------------------------------------------------

    def front(self, room: FamilyRoom, *, alone: bool) -> list[Block]:
        """Who it is for, the first thing, the rest by who does it, dates, and when to call; dangers that were found go first."""
        calls = replace(call_table(self.writer), id=CALLS)
        matters = QuoteBlock(
            self.words("family.matters"), begun(self.plan.intake.preferences.what_matters, MATTERS_FIRST)
        )
        plan = [matters, self._first(room), self._panes(room), *self._usual()]
        dates = self._dates(room)
        if signs_found(self.plan):
            order = [calls, *plan, dates]
        else:
            order = [*plan, calls, dates] if room.dates_last else [*plan, dates, calls]
        return [self._title(alone), *order]

    def _title(self, alone: bool) -> TitleBlock:
        plan, words, stage = self.plan, self.words, self.plan.stage
        # Names of later stages speak of getting about: none fits somebody whose legs are as before.
        as_before = plan.leg.high == plan.knowledge.staging.stages[0].id
        fits = stage.low == stage.high and (stage.low == plan.leg.high or not as_before)
        label = plan.knowledge.staging.stages[stage.low - 1].family_label if fits else ""
        by, day = plan.intake.review.by, words.day(plan.today)
        made = words("family.made_with", date=day, name=by) if by else words("family.made_on", date=day)
        title = words("family.title_with", label=label[:1].lower() + label[1:]) if label else words("family.title")
        return TitleBlock(
            title=title, lines=(made, words("family.alone" if alone else "family.permission")), bars=bars(plan, words)
        )

    def _first(self, room: FamilyRoom) -> FirstThingBlock:
        words, line = self.words, self.found.first
        if line is None:
            key = "family.hero_visit" if self.found.usual else "family.hero_none"
            return FirstThingBlock(label=words("family.hero"), title=words(key), why=words(f"{key}_why"))
        lead = self.plan.item(line.acts[0].id)
        return FirstThingBlock(
            label=words("family.hero"),
            title=self.plan.knowledge.problems.problems[line.problem].family,
            why=self.writer.facts(lead) or self.writer.why(lead) if lead else "",
            ticks=tuple(self._tick(act) for act in line.acts),
            next_step=self._next_step(line) if room.next_step else "",
        )

    def _next_step(self, line: AgendaLine) -> str:
        """The next step of the ladder with what would bring it; not for who asked to see just now."""
        step = line.next_step
        if step is None or self.look_ahead == "now":
            return ""
        item, things = self.plan.item(step.id), self.plan.knowledge.equipment
        title = thing_name(self.plan, step.id) if step.id in things else self.writer.title(item) if item else ""
        when = " ".join(self.writer.fill([step.brought_by.family]))
        return self.words("family.next_step", title=title, when=when) if title and when else ""

    def _tick(self, act: Act) -> Tick:
        words = self.words
        if act.id == PRESCRIPTION:
            return Tick(words("family.do_moves", n=len(act.moves)) if len(act.moves) > 1 else words("family.do_move"))
        item = self.plan.item(act.id)
        title = self.writer.title(item) if item else ""
        if act.check:
            title = words("family.check_line", title=title)
        with_us = act.check or (act.who == "helper" and has_no_helper(self.plan))
        who = (words(f"family.who_{'clinic' if with_us else act.who}"), self._by(act))
        return Tick(title, " · ".join(filter(None, who)))

    def _by(self, act: Act) -> str:
        day = act.by if act.by is not None and act.by > self.plan.today else None
        return self.words("family.by", date=self.words.short_day(day)) if day else ""

    def _panes(self, room: FamilyRoom) -> PanesBlock:
        """What you do, and what we do; grave things always stand, and what has no room is counted."""
        words = self.words
        panes = (("yours", self.found.yours), ("ours", self.found.ours))
        return PanesBlock(tuple(self._pane(words(f"family.{key}"), acts, room) for key, acts in panes))

    def _pane(self, heading: str, acts: Sequence[Act], room: FamilyRoom) -> Pane:
        shown = within(acts, room.in_pane)
        more = len(acts) - len(shown)
        note = self.words("family.more", n=more) if more else "" if shown else self.words("family.nothing")
        ticks = tuple(Tick(self._tick(act).text, self._by(act)) for act in shown)  # the heading says who
        return Pane(heading, ticks, note)

    def _usual(self) -> list[Block]:
        """What is usual now and not yet known to be needed: no tick, but something to look at together."""
        lines = self.writer.titles(item for act in self.found.usual if (item := self.plan.item(act.id)) is not None)
        if not lines:
            return []
        return [ListBlock(heading=self.words("family.usual"), intro="", lines=lines, level=3)]

    def _dates(self, room: FamilyRoom) -> DatesBlock:
        """What comes on which day within three months, and a line on how far the page looks."""
        words, found = self.words, self.found
        rows: list[tuple[date, str, str]] = []
        for item in found.ahead[: room.ahead]:
            day = max(item.start_by or self.plan.today, self.plan.today)
            rows.append((day, words("family.by_day", date=words.short_day(day)), self.writer.title(item)))
        # What is checked first is checked at that visit: it goes without saying.
        titles = [self._tick(replace(act, check=False)).text for line in found.next_visit for act in line.acts[:1]]
        visit = (
            words("family.next_visit_with", what="; ".join(titles[:AT_NEXT_VISIT]))
            if titles
            else words("family.next_visit")
        )
        next_visit = self.plan.agenda.next_visit_on
        rows.append((next_visit, words.short_day(next_visit), visit))
        asked = what_was_asked(self.plan, words, self.look_ahead)
        in_order = sorted(rows, key=lambda row: row[0])
        return DatesBlock(words("family.next_three"), tuple((told, what) for _, told, what in in_order), asked)

    @property
    def parts(self) -> int:
        """How many picture cards and rows of moves follow the first page."""
        return len(self._told(FamilyRoom().cards)) + -(-len(self.found.moves) // IN_A_ROW)

    # --- the pages after it -----------------------------------------------------------------------------------

    def rest(self, room: FamilyRoom) -> list[Block]:
        """Picture cards, moves, and what is told once."""
        parts = {
            "new": [*self._cards(room), *self._moves()],
            "habits": self._habits(),
            "questions": self._questions(room),
        }
        return [*(block for part in room.order for block in parts[part]), *self._last(room)]

    def _cards(self, room: FamilyRoom) -> list[Block]:
        lead = self.found.first.acts[0].id if self.found.first else ""  # the first page says why
        told = [
            (item.id, replace(self.writer.how_to(item), sheet=self._sheet(item))) for item in self._told(room.cards)
        ]
        cards = [*said_once(replace(card, why="") if name == lead else card for name, card in told)]
        return [
            replace(card, heading=self.words("family.your_cards") if at == 0 else "") for at, card in enumerate(cards)
        ]

    def _sheet(self, item: PlanItem) -> str:
        sheet = self.sheets.get(item.id)
        return self.words("family.sheet", title=sheet.title) if sheet else ""

    def _told(self, most: int) -> list[PlanItem]:
        """Advice with steps to take home: what guards against harm within weeks, then what is drawn, the first thing first.

        Energy keeps a place where the visit speaks of it.
        """
        acts = [
            (act, item) for act in self.found.acts if not act.check and (item := self.plan.item(act.id)) is not None
        ]
        grave = [item for act, item in acts if act.is_kept and act.who not in DONE_BY_TEAM]
        shown = [*grave, *(item for _, item in acts if item not in grave and self.writer.pictures(item))]
        energy = next((item for item in shown[most:] if self.plan.rule(item).problem == "energy"), None)
        if energy is None or len(grave) >= most:
            return shown[:most]
        return [*shown[: most - 1], energy]

    def _moves(self) -> list[Block]:
        moves, words, n = self.found.moves, self.words, len(self.found.moves)
        if not moves:
            return []
        told = iter([self.writer.move(item) for item in moves])
        pairs = tuple(iter(lambda: tuple(islice(told, IN_A_ROW)), ()))
        return [
            MovesBlock(
                heading=words("family.your_moves", n=n), intro=words("family.moves_intro", n=n),
                stop_label=words("family.stop_every", n=n), stops=self.writer.stops(moves), leave_label=words("family.dont"),
                note_label=words("family.note"), pairs=pairs,
            )
        ]  # fmt: skip

    def _habits(self) -> list[Block]:
        titles = iter(self.writer.titles(self.found.habits))
        pairs = tuple(iter(lambda: tuple(islice(titles, 2)), ()))
        return [HabitsBlock(self.words("family.habits"), pairs)] if pairs else []

    def _questions(self, room: FamilyRoom) -> list[Block]:
        """Questions to bring answers to, with room to write: never a title of advice, and nothing of danger.

        What is checked before a move or a tool, in a clinic's words, the therapist asks and ticks.
        """
        plan, words = self.plan, self.words
        known, asks = (
            plan.knowledge.vocabulary,
            plan.knowledge.spoken.questions or in_english(plan.knowledge.vocabulary),
        )
        asked = [
            q.fact
            for q in plan.measure_next
            if not (q.red_flags or q.contradicts or q.pack in CHECKED) and q.fact in known
        ]
        names = [asks[fact].asks for fact in asked if is_asked_of_families(known[fact]) and fact in asks]
        rows = tuple((name, "") for name in dict.fromkeys(names[: room.questions]))
        if not rows:
            return []
        head = (words("family.question"), words("family.answer"))
        return [
            TableBlock(
                heading=words("family.finding_out"),
                head=head,
                rows=rows,
                widths=(62, 38),
                lines_to_write=True,
                part="asked",
            )
        ]

    def _last(self, room: FamilyRoom) -> Iterator[Block]:
        matters = self.plan.intake.preferences.what_matters
        return last_page(self.writer, self.found, room, matters if len(matters) > MATTERS_FIRST else "")


def said_once(cards: Iterable[HowToBlock]) -> Iterator[HowToBlock]:
    """The cards with one drawing, left to the card that has no other, and without a step or a sentence of their notes that an earlier one has told."""
    told: set[str] = set()
    drawn: set[str] = set()
    cards = tuple(cards)
    for at, card in enumerate(cards, 1):
        new = [picture for picture in card.pictures if picture.svg not in drawn]
        only = {later.pictures[0].svg for later in cards[at:] if len(later.pictures) == 1}
        pictures = tuple(sorted(new, key=lambda picture: picture.svg in only)[:1])
        drawn |= {picture.svg for picture in pictures}
        steps = tuple(step for step in card.steps if step not in told) or card.steps[:1]
        parts = tuple(
            replace(part, lines=_untold(part.lines, told)) if part.tone == "note" else part for part in card.parts
        )
        told |= {
            *steps,
            *(said for part in parts if part.tone == "note" for line in part.lines for said in SENTENCE.split(line)),
        }
        yield replace(card, steps=steps, parts=tuple(part for part in parts if part.lines), pictures=pictures)


def _untold(lines: Sequence[str], told: set[str]) -> tuple[str, ...]:
    left = (" ".join(said for said in SENTENCE.split(line) if said not in told) for line in lines)
    return tuple(line for line in left if line)
