"""The top of the therapist's first page: who, what changed since the last visit, stage and pace, breath and cough, red flags."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.assessment.derive import DAYS_PER_MONTH
from planner.language.wording import number, value_in_words
from planner.model.facts import Observation
from planner.model.knowledge import Limit
from planner.model.shapes import Lines
from planner.pages.blocks import TitleBlock
from planner.pages.therapist.blocks import BreathBlock, BreathRow, Gauge, LabelledBlock
from planner.pages.therapist.frame import bars
from planner.pages.therapist.front import stage_block
from planner.pages.therapist.writer import Writer
from planner.plan.plan import Plan

# Each breathing test with the limits at which one acts, from the mildest on; those of one sex stand where it is known.
TESTS: dict[str, tuple[str, ...]] = {
    "fvc_pct": ("vital_capacity_prepare", "vital_capacity_low"),
    "svc_pct": ("vital_capacity_prepare", "vital_capacity_low"),
    "snip_cmh2o": ("sniff_pressure_prepare_{sex}", "sniff_pressure_low"),
    "mip_cmh2o": ("mouth_pressure_prepare_{sex}", "mouth_pressure_low"),
    "pcf_l_min": ("peak_cough_flow_weak", "peak_cough_flow_very_weak"),
    "spo2_pct": ("resting_saturation_low",),
}
SEXES = {"female": "women", "male": "men"}
COMPARED = ("falls_3mo", "falls_1mo", "weight_kg", "tug_s")  # beside the items and the strength of muscles
LABELS = {
    "fvc_pct": "vital_capacity", "svc_pct": "vital_capacity", "snip_cmh2o": "sniff", "mip_cmh2o": "mouth",
    "pcf_l_min": "cough", "spo2_pct": "saturation",
}  # fmt: skip
CHANGES, FLAG_REASONS = 14, 3


def strip(writer: Writer, name: str) -> TitleBlock:
    """Name and age, illness and months, payer and helpers; the visit, and the goal in the person's words."""
    plan, words = writer.plan, writer.words
    age = plan.values.get("age_years")
    title = f"{name}, {number(age.low)}" if age is not None and age.known else name
    facts = ("sex", "diagnosis_type", "onset_region", "main_payer", "helpers_count")
    about = [_told(writer, fact) for fact in facts if _is_known(plan, fact)]
    for key in ("symptom_onset_date", "diagnosis_date"):
        day = plan.values[key].raw if _is_known(plan, key) else None
        if isinstance(day, date):
            months = round((plan.today - day).days / DAYS_PER_MONTH)
            about.append(words(f"therapist.strip.{key}", date=words.month(day), n=months))
    visit = words("therapist.strip.visit", date=words.short_day(writer.last_visit) or words("not_known"))
    wish = plan.intake.preferences.what_matters
    goal = words("therapist.strip.goal", goal=wish) if wish else words("therapist.strip.no_goal")
    review = plan.intake.review
    checked = words("checked_on", name=review.by, date=words.day(review.on)) if review.by and review.on else ""
    checked = checked or (words("checked", name=review.by) if review.by else "")
    lines = (f"{' · '.join((plan.intake.id, *about))}.", f"{visit} · {goal}", checked)
    return TitleBlock(title=title, lines=tuple(filter(None, lines)), bars=bars(plan, words))


def _is_known(plan: Plan, name: str) -> bool:
    value = plan.values.get(name)
    return value is not None and value.known and not value.stale_since


def _told(writer: Writer, name: str) -> str:
    said = value_in_words(writer.plan.values[name], name, writer.knowledge, writer.words)
    return writer.words(f"therapist.strip.{name}", value=said)


# --- what changed, stage, red flags -------------------------------------------------------------------------------


def front_rows(writer: Writer) -> LabelledBlock:
    """What changed since the last visit, stage and pace in one line each, and every red flag, most urgent first."""
    words, stage = writer.words, stage_block(writer)
    pace = next(line for part in stage.parts if part.label == words("therapist.pace") for line in part.lines)
    if not writer.plan.progression.pace.known:
        pace = words("therapist.pace_line", pace=pace)
    before = _visit_before(writer.plan)
    changes = " · ".join(_changes(writer, before)) if before else ""
    since = words(
        "therapist.since_day", date=words.short_day(before), changes=changes or words("therapist.since_nothing")
    )
    rows = (
        *(((words("therapist.since"), (since,)),) if before else ()),
        (
            words("therapist.stage"),
            (f"{stage.stage.split(' (')[0]} · {stage.by.split('.')[0]} · {pace}",),
        ),
        (words("therapist.flags"), _flags(writer)),
    )
    return LabelledBlock(rows)


def _visit_before(plan: Plan) -> date | None:
    return plan.intake.visits[-2] if len(plan.intake.visits) > 1 else None


