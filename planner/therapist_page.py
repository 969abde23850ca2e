"""The therapist's document: at a glance, dangers, stage and pace, each recommendation with its reasons, what to measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.conditions import Reason
from planner.document import (
    AdviceBlock,
    Block,
    Document,
    FactsBlock,
    Flag,
    FlagsBlock,
    GroupBlock,
    HeadingBlock,
    ListBlock,
    Part,
    PositionBlock,
    Proof,
    SignBlock,
    SourcesBlock,
    StageBlock,
    TableBlock,
    TitleBlock,
)
from planner.facts import Value
from planner.family_page import DAYS, look_ahead_of, shortened, sort_for
from planner.knowledge import Cited, Evidence, Lines
from planner.plan import Dates, Note, Plan, PlanItem
from planner.truth import Truth
from planner.wording import ROMAN, fill, name_of, names_of, number, reason_in_words, telling, value_in_words
from planner.words import Words

DETAILED = ("now", "prepare", "check_first", "hold")
STRENGTHS = "ABCDEU"
QUESTIONS_IN_TABLE = 14
TONES = {"now": "now", "prepare": "next", "check_first": "check", "hold": "stop", "later": "later"}


class _Sources:
    """Sources numbered in the order in which the page first names them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers) + 1)


class _Writer:
    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan, self.words, self.knowledge = plan, words, plan.knowledge
        self.cite = _Sources()
        country = plan.knowledge.country_of(plan.intake.country)
        self.emergency = country.emergency_number if country else words("emergency_number_unknown")

    def fill(self, lines: Iterable[str]) -> Lines:
        filled = (fill(line, self.knowledge, self.plan.values, self.emergency, self.words) for line in lines)
        return tuple(line for line in filled if line)

    def because(self, reasons: Iterable[Reason]) -> Lines:
        return tuple(reason_in_words(reason, self.knowledge, self.words) for reason in telling(reasons))

    def asks(self, names: Iterable[str]) -> str:
        return names_of(names, self.knowledge, self.words)

    def proof(self, evidence: Evidence) -> Proof:
        lean = self.words(f"therapist.leans.{evidence.leans}")
        return Proof(self.cite(evidence.source), evidence.says, f"{lean}, {evidence.strength}")

    def side(self, cited: Cited) -> Proof:
        return Proof(self.cite(cited.source), cited.says, "")

    def title(self, name: str) -> str:
        rule = self.knowledge.by_id.get(name)
        return " ".join(self.fill([rule.text.therapist.title])) if rule else name.replace("_", " ")


def therapist_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the therapist's care plan."""
    writer = _Writer(plan, words)
    detailed = [item for item in plan.items if item.timing in DETAILED]
    blocks: list[Block] = [_title(plan, words), _summary(writer), _flags(writer), _stage(writer)]
    blocks += _overview(writer, detailed)
    blocks.append(_questions(writer))
    blocks += _data_notes(writer)
    blocks += _details(writer, detailed)
    blocks += _put_aside(writer)
    blocks += _outlook(writer)
    blocks += _positions(writer)
    blocks += _held_back(writer)
    blocks.append(_sign_off(writer))
    blocks.append(_sources(writer))
    about = plan.knowledge
    furniture = {
        "page_of": words("page.of"),
        "document": words("therapist.document"),
        "who": shortened(name),
        "review": "",
        "bar": "" if plan.intake.review.by else words("therapist.draft_short"),
        "edition": words("edition", edition=about.about.edition, digest=about.digest, date=words.day(plan.today)),
    }
    return Document("therapist", words.language, words.direction, words("therapist.document"), furniture, tuple(blocks))


def _title(plan: Plan, words: Words) -> TitleBlock:
    review = plan.intake.review
    checked = ""
    if review.by:
        checked = (
            words("checked_on", name=review.by, date=words.day(review.on))
            if review.on
            else words("checked", name=review.by)
        )
    lines = (words.day(plan.today), *((checked,) if checked else ()))
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    draft = "" if review.by else words("therapist.draft")
    return TitleBlock(words("therapist.title"), lines, tuple(bar for bar in (draft, invented) if bar))


# --- first page ----------------------------------------------------------------------------------------------------


