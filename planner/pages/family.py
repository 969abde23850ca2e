"""The family handout: one page that carries the plan, then cards in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

from planner.language.translations import translated_by
from planner.language.wording import emergency_number, fill, title_of, what_was_asked
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.knowledge import FamilyText
from planner.model.shapes import Lines
from planner.pages.blocks import (
    Block,
    CallBlock,
    CallsBlock,
    CardBlock,
    Column,
    ColumnsBlock,
    HeadingBlock,
    ListBlock,
    MessageBlock,
    Part,
    PicturesBlock,
    QuoteBlock,
    SignBlock,
    TableBlock,
    TitleBlock,
    WriteBlock,
)
from planner.pages.document import Document
from planner.pages.pictures import picture, suits
from planner.pages.running_head import bars, begun, head_and_foot
from planner.plan.disclosure import CHECKS_SHOWN, IN_COLUMN, Sorted, review_day, things_in_place
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.plan.sides import weaker_side

IN_THIS_MONTH = 5
MORE_PICTURES = 6
BLANK_ROWS = 3
SIGNS_FOUND, LINES_FOUND = 3, 4
MATTERS_FIRST = 240  # letters of what matters to somebody on the first page; the last page has all of it


class _HandoutWriter:
    """Sentences of one plan for the family, with numbers put in and lines about unknown facts left out."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan, self.words = plan, words
        self.emergency = emergency_number(plan, words)

    def fill(self, lines: Iterable[str], side: str = "") -> Lines:
        plan = self.plan
        filled = (fill(line, plan.knowledge, plan.values, self.emergency, self.words, side) for line in lines)
        return tuple(line for line in filled if line)

    def title(self, item: PlanItem) -> str:
        return title_of(item, self.plan, self.words)

    def lines(self, item: PlanItem, key: Literal["do", "dont", "stop_if", "call_if"]) -> Lines:
        """The lines of one kind, without those that are not for this body."""
        told = enumerate(getattr(self.plan.rule(item).text.family, key))
        return self.fill((line for at, line in told if f"{key}.{at}" not in item.unsaid), weaker_side(item, self.plan))

    def titles(self, items: Iterable[PlanItem]) -> Lines:
        return tuple(self.title(item) for item in items)

    def card(self, item: PlanItem) -> CardBlock:
        text, words = self.plan.rule(item).text.family, self.words
        dose: tuple[tuple[str, str], ...] = ()
        if text.dose:
            said = self.fill((text.dose.how_often, text.dose.how_many, text.dose.how_long))
            labels = [words(f"family.{key}") for key in ("how_often", "how_many", "how_long")]
            dose = tuple(zip(labels, said, strict=False))
        notes = self.fill(note.family for note in item.cautions if note.family)
        left = Part(label=words("family.do"), lines=self.lines(item, "do"))
        right = [
            Part(label=words("family.dont"), lines=self.lines(item, "dont")),
            Part(label=words("family.note"), lines=notes),
        ]
        foot = [
            Part(label=words("family.stop_if"), lines=self.lines(item, "stop_if"), tone="stop"),
            Part(label=words("family.call_if"), lines=self.lines(item, "call_if"), tone="call"),
        ]
        side, told = weaker_side(item, self.plan), self.plan.knowledge.spoken.drawings
        why = " ".join(self.fill([text.why], side))
        drawn = self.drawn(text)
        figure = picture(drawn[0], words, side, told) if drawn else None
        return CardBlock(
            title=self.title(item),
            why=why,
            dose=dose,
            left=_filled([left]),
            right=_filled(right),
            foot=_filled(foot),
            figure=figure,
        )

    def drawn(self, text: FamilyText) -> Lines:
        """The drawings of a recommendation that suit this person; the first one stands on its card."""
        named = (text.figure, *text.more_figures) if text.figure else ()
        return tuple(name for name in named if suits(name, self.plan))

    def more_pictures(self, found: Sorted) -> list[Block]:
        """The further drawings of the cards, then those of advice that has no card, each once."""
        cards, rest = (
            [self.drawn(self.plan.rule(i).text.family) for i in items] for items in (found.cards, found.rest)
        )
        on_cards = {names[0] for names in cards if names}
        named = [name for names in cards for name in names[1:]] + [names[0] for names in rest if names]
        names = [name for name in dict.fromkeys(named) if name not in on_cards][:MORE_PICTURES]
        told = self.plan.knowledge.spoken.drawings
        pictures = tuple(picture(name, self.words, "", told) for name in names)
        intro = self.words("figures.moves_intro")
        return [PicturesBlock(self.words("figures.moves"), intro, pictures)] if pictures else []


def _filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.lines)


