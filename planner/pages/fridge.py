"""The fridge and emergency sheet: one page for an ambulance crew, in the person's own voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.language.translations import translated_by
from planner.language.words import Words
from planner.model.about import Contact
from planner.model.intake import TeamMember
from planner.model.truth import Truth
from planner.pages.blocks import Block, Box, BoxesBlock, BoxLine, FineBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.running_head import bars, begun, head_and_foot, shortened
from planner.plan.disclosure import review_day
from planner.plan.plan import Plan
from planner.record.carried import FRIDGE

CONTACTS, FEWEST_CONTACTS = 4, 2
HABITS = 4
SHORT = 24  # letters of the hours at which somebody can be called, and of names where there is little room
SHORTEST = 12  # letters of the name of the one person to call where there is room for no other
ALS = ("als", "progressive_bulbar_palsy")


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One way to make the sheet up; what a crew acts on stands on every one.

    ``name_across``: the name stands under the title, over the whole width, and not in its box. ``turns_at`` is the part that begins the back of the sheet: position or use; empty where there is one page. It may
    take ``pages`` (0: as many as it takes).
    """

    setting: str
    habits: bool = True
    contacts: int = CONTACTS
    brief: bool = False
    name_across: bool = False
    turns_at: str = ""
    pages: int = 1


# From roomy to close, then without the habits; people to call are named less only where their names fill the sheet.
NORMAL = (
    _Sheet(setting="open"),
    _Sheet(setting="closer"),
    _Sheet(setting="closest"),
    _Sheet(setting="closest", habits=False),
    _Sheet(setting="closest", habits=False, contacts=FEWEST_CONTACTS, brief=True),
    _Sheet(setting="tightest", habits=False),
    _Sheet(setting="tightest", habits=False, contacts=FEWEST_CONTACTS, brief=True),
)
# Large print never gets smaller: on its one page headings begin their first line, then a box runs on like a paragraph, and
# only then habits are left out and people to call named less, and a name of many lines takes the whole width. Where all that is too much, it takes the back of the sheet,
# and more of it where the words of a language fill the front: no words are so many that somebody goes without.
LARGE = (
    _Sheet(setting="open"),
    _Sheet(setting="closer"),
    _Sheet(setting="closest"),
    _Sheet(setting="tightest"),
    _Sheet(setting="tightest", habits=False),
    _Sheet(setting="tightest", habits=False, contacts=FEWEST_CONTACTS, brief=True),
    _Sheet(setting="tightest across", habits=False, contacts=FEWEST_CONTACTS, brief=True, name_across=True),
    _Sheet(setting="tightest across", habits=False, contacts=1, brief=True, name_across=True),
    _Sheet(setting="open", turns_at="use", pages=2),
    _Sheet(setting="open", turns_at="position", pages=2),
    _Sheet(setting="closest", turns_at="position", pages=2),
    _Sheet(setting="tightest", habits=False, contacts=1, brief=True, turns_at="position", pages=2),
    _Sheet(setting="open", turns_at="position", pages=0),
)


