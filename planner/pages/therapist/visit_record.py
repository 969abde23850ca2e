"""The therapist's record of the visit: what pages hold back and from whom, and the sign-off."""

from __future__ import annotations

from planner.model.intake import months_later
from planner.model.shapes import Lines
from planner.pages.blocks import Block, SignBlock, TableBlock
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import READERS, Held, held_back, look_ahead_of, review_day


def held_table(writer: Writer) -> list[Block]:
    """Everything that pages leave out because of what was asked, by reason; where both readers see the same, once."""
    words, plan = writer.words, writer.plan
    person, helper = (held_back(plan, reader) for reader in READERS)
    readers = [("both", person)] if person == helper else [("person", person), ("helper", helper)]
    head = tuple(words(f"therapist.held_{key}") for key in ("why", "whose", "what", "since", "again"))
    rows = [row for reader, held in readers for row in _held_rows(writer, reader, held)]
    for topic in plan.intake.preferences.print_topics_held_back:
        if plan.knowledge.about.topics[topic].prices:
            whose, what = words("therapist.reader.both"), words("therapist.held_prices")
            rows.append((why_held(writer, "person", "topic", topic), whose, what, *_days(writer, "person", "topic")))
    return (
        [
            TableBlock(
                heading=words("therapist.held_back"),
                head=head,
                rows=tuple(rows),
                widths=(16, 9, 53, 11, 11),
                part="held",
            )
        ]
        if rows
        else []
    )


def _held_rows(writer: Writer, reader: str, held: tuple[Held, ...]) -> list[Lines]:
    words = writer.words
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        groups.setdefault((one.why, one.topic), []).append(one)
    rows: list[Lines] = []
    for (why, topic), found in groups.items():
        advice = [writer.title(one.id) for one in found if not one.thing]
        things = [writer.knowledge.equipment[one.id].name for one in found if one.thing]
        parts = (("held_advice", advice), ("held_things", things))
        what = " ".join(words(f"therapist.{key}", names="; ".join(names)) for key, names in parts if names)
        rows.append(
            (
                why_held(writer, reader, why, topic),
                words(f"therapist.reader.{reader}"),
                what,
                *_days(writer, reader, why),
            )
        )
    return rows


def why_held(writer: Writer, reader: str, why: str, topic: str) -> str:
    """Why pages leave something out; a look-ahead that nobody chose is not said to be asked for."""
    words, plan = writer.words, writer.plan
    ahead = words(f"therapist.look_ahead_words.{look_ahead_of(plan, 'helper' if reader == 'helper' else 'person')}")
    if why == "look_ahead" and not {"look_ahead", "helper_look_ahead"} & plan.values.keys():
        return words("therapist.held_because.usual", ahead=ahead)
    name = writer.knowledge.about.topics[topic].name if topic else ""
    return words(f"therapist.held_because.{why}", ahead=ahead, topic=name)


def _days(writer: Writer, reader: str, why: str) -> tuple[str, str]:
    """Since when it was asked, and the day to ask again: where no day was told, the day of the next review."""
    words, plan = writer.words, writer.plan
    fact = {"topic": "print_topics_held_back", "put_off": ""}.get(why, "look_ahead")
    if why == "look_ahead" and reader == "helper" and plan.intake.preferences.helper_look_ahead is not None:
        fact = "helper_look_ahead"
    value = plan.values.get(fact)
    keeps = plan.knowledge.vocabulary[fact].stale_after if fact else None
    if value is None or value.on is None or keeps is None:
        return words("not_known"), words.short_day(review_day(plan))
    again = months_later(value.on, keeps)
    return words.short_day(value.on), words.short_day(max(again, plan.today))


def sign_off(writer: Writer) -> SignBlock:
    words, about = writer.words, writer.knowledge.about
    review = writer.plan.intake.review
    roles = (
        (words("therapist.sign_name"), review.by),
        (words("therapist.sign_licence"), ""),
        (words("therapist.sign"), ""),
        (words("therapist.sign_date"), words.day(review.on)),
        (words("therapist.sign_review"), words.day(review_day(writer.plan))),
    )
    reviewed = ", ".join(about.reviewers) or about.not_reviewed
    foot = (about.disclaimer, reviewed)
    return SignBlock(heading=words("therapist.signoff"), text=words("therapist.signoff_text"), roles=roles, foot=foot)
