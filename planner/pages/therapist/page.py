"""The therapist's document: at a glance, dangers, stage and pace, each recommendation with its reasons, what to measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.language.data_notes import data_notes
from planner.language.wording import edition_line, name_of
from planner.language.words import Words
from planner.model.knowledge import Evidence
from planner.model.shapes import Lines
from planner.model.truth import Truth
from planner.pages.blocks import Block, GroupBlock, ListBlock, Part, TableBlock, TitleBlock
from planner.pages.document import Document, Furniture
from planner.pages.running_head import shortened
from planner.pages.therapist.blocks import AdviceBlock, PositionBlock, Proof, SourcesBlock
from planner.pages.therapist.equipment import equipment_table, what_lies_ahead
from planner.pages.therapist.front import flags_block, scores_block, stage_block, summary
from planner.pages.therapist.grid import plan_grid
from planner.pages.therapist.strength import strength_block
from planner.pages.therapist.visit_record import visit_record
from planner.pages.therapist.writer import Writer
from planner.plan.measure_next import Question
from planner.plan.payers import general
from planner.plan.plan import Plan
from planner.plan.schedule import Dates, Note, PlanItem

DETAILED = ("now", "prepare", "check_first", "hold")
STRENGTHS = "ABCDEU"
QUESTIONS_TOLD, NAMES_TOLD = 14, 3
TONES = {"now": "now", "prepare": "next", "check_first": "check", "hold": "stop", "later": "later"}


def therapist_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the therapist's care plan."""
    writer = Writer(plan, words)
    detailed = [item for item in plan.items if item.timing in DETAILED]
    # One page on the person and what to ask, one from problem to plan: these two serve alone.
    blocks: list[Block] = [_title(plan, words), summary(writer, name), scores_block(writer)]
    blocks += [flags_block(writer), stage_block(writer)]
    # Dangers that were found take the room of the questions, which then follow the grid.
    grid, questions = plan_grid(writer, detailed), _questions(writer)
    blocks += [grid, questions] if plan.red_flags else [questions, grid]
    blocks += [*strength_block(writer), *visit_record(writer, detailed)]
    blocks += _data_notes(writer)
    blocks += _details(writer, detailed)
    blocks += _put_aside(writer)
    blocks += equipment_table(writer)
    blocks += what_lies_ahead(writer)
    blocks += _positions(writer)
    blocks += _payers(writer)
    blocks += _layers(writer)
    blocks += _not_now(writer)
    blocks.append(_sources(writer))
    furniture = Furniture(
        page_of=words("page.of"),
        document=words("therapist.document"),
        who=shortened(name),
        bars=() if plan.intake.review.by else (words("therapist.draft_short"),),
        edition=edition_line(plan, words),
    )
    return Document(
        kind="therapist",
        language=words.language,
        direction=words.direction,
        title=words("therapist.document"),
        furniture=furniture,
        blocks=tuple(blocks),
    )


def _title(plan: Plan, words: Words) -> TitleBlock:
    review = plan.intake.review
    checked = ""
    if review.by:
        checked = (
            words("checked_on", name=review.by, date=words.day(review.on))
            if review.on
            else words("checked", name=review.by)
        )
    last = plan.intake.visits[-1] if plan.intake.visits else None
    no_date = words("therapist.no_date", date=words.day(last)) if last else ""
    lines = tuple(line for line in (f"{words.day(plan.today)}.", no_date, checked) if line)
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    draft = "" if review.by else words("therapist.draft")
    return TitleBlock(words("therapist.title"), lines, tuple(bar for bar in (draft, invented) if bar))


def _details(writer: Writer, items: list[PlanItem]) -> list[Block]:
    if not items:
        return []
    advice = tuple(_advice(writer, at, item) for at, item in enumerate(items, 1))
    return [GroupBlock(writer.words("therapist.details"), writer.words("therapist.details_intro"), advice)]


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
    words, sum_ = writer.words, item.arithmetic
    if item.window is None or item.start_by is None or sum_ is None or item.timing not in ("prepare", "later"):
        return ()
    window = item.window
    said = {key: _window_day(getattr(window, key), words) for key in ("early", "likely", "late")}
    lines = [words("therapist.needed", **said)]
    need = date.fromordinal(item.start_by.toordinal() + sum_.total)
    values: dict[str, object] = {
        "date": words.short_day(item.start_by), "need": words.short_day(need), "wait": sum_.wait, "train": sum_.train,
        "buffer": sum_.buffer, "visit": sum_.next_visit, "route": sum_.route.replace("_", " "),
        "default": words("therapist.default_wait") if sum_.default else "",
    }  # fmt: skip
    if not _is_a_course_day(need, window):
        lines.append(
            words("therapist.start_by", date=words.short_day(item.start_by))
            + ": "
            + words("therapist.arithmetic_measure")
        )
    else:
        lines.append(
            words("therapist.arithmetic_equipment" if sum_.route else "therapist.arithmetic_teaching", **values)
        )
    return tuple(lines)


def _is_a_course_day(need: date, window: Dates) -> bool:
    return need in (window.early, window.likely, window.late)


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


# --- what to ask, what lies ahead --------------------------------------------------------------------------------


def _questions(writer: Writer) -> ListBlock:
    words = writer.words
    shown, more = writer.plan.measure_next[:QUESTIONS_TOLD], writer.plan.measure_next[QUESTIONS_TOLD:]
    lines = [
        words("therapist.ask_line", at=at, question=_question(writer, asked), why=_reasons_to_ask(writer, asked))
        for at, asked in enumerate(shown, 1)
    ]
    if more:
        names = "; ".join(name_of(asked.fact, writer.knowledge, words) for asked in more)
        lines.append(words("therapist.measure_more", n=len(more), names=names))
    return ListBlock(heading=words("therapist.measure_next"), intro="", lines=tuple(lines))


def _question(writer: Writer, asked: Question) -> str:
    name = asked.fact if asked.fact in writer.knowledge.vocabulary else asked.written[0]
    if not asked.stale_since:
        return writer.asks([name])
    since = writer.words.short_day(asked.stale_since)
    return f"{writer.asks([name])} ({writer.words('therapist.ask_stale', date=since)})"


def _reasons_to_ask(writer: Writer, asked: Question) -> str:
    """The danger sign it would clear up, the answers it may settle, or the thing it may find in place."""
    words, why = writer.words, []
    if asked.contradicts:
        why.append(words("therapist.ask_contradiction"))
    if asked.red_flags:
        signs = ", ".join(name.replace("_", " ") for name in asked.red_flags)
        why.append(words("therapist.ask_danger", names=signs))
    if asked.settles:
        more = " …" if len(asked.settles) > NAMES_TOLD else ""
        names = "; ".join(writer.title(name) for name in asked.settles[:NAMES_TOLD]) + more
        why.append(words("therapist.ask_settles", n=words.count("answers", len(asked.settles)), names=names))
    elif asked.in_place:
        names = "; ".join(writer.title(name) for name in asked.in_place[:NAMES_TOLD])
        why.append(words("therapist.ask_in_place", names=names))
    return ". ".join(why)


def _data_notes(writer: Writer) -> list[Block]:
    lines = data_notes(writer.plan, writer.words)
    return [ListBlock(heading=writer.words("therapist.told"), intro="", lines=lines)] if lines else []


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
    return [GroupBlock(words("therapist.positions"), "", tuple(shown))]


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