def _summary(writer: _Writer) -> FactsBlock:
    words, plan = writer.words, writer.plan
    entries = [(words("therapist.id"), plan.intake.id)]
    if plan.intake.name:
        entries.insert(0, (words("therapist.name"), plan.intake.name))
    rows = {
        "born": ("birth_date", "age_years"), "diagnosis": ("diagnosis_type", "diagnosis_date"),
        "onset": ("onset_region", "symptom_onset_date"), "total": ("alsfrs_total",), "vital_capacity": ("fvc_pct", "svc_pct"),
        "sniff": ("snip_cmh2o",), "mouth": ("mip_cmh2o",), "cough": ("pcf_l_min",), "saturation": ("spo2_pct",),
        "weight": ("weight_kg", "weight_loss_pct"), "payer": ("main_payer",),
    }  # fmt: skip
    for label, names in rows.items():
        said = [_dated(writer, name) for name in names if name in plan.values]
        entries.append((words(f"therapist.{label}"), ", ".join(said) or words("not_known")))
    last = plan.intake.visits[-1] if plan.intake.visits else None
    entries.append((words("therapist.last_visit"), words.short_day(last) or words("not_known")))
    ahead = look_ahead_of(plan, "person")
    entries.append((words("therapist.look_ahead"), words(f"therapist.look_ahead_words.{ahead}")))
    return FactsBlock(words("therapist.summary"), tuple(entries))


def _dated(writer: _Writer, name: str) -> str:
    value, words = writer.plan.values[name], writer.words
    if value.stale_since:
        return f"{words('not_known')} ({words('therapist.ask_stale', date=words.short_day(value.stale_since))})"
    said = value_in_words(value, name, writer.knowledge, words)
    if name == "weight_loss_pct":
        said = words("therapist.loss", share=said)
    fact = writer.knowledge.vocabulary[name]
    return f"{said} ({words.short_day(value.on)})" if value.on and fact.group not in ("person",) else said


def _flags(writer: _Writer) -> FlagsBlock:
    words = writer.words
    by_id = {flag.id: flag for flag in writer.knowledge.red_flags}
    flags = []
    for raised in writer.plan.red_flags:
        flag = by_id[raised.id]
        parts = (
            Part(words("therapist.because"), writer.because(raised.because)),
            Part(words("therapist.flag_contact"), writer.fill([flag.contact])),
            Part(words("therapist.do"), writer.fill(flag.therapist.do)),
        )
        tone = "stop" if flag.urgency == "emergency" else "call"
        say = " ".join(writer.fill([flag.therapist.say]))
        flags.append(Flag(words(f"urgency.{flag.urgency}"), tone, say, tuple(part for part in parts if part.lines)))
    return FlagsBlock(words("therapist.flags"), words("therapist.no_flags"), tuple(flags))


def _stage(writer: _Writer) -> StageBlock:
    words, plan = writer.words, writer.plan
    stage, stages = plan.stage, plan.knowledge.staging.stages
    said = _stages(stage.low, stage.high)
    if stage.low == stage.high:
        line = words("therapist.stage_line", stage=said, name=stages[stage.low - 1].name)
    else:
        line = words("therapist.stage_range", low=ROMAN[stage.low], high=ROMAN[stage.high])
    by = words("therapist.stage_by_rule")
    if stage.by == "therapist":
        by = words("therapist.stage_by_therapist", range=_stages(*stage.estimated))
    elif stage.kept_from_earlier:
        by += " " + words("therapist.stage_kept", range=_stages(*stage.estimated))
    limbs = words("therapist.limbs", leg=_stages(plan.leg.low, plan.leg.high), arm=_stages(plan.arm.low, plan.arm.high))
    parts = [
        Part(words("therapist.because"), writer.because(stage.because)),
        Part(
            words("therapist.change"),
            (words("therapist.asks", asks=writer.asks(stage.asks)),) if stage.asks else (),
        ),
        Part(words("therapist.pace"), _pace(writer)),
        Part(words("therapist.scales"), (limbs, *_scales(writer))),
        Part(
            words("therapist.goals"),
            stages[stage.low - 1].goals if stage.low == stage.high else (),
            separate=True,
        ),
    ]
    return StageBlock(words("therapist.stage"), line, by, tuple(part for part in parts if part.lines))