def family_document(
    plan: Plan, words: Words, found: Sorted, look_ahead: LookAhead, name: str, one_page: bool = False
) -> Document:
    """Compose the handout of what its reader sees; ``one_page``: its first page alone."""
    writer = _HandoutWriter(plan, words)
    review_by = review_day(plan)
    more_key = "family.more" if one_page else "family.more_this_month"
    blocks: list[Block] = [_title(plan, words, one_page), *_found_today(writer), _matters(plan, words)]
    blocks += [_message(found, writer), _columns(found, writer, look_ahead, more_key), _calls(writer)]
    if not one_page:
        blocks += [*_advice_cards(found, writer), *writer.more_pictures(found)]
        blocks += [*_lists(found, writer, review_by), *_last_page(plan, words)]
    head = words("family.document")
    furniture = head_and_foot(plan, words, head, name)
    return Document(
        kind="family",
        language=words.language,
        direction=words.direction,
        title=head,
        furniture=furniture,
        blocks=tuple(blocks),
    )


def _advice_cards(found: Sorted, writer: _HandoutWriter) -> list[Block]:
    """First what to do or get, then the exercises, each under its heading."""
    moves = [item for item in found.cards if writer.plan.rule(item).exercise]
    blocks: list[Block] = []
    for items, key in (([item for item in found.cards if item not in moves], "cards"), (moves, "moves")):
        if items:
            blocks.append(HeadingBlock(writer.words(f"family.your_{key}"), writer.words(f"family.{key}_intro")))
            blocks += [writer.card(item) for item in items]
    return blocks


def _title(plan: Plan, words: Words, one_page: bool) -> TitleBlock:
    stage = plan.stage
    label = plan.knowledge.staging.stages[stage.low - 1].family_label if stage.low == stage.high else ""
    by = plan.intake.review.by
    made = (
        words("family.made_with", date=words.day(plan.today), name=by)
        if by
        else words("family.made_on", date=words.day(plan.today))
    )
    title = words("family.title_with", label=label[:1].lower() + label[1:]) if label else words("family.title")
    lines = (made,) if one_page else (made, words("family.permission"))
    return TitleBlock(title, lines, bars(plan, words))


def _matters(plan: Plan, words: Words, letters: int = MATTERS_FIRST) -> QuoteBlock:
    """The person's own words, before ours; lines to write them on where nobody has asked yet."""
    return QuoteBlock(words("family.matters"), begun(plan.intake.preferences.what_matters, letters))


def _message(found: Sorted, writer: _HandoutWriter) -> MessageBlock:
    words = writer.words
    if not found.cards:
        return MessageBlock(words("family.hero"), words("family.hero_none"), words("family.hero_none_why"))
    text = writer.plan.rule(found.cards[0]).text.family
    return MessageBlock(words("family.hero"), f"{writer.title(found.cards[0])}.", " ".join(writer.fill([text.why])))


def _columns(found: Sorted, writer: _HandoutWriter, look_ahead: LookAhead, more_key: str) -> ColumnsBlock:
    words = writer.words
    this_month = list(writer.titles(found.cards[:IN_THIS_MONTH]))
    others = len(found.cards) + len(found.rest) - len(this_month)
    more = words(more_key, n=others) if others else ""
    soon = [_starting(item, writer) for item in found.soon]
    later = [_later(item, writer) for item in found.later]
    asked = what_was_asked(writer.plan, words, look_ahead)
    neutral = words("family.talk_about") if look_ahead == "now" and found.held_back else ""
    columns = (
        Column(
            "now",
            words("family.this_month"),
            tuple(this_month) or (),
            more or ("" if this_month else words("family.nothing")),
        ),
        _column("next", words("family.next_three"), soon, neutral, words, more_key),
        _column("later", words("family.later"), later, asked, words, "family.more"),
    )
    return ColumnsBlock(columns)


def _column(time: str, heading: str, items: list[str], note: str, words: Words, more_key: str) -> Column:
    shown, hidden = items[:IN_COLUMN], len(items) - IN_COLUMN
    said = words(more_key, n=hidden) if hidden > 0 else ""
    note = " ".join(part for part in (said, note) if part) or ("" if shown else words("family.nothing"))
    return Column(time, heading, tuple(shown), note)


def _starting(item: PlanItem, writer: _HandoutWriter) -> str:
    words, start = writer.words, item.start_by
    if start is None or start <= writer.plan.today:
        return words("family.start_now", title=writer.title(item))
    return words("family.start_by", title=writer.title(item), date=words.short_day(start))


def _later(item: PlanItem, writer: _HandoutWriter) -> str:
    start = item.start_by
    assert start is not None
    return writer.words("family.later_by", title=writer.title(item), month=writer.words.month(start))


def _found_today(writer: _HandoutWriter) -> list[Block]:
    """Danger signs among what was found, unless they were told in confidence."""
    words, plan = writer.words, writer.plan
    by_id = {flag.id: flag for flag in plan.knowledge.red_flags}
    found = [by_id[flag.id] for flag in plan.red_flags if by_id[flag.id].family is not None]
    if not found:
        return []
    signs = writer.fill(flag.family.sign for flag in found[:SIGNS_FOUND] if flag.family)
    lines = dict.fromkeys(line for flag in found[:SIGNS_FOUND] if flag.family for line in writer.fill(flag.family.do))
    tone = "stop" if found[0].urgency == "emergency" else "call"
    said = tuple(_sentence(sign) for sign in signs)
    return [
        CallBlock(
            tone=tone,
            label=words("family.found_today"),
            signs=said,
            until_then=words("family.until_then"),
            do=tuple(lines)[:LINES_FOUND],
            contacts=(words("family.found_call"),),
        )
    ]


