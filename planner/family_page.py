"""The family handout: one page that carries the plan, then cards in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.document import (
    Block,
    CallBlock,
    CallsBlock,
    CardBlock,
    Column,
    ColumnsBlock,
    Document,
    HeadingBlock,
    ListBlock,
    MessageBlock,
    Part,
    QuoteBlock,
    SignBlock,
    TableBlock,
    TitleBlock,
    WriteBlock,
)
from planner.intake import LookAhead
from planner.off_paper import topic_of_rule
from planner.plan import Plan
from planner.schedule import PlanItem
from planner.shapes import Lines
from planner.truth import Truth
from planner.wording import fill
from planner.words import Words

DAYS: dict[str, int | None] = {"now": 0, "3_months": 92, "12_months": 366, "all": None}
OFFERED = ("now", "prepare", "later", "check_first")
IN_COLUMN = 4
BLANK_ROWS = 3
SIGNS_FOUND, LINES_FOUND = 3, 4
CHECKS_SHOWN = 8
NAME_IN_HEAD = 40


@dataclass(frozen=True)
class Sorted:
    """A plan as one reader may see it."""

    cards: tuple[PlanItem, ...]
    rest: tuple[PlanItem, ...]
    soon: tuple[PlanItem, ...]
    later: tuple[PlanItem, ...]
    check: tuple[PlanItem, ...]
    in_place: tuple[PlanItem, ...]
    put_off: tuple[PlanItem, ...]
    held_back: tuple[PlanItem, ...]


def look_ahead_of(plan: Plan, reader: str) -> LookAhead:
    """How far this reader asked to look; a helper sees more than the person only with the person's yes."""
    choice = plan.intake.preferences
    if reader != "helper" or choice.helper_look_ahead is None:
        return choice.look_ahead
    order = list(DAYS)
    if choice.helper_may_see_more:
        return choice.helper_look_ahead
    return min(choice.look_ahead, choice.helper_look_ahead, key=order.index)


def sort_for(plan: Plan, look_ahead: LookAhead) -> Sorted:
    """Due this month as cards (at most seven, at most four exercises), the rest as lines, and nothing beyond the look-ahead."""
    reach = DAYS[look_ahead]
    by: dict[str, list[PlanItem]] = {}
    put_off: list[PlanItem] = []
    held_back: list[PlanItem] = []
    for item in plan.items:
        kept_off = item.timing in OFFERED and topic_of_rule(plan.rule(item), plan) != ""
        if item.put_off and item.timing in (*OFFERED, "hold"):
            (held_back if kept_off else put_off).append(item)
        elif item.timing in ("prepare", "later") and any(note.truth is Truth.YES for note in item.holds):
            continue  # something stands against it: the therapist's page says what
        elif kept_off or (item.timing in ("prepare", "later") and not _within(item, plan.today, reach)):
            held_back.append(item)
        else:
            by.setdefault(item.timing, []).append(item)
    cards, rest = _cards(plan, by.get("now", []))
    later = [item for item in by.get("later", []) if not _within(item, plan.today, DAYS["3_months"])]
    soon = [*by.get("prepare", []), *(item for item in by.get("later", []) if item not in later)]
    # What has to be ordered takes longest to come, so the first page names it before what can be done any day.
    soon.sort(key=lambda item: not plan.rule(item).equipment)
    return Sorted(
        cards, rest, tuple(soon), tuple(later), tuple(by.get("check_first", ())),
        tuple(by.get("done", ())), tuple(put_off), tuple(held_back),
    )  # fmt: skip


def _within(item: PlanItem, today: date, reach: int | None) -> bool:
    """Does it have to be started within the look-ahead?"""
    return reach is None or (item.start_by is not None and in_reach(item.start_by, today, reach))


def in_reach(day: date, today: date, reach: int | None) -> bool:
    """Whether a day lies within the look-ahead, in days; with "just now" nothing that lies ahead is shown."""
    return reach is None or (reach > 0 and (day - today).days <= reach)


def _cards(plan: Plan, due: list[PlanItem]) -> tuple[tuple[PlanItem, ...], tuple[PlanItem, ...]]:
    most, most_exercises = (
        int(plan.knowledge.limits[name].value) for name in ("cards_at_most", "exercise_cards_at_most")
    )
    cards: list[PlanItem] = []
    exercises = 0
    for item in due:
        effort = plan.rule(item).exercise
        if len(cards) < most and not (effort and exercises == most_exercises):
            cards.append(item)
            exercises += effort
    return tuple(cards), tuple(item for item in due if item not in cards)