def stage_lines(plan: Plan, words: Words) -> tuple[str, str, list[tuple[str, Lines]]]:
    """The stage block as plain lines, for the terminal."""
    block = _stage(_Writer(plan, words))
    return block.stage, block.by, [(part.label, part.lines) for part in block.parts]


def _stages(low: int, high: int) -> str:
    return ROMAN[low] if low == high else f"{ROMAN[low]}–{ROMAN[high]}"


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _scales(writer: _Writer) -> Lines:
    words, plan = writer.words, writer.plan
    kings = plan.kings
    said = _span(kings.low, kings.high)
    marks = "+".join(name for name, truth in (("4A", kings.four_a), ("4B", kings.four_b)) if truth is Truth.YES)
    said = marks or said
    if kings.no_region:
        said += f" ({words('therapist.no_region')})"
    return (
        f"{words('therapist.kings')} {said}; {words('therapist.mitos')} {_span(plan.mitos.low, plan.mitos.high)}; "
        f"{words('therapist.ft9')} {_span(plan.ft9.low, plan.ft9.high)}",
    )


def _pace(writer: _Writer) -> Lines:
    words, progress = writer.words, writer.plan.progression
    choices = writer.knowledge.vocabulary["progression_pace"].choices
    if progress.pace.known:
        said = words(f"therapist.pace_words.{choices[int(progress.pace.low)]}")
    else:
        said = words("not_known")
    rates = []
    if progress.since_onset.note == "too_soon":
        rates.append(words("therapist.too_soon"))
    elif progress.since_onset.high != float("inf"):
        rates.append(words("therapist.since_onset", rate=_rate(progress.since_onset)))
    if progress.recent is None:
        rates.append(words("therapist.no_recent"))
    elif progress.recent.high != float("inf"):
        rates.append(words("therapist.recent", rate=_rate(progress.recent)))
    lines = [f"{said}: {'; '.join(rates)}" if rates else said]
    if not progress.pace.known and progress.pace.asks:
        lines.append(words("therapist.asks", asks=writer.asks(progress.pace.asks)))
    return tuple(lines)


def _rate(value: Value) -> str:
    return number(value.low) if value.known else f"{number(value.low)} – {number(value.high)}"


# --- recommendations --------------------------------------------------------------------------------------------


def _overview(writer: _Writer, items: list[PlanItem]) -> list[Block]:
    words = writer.words
    head = tuple(words(f"therapist.{key}") for key in ("number", "what", "timing", "because"))
    rows = []
    for at, item in enumerate(items, 1):
        always = writer.plan.rule(item).always
        why = (words("therapist.everyone", why=always),) if always else writer.because(item.because)[:2]
        if item.timing == "check_first":
            why = (words("therapist.change_ask", asks=writer.asks(item.asks[:3])),)
        timing = words(f"timing.{item.timing}")
        if item.timing == "prepare" and item.start_by:
            timing = words("therapist.start_by", date=words.short_day(max(item.start_by, writer.plan.today)))
        rows.append((str(at), writer.title(item.id), timing, "; ".join(why)))
    return [TableBlock(words("therapist.problems"), head, tuple(rows), (5, 43, 14, 38))] if rows else []


def _details(writer: _Writer, items: list[PlanItem]) -> list[Block]:
    if not items:
        return []
    advice = tuple(_advice(writer, at, item) for at, item in enumerate(items, 1))
    return [GroupBlock(writer.words("therapist.details"), "", advice)]