def _calls(writer: _HandoutWriter) -> CallsBlock:
    """The safety floor: it prints whatever is known, and whatever the reader asked to see."""
    words, plan = writer.words, writer.plan
    contacts = _contacts(plan, words)
    always = plan.knowledge.always_call
    week = CallBlock(tone="call", label=words("family.call_week"), signs=writer.fill(always["within_a_week"]))
    day = CallBlock(
        tone="call", label=words("family.call_day"), signs=writer.fill(always["same_day"]), contacts=contacts
    )
    now = CallBlock(
        tone="stop", label=words("family.call_now", number=writer.emergency), signs=writer.fill(always["emergency"])
    )
    return CallsBlock((now, day, week))


def _sentence(sign: str) -> str:
    return sign[:1].upper() + sign[1:]


def _contacts(plan: Plan, words: Words) -> Lines:
    with_phone = [member for member in plan.intake.team if member.phone] or plan.knowledge.contacts
    said = tuple(
        " ".join(part for part in (m.role, m.phone, f"({m.when})" if m.when else "") if part) for m in with_phone[:2]
    )
    return said or (words("family.no_phone"),)


def _lists(found: Sorted, writer: _HandoutWriter, review_by: date) -> list[Block]:
    words = writer.words
    blocks: list[Block] = []
    if found.rest:
        blocks.append(HeadingBlock(words("family.also")))
        blocks += _by_theme(found.rest, writer)
    beyond = [_starting(item, writer) for item in found.soon[IN_COLUMN:]]
    if beyond:
        blocks.append(ListBlock(heading=words("family.also_soon"), intro="", lines=tuple(beyond), ticks=True))
    if found.check:
        more = (words("family.check_more"),) if len(found.check) > CHECKS_SHOWN else ()
        lines = (*writer.titles(found.check[:CHECKS_SHOWN]), *more)
        blocks.append(ListBlock(heading=words("family.check"), intro=words("family.check_intro"), lines=lines))
    in_place = things_in_place(found, writer.plan)
    if in_place:
        blocks.append(ListBlock(heading=words("family.already"), intro=words("family.already_intro"), lines=in_place))
    if found.put_off:
        lines = tuple(
            words("family.put_off_line", title=writer.title(item), date=words.day(review_by)) for item in found.put_off
        )
        blocks.append(ListBlock(heading=words("family.put_off"), intro="", lines=lines))
    return blocks


def _by_theme(items: Collection[PlanItem], writer: _HandoutWriter) -> Iterator[ListBlock]:
    """Advice in a line each, under what it is about."""
    plan, words = writer.plan, writer.words
    by_theme: dict[str, list[str]] = {theme: [] for theme in plan.knowledge.about.themes}
    for item in items:
        theme = plan.knowledge.about.theme_of(plan.rule(item).domain)
        by_theme[theme].append(f"{writer.title(item)}. {_first(writer, item)}")
    stops = {plan.knowledge.about.theme_of(plan.rule(item).domain) for item in items if plan.rule(item).exercise}
    for theme, lines in by_theme.items():
        if lines:
            heading = words(f"family.theme.{theme}")
            yield ListBlock(heading=heading, intro="", lines=tuple(lines), ticks=True, level=3, stops=theme in stops)


def _first(writer: _HandoutWriter, item: PlanItem) -> str:
    """The first thing to do, and for an exercise also when to stop: no exercise stands without its stop rule."""
    said = writer.lines(item, "do")[:1]
    if writer.plan.rule(item).exercise:
        stops = "; ".join(line.rstrip(".") for line in writer.lines(item, "stop_if"))
        said += (f"{writer.words('family.stop_if')}: {stops}.",)
    return " ".join(said)


def _last_page(plan: Plan, words: Words) -> list[Block]:
    rows = [(m.role, m.name, m.phone, m.when) for m in plan.intake.team]
    rows += [("", "", "", "")] * max(0, BLANK_ROWS - len(rows))
    head = tuple(words(f"family.{key}") for key in ("role", "name", "phone", "when"))
    roles = ((words("family.sign_person"),), (words("family.sign_therapist"), plan.intake.review.by))
    matters = plan.intake.preferences.what_matters
    return [
        *([_matters(plan, words, len(matters))] if len(matters) > MATTERS_FIRST else []),
        TableBlock(
            heading=words("family.team"), head=head, rows=tuple(rows), widths=(28, 28, 24, 20), lines_to_write=True
        ),
        WriteBlock(words("family.questions"), ("",), 3),
        WriteBlock(words("family.own_words"), (words("family.own_words_1"), words("family.own_words_2")), 1),
        SignBlock(
            words("family.sign"),
            "",
            roles,
            (
                words("family.other_formats"),
                plan.knowledge.about.disclaimer,
                *filter(None, [translated_by(plan.knowledge.spoken, words)]),
            ),
        ),
    ]