def _changes(writer: Writer, before: date) -> Iterator[str]:
    """Each number that is another than before, old to new; what was never told before is new."""
    plan, known = writer.plan, writer.knowledge.vocabulary
    totals = plan.totals
    if len(totals) > 1 and totals[-1][1] != totals[-2][1]:
        yield f"{writer.words('therapist.total')} {number(totals[-2][1])} › {number(totals[-1][1])}"
    names = [*known.alsfrs_items, *(name for name in known.plain_of if name.startswith("mrc_")), *COMPARED]
    told = 0
    for name in names:
        value, old = plan.values.get(name), _last_told(plan, name, before)
        if value is None or not value.known or old is None or told >= CHANGES:
            continue
        new = value_in_words(value, name, writer.knowledge, writer.words)
        if isinstance(old.value, int | float) and not isinstance(old.value, bool) and old.value != value.low:
            told += 1
            yield f"{writer.asks([name]).rstrip('?')} {number(float(old.value))} › {new}"


def _last_told(plan: Plan, name: str, up_to: date) -> Observation | None:
    told = [seen for seen in plan.intake.observations if seen.fact == name and seen.on <= up_to]
    return max(told, key=lambda seen: seen.on, default=None)


def _flags(writer: Writer) -> Lines:
    words = writer.words
    by_id = {flag.id: flag for flag in writer.knowledge.red_flags}
    found: dict[str, list[str]] = {}
    for raised in writer.plan.red_flags:
        flag = by_id[raised.id]
        why = "; ".join(writer.because(filter(writer.says_more, raised.because))[:FLAG_REASONS])
        said = " ".join(writer.fill([flag.therapist.say])).rstrip(".")
        found.setdefault(flag.urgency, []).append(f"{said} ({why})" if why else said)
    lines = (
        words("therapist.flag_line", urgency=words(f"urgency.{urgency}"), signs=" · ".join(signs))
        for urgency, signs in found.items()
    )
    return tuple(lines) or (words("therapist.no_flags"),)


# --- breath and cough ---------------------------------------------------------------------------------------------


def breath(writer: Writer) -> BreathBlock:
    """Each breathing test that is known, with the numbers at which one acts; what is not known is named."""
    words, plan = writer.words, writer.plan
    shown = [name for name in TESTS if _is_known(plan, name)]
    missing = [name for name in TESTS if name not in shown and LABELS[name] not in {LABELS[one] for one in shown}]
    notes = [words("therapist.breath.note")] if shown else []
    if missing:
        names = dict.fromkeys(_name(writer, name) for name in missing)  # two tests may share a name
        notes.append(words("therapist.breath_missing", names=", ".join(names)))
    head = ("", *(words(f"therapist.breath.{key}") for key in ("was", "now", "gauge", "act_at")))
    return BreathBlock(
        heading=words("therapist.breath.heading"), head=head, rows=tuple(_row(writer, name) for name in shown), notes=(" ".join(notes),)
    )  # fmt: skip


def _name(writer: Writer, name: str) -> str:
    return writer.words(f"therapist.{LABELS[name]}")


def _row(writer: Writer, name: str) -> BreathRow:
    plan, words = writer.plan, writer.words
    value, unit = plan.values[name], writer.knowledge.vocabulary[name].unit
    limits = [limit for key in TESTS[name] if (limit := _limit(writer, key)) is not None]
    before = _last_told(plan, name, _day_before(value.on)) if value.on else None
    was = before.value if before is not None and isinstance(before.value, int | float) else None
    marks = [limit.value for limit in limits]
    return BreathRow(
        name=f"{_name(writer, name)}, {unit}",
        was=f"{number(float(was))} ({words.short_day(before.on)})" if was is not None and before else "–",
        now=f"{number(value.low)} ({words.short_day(value.on)})",
        gauge=_gauge(writer, name, value.low, None if was is None else float(was), marks),
        act_at=tuple(f"< {number(limit.value)}" for limit in limits),
    )


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _limit(writer: Writer, key: str) -> Limit | None:
    """A limit by its key; where the sex is not known, or another, the one at which one acts earlier."""
    sex = writer.plan.values.get("sex")
    of = SEXES.get(str(sex.raw)) if sex is not None and sex.known else None
    return writer.knowledge.limits.get(key.format(sex=of or "men"))


def _gauge(writer: Writer, name: str, now: float, was: float | None, marks: list[float]) -> Gauge:
    """Shares of a span that holds the values and the numbers to act at with some room on both sides."""
    told = [now, *marks, *([was] if was is not None else [])]
    room = (max(told) - min(told)) / 4 or 1
    low, high = min(told) - room, max(told) + room

    def share(one: float) -> float:
        return round((one - low) / (high - low), 3)

    says = writer.words(
        "therapist.breath.says",
        name=_name(writer, name),
        value=number(now),
        at=" / ".join(number(mark) for mark in marks),
    )
    return Gauge(now=share(now), was=None if was is None else share(was), marks=tuple(map(share, marks)), says=says)