def _advice(writer: _Writer, at: int, item: PlanItem) -> AdviceBlock:
    words, rule = writer.words, writer.plan.rule(item)
    marks = [words(f"domain.{rule.domain}")]
    if item.put_off:
        marks.append(words("therapist.put_off"))
    if not rule.reviewed.by:
        marks.append(words("therapist.not_reviewed"))
    parts = [
        Part(
            words("therapist.because"),
            writer.because(item.because) or ((rule.always,) if rule.always else ()),
        ),
        Part(words("therapist.start_by", date="").strip(), _when(writer, item), separate=True),
        Part(words("therapist.holds"), tuple(_held(writer, note) for note in item.holds), "stop", separate=True),
        Part(words("therapist.do"), writer.fill(rule.text.therapist.do), separate=True),
        Part(
            words("therapist.cautions"),
            tuple(_caution(writer, note) for note in item.cautions),
            separate=True,
        ),
        Part(words("therapist.change"), _changes(writer, item)),
        Part(words("therapist.position"), writer.fill([rule.position]) if rule.position else ()),
    ]
    return AdviceBlock(
        str(at), writer.title(item.id), words(f"timing.{item.timing}"), TONES[item.timing], tuple(marks),
        tuple(part for part in parts if part.lines), words("therapist.evidence"),
        _weighed(writer, rule.evidence), _also(writer, rule.evidence),
    )  # fmt: skip


def _weighed(writer: _Writer, evidence: Iterable[Evidence]) -> tuple[Proof, ...]:
    """What the strongest source says, and every source that leans another way than it does."""
    ranked = sorted(evidence, key=lambda e: STRENGTHS.index(e.strength[0]))
    told = [ranked[0], *(entry for entry in ranked[1:] if entry.leans not in (ranked[0].leans, "unclear"))]
    return tuple(writer.proof(entry) for entry in told)


def _also(writer: _Writer, evidence: tuple[Evidence, ...]) -> str:
    """The other sources by number, direction and strength; what each says stands in the rule and in the JSON."""
    told = {proof.number for proof in _weighed(writer, evidence)}
    rest = [proof for entry in evidence if (proof := writer.proof(entry)).number not in told]
    if not rest:
        return ""
    return writer.words("therapist.also", list=", ".join(f"[{proof.number}] {proof.weight}" for proof in rest))


def _when(writer: _Writer, item: PlanItem) -> Lines:
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


def _held(writer: _Writer, note: Note) -> str:
    why = "; ".join(writer.because(note.because))
    if note.truth is Truth.UNKNOWN:
        why = words_ask(writer, note)
    said = " ".join(writer.fill([note.therapist]))
    return f"{said} ({why})" if why else said


def words_ask(writer: _Writer, note: Note) -> str:
    return writer.words("therapist.change_ask", asks=writer.asks(note.asks))


def _caution(writer: _Writer, note: Note) -> str:
    said = " ".join(writer.fill([note.therapist]))
    if note.truth is Truth.UNKNOWN:
        return f"{said} ({writer.words('therapist.caution_open')}: {writer.asks(note.asks)})"
    return f"{said} ({'; '.join(writer.because(note.because))})" if note.because else said


def _changes(writer: _Writer, item: PlanItem) -> Lines:
    if not item.asks:
        return ()
    key = "therapist.change_ask" if item.timing == "check_first" else "therapist.done_ask"
    return (writer.words(key, asks=writer.asks(item.asks)),)


def _put_aside(writer: _Writer) -> list[Block]:
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
        blocks.append(TableBlock(words("therapist.later_list"), head, rows, (38, 14, 48)))
    for timing, key in (("done", "done_list"), ("not_now", "not_now_list")):
        titles = tuple(writer.title(item.id) for item in plan.items if item.timing == timing)
        if titles:
            blocks.append(ListBlock(words(f"therapist.{key}"), "; ".join(titles) + ".", ()))
    return blocks


# --- what to ask, what lies ahead --------------------------------------------------------------------------------


def _questions(writer: _Writer) -> TableBlock:
    words = writer.words
    shown, more = writer.plan.measure_next[:QUESTIONS_IN_TABLE], writer.plan.measure_next[QUESTIONS_IN_TABLE:]
    rows = []
    for at, question in enumerate(shown, 1):
        why = []
        if question.red_flags:
            why.append(
                words(
                    "therapist.ask_danger",
                    names=", ".join(name.replace("_", " ") for name in question.red_flags),
                )
            )
        if question.settles:
            names = "; ".join(writer.title(name) for name in question.settles[:3]) + (
                " …" if len(question.settles) > 3 else ""
            )
            why.append(words("therapist.ask_settles", n=words.count("answers", len(question.settles)), names=names))
        elif question.in_place:
            why.append(
                words(
                    "therapist.ask_in_place",
                    names="; ".join(writer.title(name) for name in question.in_place[:2]),
                )
            )
        stale = (
            f" ({words('therapist.ask_stale', date=words.short_day(question.stale_since))})"
            if question.stale_since
            else ""
        )
        rows.append(
            (
                str(at),
                writer.asks([question.fact if question.fact in writer.knowledge.vocabulary else question.written[0]])
                + stale,
                ". ".join(why),
            )
        )
    head = (words("therapist.number"), words("therapist.ask_what"), words("therapist.ask_why"))
    note = ""
    if more:
        note = words(
            "therapist.measure_more",
            n=len(more),
            names="; ".join(name_of(q.fact, writer.knowledge, words) for q in more),
        )
    return TableBlock(words("therapist.measure_next"), head, tuple(rows), (5, 40, 55), note)


