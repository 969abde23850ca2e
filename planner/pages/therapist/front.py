"""The front of the therapist's document: at a glance, red flags, stage and pace."""

from __future__ import annotations

from planner.language.wording import ROMAN, number, value_in_words
from planner.language.words import Words
from planner.model.facts import Value
from planner.model.shapes import Lines
from planner.model.truth import Truth
from planner.pages.blocks import Part
from planner.pages.therapist.blocks import FactsBlock, FlagBox, FlagsBlock, Score, ScoresBlock, StageBlock
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import look_ahead_of
from planner.plan.plan import Plan


def summary(writer: Writer, name: str) -> FactsBlock:
    """Who it is, under this name, and what is known at a glance."""
    words, plan = writer.words, writer.plan
    entries = [(words("therapist.id"), plan.intake.id)]
    if name != plan.intake.id:
        entries.insert(0, (words("therapist.name"), name))
    rows = {
        "born": ("birth_date", "age_years"), "diagnosis": ("diagnosis_type", "diagnosis_date"),
        "onset": ("onset_region", "symptom_onset_date"), "total": ("alsfrs_total",), "vital_capacity": ("fvc_pct", "svc_pct"),
        "sniff": ("snip_cmh2o",), "mouth": ("mip_cmh2o",), "cough": ("pcf_l_min",), "saturation": ("spo2_pct",),
        "weight": ("weight_kg", "weight_loss_pct"), "payer": ("main_payer",),
    }  # fmt: skip
    for label, names in rows.items():
        said = [_dated(writer, name) for name in names if name in plan.values]
        entries.append((words(f"therapist.{label}"), ", ".join(said) or words("not_known")))
    entries.append((words("therapist.last_visit"), words.short_day(writer.last_visit) or words("not_known")))
    for label, reader in (("look_ahead", "person"), ("helper_look_ahead", "helper")):
        entries.append(
            (words(f"therapist.{label}"), words(f"therapist.look_ahead_words.{look_ahead_of(plan, reader)}"))
        )
    topics = [plan.knowledge.about.topics[name].name for name in plan.intake.preferences.print_topics_held_back]
    entries.append((words("therapist.topics"), ", ".join(topics) or words("therapist.none")))
    return FactsBlock(words("therapist.summary"), tuple(entries))


def _dated(writer: Writer, name: str) -> str:
    value, words = writer.plan.values[name], writer.words
    if value.stale_since:
        return f"{words('not_known')} ({words('therapist.ask_stale', date=words.short_day(value.stale_since))})"
    said = value_in_words(value, name, writer.knowledge, words)
    if name == "weight_loss_pct":
        said = words("therapist.loss", share=said)
    fact = writer.knowledge.vocabulary[name]
    dated = value.on and value.on != writer.last_visit and fact.group not in ("person",)
    return f"{said} ({words.short_day(value.on)})" if dated else said


def flags_block(writer: Writer) -> FlagsBlock:
    words = writer.words
    by_id = {flag.id: flag for flag in writer.knowledge.red_flags}
    flags = []
    for raised in writer.plan.red_flags:
        flag = by_id[raised.id]
        parts = (
            Part(label=words("therapist.because"), lines=writer.because(raised.because)),
            Part(label=words("therapist.flag_contact"), lines=writer.fill([flag.contact])),
            Part(label=words("therapist.do"), lines=writer.fill(flag.therapist.do)),
        )
        tone = "stop" if flag.urgency == "emergency" else "call"
        say = " ".join(writer.fill([flag.therapist.say]))
        flags.append(FlagBox(words(f"urgency.{flag.urgency}"), tone, say, tuple(part for part in parts if part.lines)))
    return FlagsBlock(words("therapist.flags"), words("therapist.no_flags"), tuple(flags))


def stage_block(writer: Writer) -> StageBlock:
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
    if stage.assumed and stage.by == "rule":
        by += " " + words("therapist.stage_assumed")
    limbs = words("therapist.limbs", leg=_stages(plan.leg.low, plan.leg.high), arm=_stages(plan.arm.low, plan.arm.high))
    parts = [
        Part(label=words("therapist.because"), lines=writer.because(stage.because)),
        Part(
            label=words("therapist.change"),
            lines=(words("therapist.asks", asks=writer.asks(stage.asks)),) if stage.asks else (),
        ),
        Part(label=words("therapist.pace"), lines=_pace(writer)),
        Part(label=words("therapist.scales"), lines=(limbs, *_scales(writer))),
        Part(
            label=words("therapist.goals"),
            lines=stages[stage.low - 1].goals if stage.low == stage.high else (),
            separate=True,
        ),
    ]
    return StageBlock(
        heading=words("therapist.stage"), stage=line, by=by, parts=tuple(part for part in parts if part.lines)
    )


def stage_lines(plan: Plan, words: Words) -> tuple[str, str, list[tuple[str, Lines]]]:
    """The stage block as plain lines, for the terminal."""
    block = stage_block(Writer(plan, words))
    return block.stage, block.by, [(part.label, part.lines) for part in block.parts]


def _stages(low: int, high: int) -> str:
    return ROMAN[low] if low == high else f"{ROMAN[low]}–{ROMAN[high]}"


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _scales(writer: Writer) -> Lines:
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


def _pace(writer: Writer) -> Lines:
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


IN_GROUP = 3  # bulbar, hands, trunk and legs, breathing


def scores_block(writer: Writer) -> ScoresBlock:
    """Each item with its score, never a 0 for what is not known, and their total where it is; how that went stands on the first page."""
    words = writer.words
    items = [_score(name, writer) for name in writer.knowledge.vocabulary.alsfrs_items]
    said = ", ".join(f"{item.label} {item.score or words('not_known')}" for item in items)
    groups = tuple(tuple(items[at : at + IN_GROUP]) for at in range(0, len(items), IN_GROUP))
    says = words("therapist.scores_say", items=said)
    return ScoresBlock(heading=words("therapist.scores"), says=says, groups=groups, total=_total(writer))


def _score(name: str, writer: Writer) -> Score:
    value, (least, most) = writer.plan.values.get(name), writer.knowledge.vocabulary[name].ends
    label = writer.words(f"therapist.item.{name}")
    if value is None or not value.known:
        return Score(label, "", 0.0)
    return Score(label, number(value.low), round((most - value.low) / (most - least), 3))


def _total(writer: Writer) -> str:
    total = writer.plan.values.get("alsfrs_total")
    most = number(writer.knowledge.vocabulary["alsfrs_total"].ends[1])
    known = total is not None and total.known
    return writer.words("therapist.total_of", total=number(total.low), most=most) if total and known else ""