class _Writer:
    """Sentences of one plan for the family, with numbers put in and lines about unknown facts left out."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan, self.words = plan, words
        self.emergency = plan.knowledge.emergency_number(plan.intake.country) or words("emergency_number_unknown")

    def fill(self, lines: Iterable[str]) -> Lines:
        filled = (fill(line, self.plan.knowledge, self.plan.values, self.emergency, self.words) for line in lines)
        return tuple(line for line in filled if line)

    def title(self, item: PlanItem) -> str:
        return " ".join(self.fill([self.plan.rule(item).text.family.title]))

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
        left = Part(words("family.do"), self.fill(text.do))
        right = [Part(words("family.dont"), self.fill(text.dont)), Part(words("family.note"), notes)]
        foot = [
            Part(words("family.stop_if"), self.fill(text.stop_if), "stop"),
            Part(words("family.call_if"), self.fill(text.call_if), "call"),
        ]
        why = " ".join(self.fill([text.why]))
        return CardBlock(self.title(item), why, dose, _filled([left]), _filled(right), _filled(foot))


def title_of(item: PlanItem, plan: Plan, words: Words) -> str:
    """What a family calls a recommendation; empty where its title names a fact that is not known."""
    return _Writer(plan, words).title(item)


def _filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.lines)


def shortened(name: str) -> str:
    """A name as it fits beside the bar in the running head."""
    return name if len(name) <= NAME_IN_HEAD else f"{name[:NAME_IN_HEAD]}…"


def family_document(plan: Plan, words: Words, reader: str, look_ahead: LookAhead, name: str) -> Document:
    """Compose the handout for the person or a helper."""
    sorted_plan, writer = sort_for(plan, look_ahead), _Writer(plan, words)
    review_by = review_day(plan)
    blocks: list[Block] = [_title(plan, words), *_found_today(writer)]
    blocks += [_message(sorted_plan, writer), _columns(sorted_plan, writer, look_ahead), _calls(writer)]
    blocks.append(QuoteBlock(words("family.matters"), plan.intake.preferences.what_matters))
    if sorted_plan.cards:
        blocks.append(HeadingBlock(words("family.your_cards"), words("family.cards_intro")))
        blocks += [writer.card(item) for item in sorted_plan.cards]
    blocks += _lists(sorted_plan, writer, review_by)
    blocks += _last_page(plan, words)
    furniture = {
        "page_of": words("page.of"),
        "document": words("family.document"),
        "who": words("page.for", name=shortened(name)),
        "review": words("page.review_by", date=words.day(review_by)),
        "bar": _draft(plan, words),
        "edition": edition_line(plan, words),
    }
    return Document("family", words.language, words.direction, words("family.document"), furniture, tuple(blocks))


def what_was_asked(plan: Plan, words: Words, look_ahead: LookAhead) -> str:
    """That pages end where the reader asked, and that topics are left out; neither says what stands there."""
    said = [] if look_ahead == "all" else [words(f"family.asked_{look_ahead}")]
    if plan.intake.preferences.print_topics_held_back:
        said.append(words("family.asked_topics"))
    return " ".join(said)


def review_day(plan: Plan) -> date:
    """The day of the next visit, by which the plan is looked at again."""
    fast = plan.progression.pace.low == plan.knowledge.vocabulary["progression_pace"].ends[1]
    days = plan.knowledge.limits["next_visit_fast_days" if fast else "next_visit_days"].value
    return plan.today + timedelta(int(days))


def _draft(plan: Plan, words: Words) -> str:
    return "" if plan.intake.review.by else words("draft")


def edition_line(plan: Plan, words: Words) -> str:
    """Which knowledge the plan was made with, and when."""
    about = plan.knowledge
    return words("edition", edition=about.about.edition, digest=about.named_digest, date=words.day(plan.today))


def _title(plan: Plan, words: Words) -> TitleBlock:
    stage = plan.stage
    label = plan.knowledge.staging.stages[stage.low - 1].family_label if stage.low == stage.high else ""
    by = plan.intake.review.by
    made = (
        words("family.made_with", date=words.day(plan.today), name=by)
        if by
        else words("family.made_on", date=words.day(plan.today))
    )
    title = words("family.title_with", label=label[:1].lower() + label[1:]) if label else words("family.title")
    return TitleBlock(
        title,
        (made, words("family.permission")),
        bars(plan, words),
    )


def bars(plan: Plan, words: Words) -> Lines:
    """What stands over a family page: that nobody has checked it yet, and that the person is invented."""
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    return tuple(bar for bar in (_draft(plan, words), invented) if bar)


def _message(found: Sorted, writer: _Writer) -> MessageBlock:
    words = writer.words
    if not found.cards:
        return MessageBlock(words("family.hero"), words("family.hero_none"), words("family.hero_none_why"))
    text = writer.plan.rule(found.cards[0]).text.family
    return MessageBlock(words("family.hero"), f"{writer.title(found.cards[0])}.", " ".join(writer.fill([text.why])))


def _columns(found: Sorted, writer: _Writer, look_ahead: LookAhead) -> ColumnsBlock:
    words = writer.words
    this_month = list(writer.titles(found.cards))
    more = words("family.more_this_month", n=len(found.rest)) if found.rest else ""
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
        _column("next", words("family.next_three"), soon, neutral, words),
        _column("later", words("family.later"), later, asked, words),
    )
    return ColumnsBlock(columns)


def _column(time: str, heading: str, items: list[str], note: str, words: Words) -> Column:
    shown, hidden = items[:IN_COLUMN], len(items) - IN_COLUMN
    said = words("family.more" if time == "later" else "family.more_this_month", n=hidden) if hidden > 0 else ""
    note = " ".join(part for part in (said, note) if part) or ("" if shown else words("family.nothing"))
    return Column(time, heading, tuple(shown), note)


def _starting(item: PlanItem, writer: _Writer) -> str:
    words, start = writer.words, item.start_by
    if start is None or start <= writer.plan.today:
        return words("family.start_now", title=writer.title(item))
    return words("family.start_by", title=writer.title(item), date=words.short_day(start))


def _later(item: PlanItem, writer: _Writer) -> str:
    start = item.start_by
    assert start is not None
    month = writer.words.entries["months"][start.month - 1]
    return writer.words("family.later_by", title=writer.title(item), month=month, year=start.year)


def _found_today(writer: _Writer) -> list[Block]:
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
            tone,
            words("family.found_today"),
            said,
            words("family.until_then"),
            tuple(lines)[:LINES_FOUND],
            (words("family.found_call"),),
        )
    ]


def _calls(writer: _Writer) -> CallsBlock:
    """The safety floor: it prints whatever is known, and whatever the reader asked to see."""
    words, plan = writer.words, writer.plan
    contacts = _contacts(plan, words)
    always = plan.knowledge.always_call
    week = CallBlock("call", words("family.call_week"), writer.fill(always["within_a_week"]))
    day = CallBlock("call", words("family.call_day"), writer.fill(always["same_day"]), contacts=contacts)
    now = CallBlock("stop", words("family.call_now", number=writer.emergency), writer.fill(always["emergency"]))
    return CallsBlock((now, day, week))


def _sentence(sign: str) -> str:
    return sign[:1].upper() + sign[1:]


def _contacts(plan: Plan, words: Words) -> Lines:
    with_phone = [member for member in plan.intake.team if member.phone] or plan.knowledge.contacts
    said = tuple(
        " ".join(part for part in (m.role, m.phone, f"({m.when})" if m.when else "") if part) for m in with_phone[:2]
    )
    return said or (words("family.no_phone"),)


def _lists(found: Sorted, writer: _Writer, review_by: date) -> list[Block]:
    words = writer.words
    blocks: list[Block] = []
    if found.rest:
        lines = tuple(f"{writer.title(item)}. {_first(writer, item)}" for item in found.rest)
        blocks.append(ListBlock(words("family.also"), "", lines, ticks=True))
    beyond = [_starting(item, writer) for item in found.soon[IN_COLUMN:]]
    if beyond:
        blocks.append(ListBlock(words("family.also_soon"), "", tuple(beyond), ticks=True))
    if found.check:
        more = (words("family.check_more"),) if len(found.check) > CHECKS_SHOWN else ()
        lines = (*writer.titles(found.check[:CHECKS_SHOWN]), *more)
        blocks.append(ListBlock(words("family.check"), words("family.check_intro"), lines))
    in_place = _things_in_place(found, writer)
    if in_place:
        blocks.append(ListBlock(words("family.already"), words("family.already_intro"), in_place))
    if found.put_off:
        lines = tuple(
            words("family.put_off_line", title=writer.title(item), date=words.day(review_by)) for item in found.put_off
        )
        blocks.append(ListBlock(words("family.put_off"), "", lines))
    return blocks


def _things_in_place(found: Sorted, writer: _Writer) -> Lines:
    """The pieces of equipment that are in place, by name."""
    rules = [writer.plan.rule(item) for item in found.in_place]
    names = (writer.plan.knowledge.equipment[r.ahead.equipment].name for r in rules if r.ahead and r.ahead.equipment)
    return tuple(dict.fromkeys(names))


def _first(writer: _Writer, item: PlanItem) -> str:
    """The first thing to do, and for an exercise also when to stop: no exercise stands without its stop rule."""
    text = writer.plan.rule(item).text.family
    said = writer.fill(text.do)[:1]
    if writer.plan.rule(item).exercise:
        stops = "; ".join(line.rstrip(".") for line in writer.fill(text.stop_if))
        said += (f"{writer.words('family.stop_if')}: {stops}.",)
    return " ".join(said)


def _last_page(plan: Plan, words: Words) -> list[Block]:
    rows = [(m.role, m.name, m.phone, m.when) for m in plan.intake.team]
    rows += [("", "", "", "")] * max(0, BLANK_ROWS - len(rows))
    head = tuple(words(f"family.{key}") for key in ("role", "name", "phone", "when"))
    roles = ((words("family.sign_person"),), (words("family.sign_therapist"), plan.intake.review.by))
    return [
        TableBlock(words("family.team"), head, tuple(rows), (28, 28, 24, 20), lines_to_write=True),
        WriteBlock(words("family.questions"), ("",), 3),
        WriteBlock(words("family.own_words"), (words("family.own_words_1"), words("family.own_words_2")), 2),
        SignBlock(
            words("family.sign"),
            "",
            roles,
            (
                words("family.other_formats"),
                plan.knowledge.about.disclaimer,
                words("not_carried"),
                edition_line(plan, words),
            ),
        ),
    ]