def _data_notes(writer: _Writer) -> list[Block]:
    intake = writer.plan.intake
    lines = (*intake.to_confirm, *intake.told)
    return [ListBlock(writer.words("therapist.told"), "", lines)] if lines else []


def _outlook(writer: _Writer) -> list[Block]:
    words, plan = writer.words, writer.plan
    lines = tuple(
        words(
            "therapist.measure_line", question=name_of(line.fact, writer.knowledge, words), value=number(line.value),
            fall=number(line.falls[1]), basis=words("therapist.own_slope" if line.own else "therapist.prior"),
        )
        for line in plan.lines
    )  # fmt: skip
    rows = []
    for milestone in plan.milestones:
        if milestone.likely > plan.knowledge.limits["look_ahead_most_months"].value:
            continue
        chances = dict(milestone.within)
        said = words(
            "therapist.milestone",
            question=name_of(milestone.fact, writer.knowledge, words),
            score=milestone.at_most,
        )
        window = f"{_months(milestone.p10, words)} – {_months(milestone.p90, words)}"
        rows.append((said, window, _months(milestone.likely, words), *(f"{chances[n]:.2f}" for n in (3, 6, 12))))
    if not rows and not lines:
        return []
    head = (
        words("therapist.what"),
        words("therapist.window"),
        words("therapist.likely"),
        *(words("therapist.within", n=n) for n in (3, 6, 12)),
    )
    note = "; ".join(lines)
    if not rows:
        return [ListBlock(words("therapist.ahead"), words("therapist.ahead_intro"), lines)]
    return [
        HeadingBlock(words("therapist.ahead"), words("therapist.ahead_intro")),
        TableBlock("", head, tuple(rows), (40, 16, 11, 11, 11, 11), note),
    ]


def _months(months: float, words: Words) -> str:
    return words("therapist.beyond") if months > 24 else f"{months:.1f}"


def _positions(writer: _Writer) -> list[Block]:
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


def _held_back(writer: _Writer) -> list[Block]:
    words, plan = writer.words, writer.plan
    ahead = look_ahead_of(plan, "person")
    held = sort_for(plan, ahead).held_back if DAYS[ahead] is not None else ()
    if not held:
        return []
    names = "; ".join(writer.title(item.id) for item in held)
    said = words("therapist.held_back_intro", look_ahead=words(f"therapist.look_ahead_words.{ahead}"), names=names)
    return [ListBlock(words("therapist.held_back"), said, ())]


def _sign_off(writer: _Writer) -> SignBlock:
    words, about = writer.words, writer.knowledge.about
    review = writer.plan.intake.review
    roles = (
        (words("therapist.sign_name"), review.by),
        (words("therapist.sign"), ""),
        (words("therapist.sign_date"), words.day(review.on)),
    )
    reviewed = ", ".join(about.reviewers) or about.not_reviewed
    foot = (about.disclaimer, reviewed, words("therapist.limits_note"), words("not_carried"))
    return SignBlock(words("therapist.signoff"), words("therapist.signoff_text"), roles, foot)


def _sources(writer: _Writer) -> SourcesBlock:
    words, entries = writer.words, []
    for name, at in writer.cite.numbers.items():
        source = writer.knowledge.sources[name]
        entries.append((at, source.cite, words(f"therapist.read.{source.read}")))
    return SourcesBlock(words("therapist.sources"), tuple(entries))