def fridge_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the sheet with its shorter versions; what was left out is said on each."""
    normal, large = (_chain(plan, words, name, sheets) for sheets in (NORMAL, LARGE))
    return replace(normal, in_large_print=large)


def _chain(plan: Plan, words: Words, name: str, sheets: tuple[_Sheet, ...]) -> Document:
    shorter = _chain(plan, words, name, sheets[1:]) if len(sheets) > 1 else None
    sheet = _SheetWriter(plan, words, name, sheets[0])
    head = words("fridge.document")
    throw_away = words("fridge.throw_away", date=words.day(review_day(plan)))
    furniture = replace(head_and_foot(plan, words, head, name), review=throw_away)
    return Document(
        kind=FRIDGE, language=words.language, direction=words.direction, title=head, furniture=furniture, blocks=tuple(sheet.blocks()),
        setting=sheets[0].setting, pages_at_most=sheets[0].pages, shorter=shorter,
    )  # fmt: skip


@dataclass(frozen=True)
class _SheetWriter:
    """The parts of the sheet for one person; what the intake lacks is a line to write on."""

    plan: Plan
    words: Words
    name: str
    sheet: _Sheet

    def blocks(self) -> Iterator[Block]:
        words, lines = self.words, self.plan.emergency.lines
        name = (self.name,) if self.sheet.name_across else ()
        yield TitleBlock(title=self.title(), lines=name, bars=bars(self.plan, words))
        yield BoxesBlock((self.who(), self.call_first()))
        red = self.told("stop", "breathing")
        yield BoxesBlock((replace(red, entries=(*red.entries, *self.usual())),))
        yield from self.turned("position", self.told("call", "position"), self.told("call", "medicines"))
        use = Box("plain", words("fridge.use"), (*self.devices(), *map(BoxLine, lines["along"])))
        yield from self.turned("use", use, self.takes())
        habits = self.habits()
        if habits and self.sheet.habits:
            yield BoxesBlock((Box("ok", words("fridge.every_day"), (BoxLine(" ".join(habits)),)),))
        yield FineBlock(tuple(self.fine()))

    def turned(self, part: str, *frames: Box) -> Iterator[Block]:
        """Frames side by side; where they begin the back of the sheet, its front says what stands there."""
        turns = self.sheet.turns_at == part
        if turns:
            yield FineBlock((self.words(f"fridge.turn_over.{part}"),))
        yield BoxesBlock(frames, new_page=turns)

    def title(self) -> str:
        value = self.plan.values.get("diagnosis_type")
        kind = value.raw if value is not None else None
        as_als = kind is None or kind in ALS
        return self.words(f"fridge.title.{'als' if as_als else 'suspected' if kind == 'suspected' else 'alike'}")

    def told(self, tone: str, section: str) -> Box:
        lines = self.plan.emergency.lines[section]
        return Box(tone, self.words(f"fridge.{section}"), tuple(BoxLine(line) for line in lines))

    def takes(self) -> Box:
        """What may be swallowed, in a box that warns, and lines for allergies and medicines; who swallows well has just these."""
        food, lines = self.plan.emergency.lines["food"], (self.line("allergies"), self.line("medicines"))
        tone, key = ("call", "food") if food else ("plain", "allergies")
        return Box(tone, self.words(f"fridge.{key}"), (*(BoxLine(line, bold=True) for line in food), *lines))

    def who(self) -> Box:
        """Name first and whole, then where the wishes are, then how to talk with the person."""
        words, emergency = self.words, self.plan.emergency
        born = self.plan.values.get("birth_date")
        return Box(
            "plain",
            words("fridge.who"),
            (
                *(() if self.sheet.name_across else (BoxLine(self.name, bold=True),)),  # never cut: a crew asks for it
                *self.own_letters(),
                *self.wishes(),
                BoxLine(words("fridge.born", date=words.day(born.raw)))  # type: ignore[arg-type]  # a date fact holds a day
                if born is not None and born.raw is not None
                else self.line("born"),
                BoxLine(emergency.talks_by) if emergency.talks_by else self.line("talks_by"),
                *((self.line("yes_and_no"),) if emergency.yes_and_no else ()),
                *map(BoxLine, emergency.lines["talk"]),
            ),
        )

    def own_letters(self) -> Iterator[BoxLine]:
        """A line to write the name on, where no font here has its letters and something else stands in its place."""
        if self.plan.intake.name and self.name == self.plan.intake.id:
            yield self.line("name")

    def usual(self) -> Iterator[BoxLine]:
        """The usual oxygen reading with its day, where it is known."""
        value, words = self.plan.values.get("spo2_pct"), self.words
        if value is not None and value.known and value.on is not None:
            reading = words.number(f"{value.low:g}")
            yield BoxLine(words("fridge.usual_reading", value=reading, date=words.short_day(value.on)))

    def line(self, key: str) -> BoxLine:
        return BoxLine(self.words(f"fridge.{key}_line"), write=True)

    def call_first(self) -> Box:
        """The emergency number, whom the clinic names, and lines for those whom only the family knows."""
        words, knowledge = self.words, self.plan.knowledge
        number = knowledge.emergency_number(self.plan.intake.country)
        team = [member for member in self.plan.intake.team if member.phone]
        known: Sequence[TeamMember | Contact] = team or knowledge.contacts
        shown = known[: self.sheet.contacts]
        entries = [
            BoxLine(words("fridge.emergency_number", number=number), bold=True)
            if number
            else self.line("emergency_number"),
            *(BoxLine(self.contact(member)) for member in shown),
        ]
        if len(known) > len(shown):
            entries.append(BoxLine(words("fridge.more_contacts")))
        if not known:
            entries += [self.line("clinic"), self.line("after_hours")]
        entries += [self.line("helper")] * min(2, max(1, CONTACTS - len(known)))
        return Box("plain", words("fridge.call_first"), tuple(entries))

    def contact(self, member: TeamMember | Contact) -> str:
        who = " ".join(part for part in (member.role, member.name) if part)
        if self.sheet.brief:
            most = SHORTEST if self.sheet.contacts == 1 else SHORT
            return self.words("fridge.contact", who=begun(who, most), phone=begun(member.phone, SHORT))
        when, who = begun(member.when, SHORT), shortened(who)
        return self.words("fridge.contact_when" if when else "fridge.contact", who=who, phone=member.phone, when=when)

    def devices(self) -> Iterator[BoxLine]:
        """Those in use, then a box to tick for each of which nobody knows, unless its topic is not wanted on paper."""
        devices, in_use = self.plan.knowledge.fridge.devices, self.plan.emergency.devices
        held_back = self.plan.intake.preferences.print_topics_held_back
        known = [device for key, device in devices.items() if in_use[key] is Truth.YES]
        yield from (BoxLine(device.name, bold=True) for device in known)
        unknown = [
            device for key, device in devices.items()
            if in_use[key] is Truth.UNKNOWN and device.topic not in held_back
        ]  # fmt: skip
        if unknown:
            yield BoxLine(self.words("fridge.use_ticks_too" if known else "fridge.use_ticks"))
        yield from (BoxLine(device.name, tick=True) for device in unknown)

    def wishes(self) -> Iterator[BoxLine]:
        """Only where the papers are: what stands in them is not for a kitchen door."""
        if "end_of_life" not in self.plan.intake.preferences.print_topics_held_back:
            recorded = self.plan.values.get("wishes_about_breathing_recorded")
            written = recorded is not None and recorded.raw is True
            yield BoxLine(self.words("fridge.wishes_written"), tick=not written)
        yield self.line("papers")

    def habits(self) -> tuple[str, ...]:
        """What is done every day, in the person's own words, while its advice holds."""
        now = {item.id for item in self.plan.items if item.timing == "now" and not item.put_off}
        every_day = self.plan.knowledge.fridge.every_day
        return tuple(every_day[rule].says for rule in self.plan.emergency.habits if rule in now)[:HABITS]

    def fine(self) -> Iterator[str]:
        words, review, sheet, knowledge = self.words, self.plan.intake.review, self.sheet, self.plan.knowledge
        key = "checked_on" if review.by and review.on else "checked" if review.by else "made"
        told = {
            "date": words.short_day(self.plan.today),
            "name": shortened(review.by),
            "checked": words.short_day(review.on),
        }
        throw_away = words("fridge.throw_away", date=words.short_day(review_day(self.plan)))
        made = (
            words(f"fridge.{key}", **told),
            throw_away,
            words("fridge.no_order"),
            translated_by(self.plan.knowledge.spoken, words),
        )
        yield " ".join(filter(None, made))
        yield words("fridge.edition", edition=knowledge.about.edition, digest=knowledge.named_digest)
        if self.habits() and not sheet.habits:
            yield words("fridge.left_out", parts=words("fridge.every_day"))
