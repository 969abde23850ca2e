"""The annex of the therapist's plan, made only when it is named: each line with its reasons, evidence and arithmetic.

It is long, so its runs stand in one column: lists in two columns took most of the time of drawing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.language.wording import question_name
from planner.language.words import Words
from planner.model.knowledge import Evidence
from planner.model.shapes import Lines
from planner.model.truth import Truth
from planner.pages.blocks import Block, GroupBlock, ListBlock, Part, TableBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.therapist.blocks import AdviceBlock, PositionBlock, Proof, SourcesBlock
from planner.pages.therapist.equipment import equipment_table, what_lies_ahead
from planner.pages.therapist.frame import bars, detailed, document_of
from planner.pages.therapist.front import flags_block, stage_block, summary
from planner.pages.therapist.strength import strength_block
from planner.pages.therapist.today import ask_block
from planner.pages.therapist.visit_record import held_table
from planner.pages.therapist.writer import Writer
from planner.plan.payers import general
from planner.plan.plan import Plan
from planner.plan.schedule import Note, PlanItem

STRENGTHS = "ABCDEU"
TONES = {"now": "now", "prepare": "next", "check_first": "check", "hold": "stop", "later": "later"}


def annex_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the annex: what is due, open or held in full, then what is later, to get, ahead, paid and not for now."""
    writer = Writer(plan, words)
    title = TitleBlock(title=words("annex.title"), lines=(words("annex.purpose"),), bars=bars(plan, words))
    blocks: list[Block] = [
        title,
        summary(writer, name),
        flags_block(writer),
        stage_block(writer),
        ask_block(writer, whole=True),
        *strength_block(writer),
        *held_table(writer),
    ]
    blocks += [*_details(writer, detailed(plan)), *_put_aside(writer)]
    blocks += [*equipment_table(writer), *what_lies_ahead(writer), *_positions(writer), *_payers(writer)]
    blocks += [*_layers(writer), *_not_now(writer), *_asked_later(writer), _sources(writer)]
    return document_of("annex", plan, words, name, blocks)


def _details(writer: Writer, items: list[PlanItem]) -> list[Block]:
    if not items:
        return []
    advice = tuple(_advice(writer, at, item) for at, item in enumerate(items, 1))
    return [
        GroupBlock(
            heading=writer.words("therapist.details"), intro=writer.words("therapist.details_intro"), blocks=advice
        )
    ]


def _advice(writer: Writer, at: int, item: PlanItem) -> AdviceBlock:
    words, rule = writer.words, writer.plan.rule(item)
    marks = [words(f"domain.{rule.domain}")]
    if item.put_off:
        marks.append(words("therapist.put_off"))
    if rule.reviewed.by:
        marks.append(words("therapist.reviewed"))
    parts = tuple(part for part in _parts(writer, item) if part.lines)  # first: sources are numbered as they are named
    # What is still open stands short: its question, its cautions, its sources; the advice comes once it is settled.
    told = () if item.timing == "check_first" else _weighed(writer, rule.evidence)
    return AdviceBlock(
        number=str(at), title=writer.title(item.id), timing=words(f"timing.{item.timing}"), tone=TONES[item.timing], marks=tuple(marks),
        parts=parts, evidence_label=words("therapist.evidence"),
        evidence=told, also=_also(writer, rule.evidence, told),
    )  # fmt: skip


def _parts(writer: Writer, item: PlanItem) -> tuple[Part, ...]:
    """What a recommendation says, part by part; some of them empty."""
    words, rule = writer.words, writer.plan.rule(item)
    open_ = item.timing == "check_first"
    return (
        Part(
            label=words("therapist.because"),
            lines=writer.because(item.because) or ((rule.always,) if rule.always else ()),
        ),
        Part(label=words("therapist.start_by", date="").strip(), lines=_when(writer, item), separate=True),
        Part(
            label=words("therapist.holds"),
            lines=tuple(_held(writer, note) for note in item.holds),
            tone="stop",
            separate=True,
        ),
        Part(label=words("therapist.do"), lines=() if open_ else writer.fill(rule.text.therapist.do), separate=True),
        Part(
            label=words("therapist.cautions"),
            lines=tuple(_caution(writer, note) for note in item.cautions),
            separate=True,
        ),
        Part(
            label=words("therapist.payers"),
            lines=() if open_ else writer.payer_lines(rule),
            separate=True,
        ),
        Part(label=words("therapist.change"), lines=_changes(writer, item)),
        Part(
            label=words("therapist.position"), lines=writer.fill([rule.position]) if rule.position and not open_ else ()
        ),
    )


def _weighed(writer: Writer, evidence: Iterable[Evidence]) -> tuple[Proof, ...]:
    """What the strongest source says, and every source that leans another way than it does."""
    ranked = sorted(evidence, key=lambda e: STRENGTHS.index(e.strength[0]))
    told = [ranked[0], *(entry for entry in ranked[1:] if entry.leans not in (ranked[0].leans, "unclear"))]
    return tuple(writer.proof(entry) for entry in told)


def _also(writer: Writer, evidence: tuple[Evidence, ...], weighed: tuple[Proof, ...]) -> str:
    """The other sources by number, direction and strength; what each says stands in the rule and in the JSON."""
    told = {proof.number for proof in weighed}
    rest: dict[str, list[str]] = {}
    for entry in evidence:
        proof = writer.proof(entry)
        if proof.number not in told:
            rest.setdefault(proof.weight, []).append(f"[{proof.number}]")
    said = "; ".join(f"{' '.join(numbers)} {weight}" for weight, numbers in rest.items())
    return writer.words("therapist.also", list=said) if said else ""


