"""Things that are usual from a stage on, for families who plan purchases: wait, way, price and who may pay, without a date."""

from __future__ import annotations

from collections.abc import Iterator

from planner.language.translations import in_language
from planner.language.words import Words, load_words
from planner.model.knowledge import Knowledge
from planner.model.things import HOSPICE, Equipment
from planner.pages.blocks import FineBlock, TableBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.handouts.blocks import SheetBlock
from planner.pages.handouts.topic import SheetAsked, bars, fitting, furniture

WEEK = 7
# From roomy to close: with what each thing does and who pays, then without; and how many things at most.
VERSIONS = (
    ("open", True, 14),
    ("closest", True, 14),
    ("closest", False, 14),
    ("closest", False, 12),
    ("closest", False, 10),
)
COLUMNS = {True: ("thing", "does", "wait", "way", "price"), False: ("thing", "wait", "way", "price")}
WIDTHS = {True: (17, 22, 13, 26, 22), False: (24, 13, 38, 25)}


def things_document(stage: int, knowledge: Knowledge, asked: SheetAsked) -> Document:
    """Things in the order in which they become usual, from this stage on; those on a ladder or usual at a stage alone."""
    said, words = in_language(knowledge, asked.language), load_words(asked.language)
    title = words("handout.things.title")
    versions = []
    for setting, whole, most in VERSIONS:
        rows = tuple(_row(thing, said, words, asked.country, whole) for thing in things_from(stage, said)[:most])
        head = tuple(words(f"handout.things.{key}") for key in COLUMNS[whole])
        table = TableBlock(heading="", head=head, rows=rows, widths=WIDTHS[whole], part="things")
        notes = FineBlock((words("handout.things.note"), words("handout.things.first")))
        blocks = (
            TitleBlock(title=title, lines=(words("handout.things.intro"),), bars=bars(said, words, asked)),
            table,
            notes,
        )
        versions.append(
            Document(
                kind="handout", language=words.language, direction=words.direction, title=title,
                furniture=furniture(said, words, asked), blocks=(SheetBlock(blocks, setting),),
            )
        )  # fmt: skip
    return fitting(versions, 1)


def things_from(stage: int, knowledge: Knowledge) -> list[Equipment]:
    """Things of a ladder's steps or of usual advice, in the order of its first stage, from this stage on."""
    found: dict[str, set[int]] = {}
    ladder_of = knowledge.problems.ladder_of
    usual = {name for one in knowledge.staging.stages for name in one.usual}
    for rule in knowledge.recommendations:
        if rule.id in ladder_of or rule.id in usual:
            for name in rule.equipment:
                found.setdefault(name, set()).update(at for at in rule.stages if at >= stage)
    first = {name: min(at) for name, at in found.items() if at}
    order = {name: at for at, name in enumerate(knowledge.equipment)}
    return [knowledge.equipment[name] for name in sorted(first, key=lambda name: (first[name], order[name]))]


def _row(thing: Equipment, knowledge: Knowledge, words: Words, country: str, whole: bool) -> tuple[str, ...]:
    name = thing.family.name[:1].upper() + thing.family.name[1:]
    told = (_price(thing, knowledge, words, country), *(_payers(thing, knowledge, country) if whole else ()))
    does = (thing.family.does,) if whole else ()
    return name, *does, _wait(thing, knowledge, words, country), thing.family.way, " ".join(told)


def _wait(thing: Equipment, knowledge: Knowledge, words: Words, country: str) -> str:
    """The usual waits of the ways that exist there, from the shortest to the longest, in weeks."""
    days = [
        lead.days[1]
        for lead in thing.leads
        if lead.route != HOSPICE
        and lead.route not in thing.not_advised
        and knowledge.routes.exist_in(lead.route, country)
    ]
    if not days:
        return words("planner.not_known")
    low, high = (max(1, round(told / WEEK)) for told in (min(days), max(days)))
    weeks = words.count("weeks", high)
    return weeks if low == high else words("handout.things.span", low=low, high=weeks)


def _price(thing: Equipment, knowledge: Knowledge, words: Words, country: str) -> str:
    """The usual price and its range where the market's prices hold; elsewhere it is to be asked."""
    if country != knowledge.market.country or thing.prices.buy is None:
        return words("planner.ask_quote")
    low, usual, high = (words.number(f"{amount:,.0f}") for amount in thing.prices.buy)
    return words("planner.usual", currency=knowledge.market.currency, usual=usual, low=low, high=high)


def _payers(thing: Equipment, knowledge: Knowledge, country: str) -> Iterator[str]:
    """What families read of who pays there for this thing."""
    for payer in knowledge.payers:
        if payer.family and thing.id in payer.equipment and country in payer.countries and not payer.payers:
            yield payer.family