def _when(writer: Writer, item: PlanItem) -> Lines:
    """The window and the arithmetic behind the start-by date."""
    words, sum_, day = writer.words, item.arithmetic, item.reckoned
    if item.start_by is None or sum_ is None or item.need_by is None or day is None:
        return ()
    said = {key: _window_day(getattr(item.window, key), words) for key in ("early", "likely", "late") if item.window}
    date_ = words.short_day(item.start_by)
    late = words("therapist.start_by", date=date_) + " " + words("therapist.overdue", days=item.overdue_days)
    values: dict[str, object] = {
        "need": words.short_day(item.need_by), "wait": sum_.wait, "train": sum_.train, "buffer": sum_.buffer,
        "visit": sum_.next_visit, "route": sum_.route.replace("_", " "),
        "default": words("therapist.default_wait") if sum_.default else "",
    }  # fmt: skip
    reckoned = words("therapist.arithmetic_equipment" if sum_.route else "therapist.arithmetic_teaching", **values)
    margin = words(f"therapist.margin.{item.margin}")
    needed = (words("therapist.needed", **said),) if said else ()
    if item.margin in ("far", "number"):
        return (*needed, f"{date_}: {margin}")
    return (*needed, f"{late}: {reckoned} ({margin})" if item.overdue_days else f"{date_} = {reckoned} ({margin})")


def _window_day(day: date | None, words: Words) -> str:
    return words.short_day(day) if day else words("therapist.beyond_date")


def _held(writer: Writer, note: Note) -> str:
    why = "; ".join(writer.because(note.because))
    if note.truth is Truth.UNKNOWN:
        why = words_ask(writer, note)
    said = " ".join(writer.fill([note.therapist]))
    return f"{said} ({why})" if why else said


def words_ask(writer: Writer, note: Note) -> str:
    return writer.words("therapist.change_ask", asks=writer.asks(note.asks))


def _caution(writer: Writer, note: Note) -> str:
    said = " ".join(writer.fill([note.therapist]))
    if note.truth is Truth.UNKNOWN:
        return f"{said} ({writer.words('therapist.caution_open')}: {writer.asks(note.asks)})"
    return f"{said} ({'; '.join(writer.because(note.because))})" if note.because else said


def _changes(writer: Writer, item: PlanItem) -> Lines:
    if not item.asks:
        return ()
    key = "therapist.change_ask" if item.timing == "check_first" else "therapist.done_ask"
    return (writer.words(key, asks=writer.asks(item.asks)),)


def _put_aside(writer: Writer) -> list[Block]:
    words, plan = writer.words, writer.plan
    blocks: list[Block] = []
    later = [item for item in plan.items if item.timing == "later"]
    if later:
        head = (
            words("therapist.what"),
            words("therapist.start_by", date="").strip(),
            words("therapist.because"),
        )
        rows = tuple(
            (writer.title(item.id), words.short_day(item.start_by), " ".join(_when(writer, item))) for item in later
        )
        blocks.append(TableBlock(heading=words("therapist.later_list"), head=head, rows=rows, widths=(30, 11, 59)))
    titles = tuple(writer.title(item.id) for item in plan.items if item.timing == "done")
    if titles:
        blocks.append(ListBlock(heading=words("therapist.done_list"), intro="; ".join(titles) + ".", lines=()))
    return blocks


def _not_now(writer: Writer) -> list[Block]:
    """What does not apply, each with the facts that decided it."""
    words, plan = writer.words, writer.plan
    lines = []
    for item in plan.items:
        if item.timing == "not_now":
            why = "; ".join(writer.because(item.because)[:1])
            lines.append(
                words("therapist.deciding", title=writer.title(item.id), why=why) if why else writer.title(item.id)
            )
    return [ListBlock(heading=words("therapist.not_now_list"), intro="", lines=tuple(lines))] if lines else []


def _asked_later(writer: Writer) -> list[Block]:
    """The questions for which this visit has no room."""
    words, plan = writer.words, writer.plan
    names = "; ".join(question_name(asked, plan.knowledge, words) for asked in plan.asked_later)
    return [ListBlock(heading=words("therapist.asked_later"), intro=names, lines=())] if names else []


# --- where sources disagree, who pays, where it is read --------------------------------------------------------------


def _positions(writer: Writer) -> list[Block]:
    words = writer.words
    if not writer.plan.positions:
        return []
    shown = []
    for position in writer.plan.positions:
        sides = (
            (words("therapist.for"), tuple(writer.side(cited) for cited in position.for_)),
            (words("therapist.against"), tuple(writer.side(cited) for cited in position.against)),
        )
        shown.append(PositionBlock(position.question, " ".join(writer.fill([position.position])), sides))
    return [GroupBlock(heading=words("therapist.positions"), intro="", blocks=tuple(shown))]


def _payers(writer: Writer) -> list[Block]:
    """What the country and the payer ask or give apart from any single advice."""
    lines = tuple(writer.payer_line(payer) for payer in general(writer.payers))
    return [ListBlock(heading=writer.words("therapist.payers_general"), intro="", lines=lines)] if lines else []


def _layers(writer: Writer) -> list[Block]:
    """What a clinic's own layer adds, changes or switches off, each with its reason."""
    layers = writer.knowledge.layers
    heading = writer.words("therapist.layer")
    return [
        ListBlock(heading=f"{heading}: {layer.name}", intro="", lines=layer.changes)
        for layer in layers
        if layer.changes
    ]


def _sources(writer: Writer) -> SourcesBlock:
    words, entries = writer.words, []
    for name, at in writer.cite.numbers.items():
        source = writer.knowledge.sources[name]
        entries.append((at, source.cite, words(f"therapist.read.{source.read}")))
    return SourcesBlock(words("therapist.sources"), tuple(entries), words("therapist.source_note"))
