"""Laws of the agenda, over every story and people whose measures lie near every limit."""

from __future__ import annotations

from random import Random

import pytest
from near_limits import crowd, in_parts, plan_of, together
from people import TODAY
from stories import STORIES, base, day_of, plan_for, source_of

from planner import assess, make_plan, read_intake
from planner.model.conditions import truth_of
from planner.model.facts import Facts
from planner.model.problems import GRAVEST, Step
from planner.model.truth import Truth
from planner.plan.lines import PRESCRIPTION, Act, AgendaLine, LadderPlace
from planner.plan.plan import Plan
from planner.reading.resources import resource

pytestmark = together

URGENT = ("emergency", "same_day")


def broken(plan: Plan) -> list[str]:
    """A sentence for each law of the agenda that this plan breaks."""
    return [*lengths(plan), *order(plan), *dangers(plan), *waits(plan), *truth(plan), *next_steps(plan)]


def limit(name: str) -> int:
    return int(base().numbers[name])


def lengths(plan: Plan) -> list[str]:
    agenda, found = plan.agenda, []
    free = [line for line in agenda.today if not line.is_kept]
    if len(agenda.today) > limit("agenda_lines") and free:
        found.append(f"{len(agenda.today)} lines, and {free[0].problem} could wait")
    acts = [act for line in agenda.today for act in line.acts if not act.is_kept]
    if len(acts) > limit("agenda_acts"):
        found.append(f"{len(acts)} acts")
    found += [
        f"{line.problem} has too many acts"
        for line in agenda.today
        if len([act for act in line.acts if not act.is_kept]) > limit("agenda_acts_a_line")
    ]
    if sum(line.minutes for line in agenda.today) > limit("agenda_minutes") and free:
        found.append("more minutes than a visit has, beside a line that could wait")
    moves = [name for line in agenda.today for act in line.acts for name in act.moves]
    if len(moves) > 2 * limit("agenda_moves_each"):
        found.append(f"{len(moves)} moves")
    return found


def order(plan: Plan) -> list[str]:
    """What rests on facts comes before what is usual, and that before what everybody gets; graver lines come first."""
    tiers = [1 if line.basis == "stage" else 0 if line.severity else 2 for line in plan.agenda.today]
    grades = [line.severity for line in plan.agenda.today if line.basis == "facts"]
    found = [] if tiers == sorted(tiers) else [f"tiers {tiers}"]
    return [*found, *([] if grades == sorted(grades, reverse=True) else [f"severities {grades}"])]


def acts_today(plan: Plan) -> dict[str, Act]:
    return {act.id: act for line in plan.agenda.today for act in line.acts}


def dangers(plan: Plan) -> list[str]:
    """Every danger sign is answered today, as gravely as it is; what prevents harm within weeks stands today."""
    signs = {flag.id: flag for flag in base().red_flags}
    acts, found = acts_today(plan), []
    answered = {sign: act for act in acts.values() for sign in act.answers}
    for flag in plan.red_flags:
        least = GRAVEST if signs[flag.id].urgency in URGENT else GRAVEST - 1
        if flag.id not in answered:
            found.append(f"nothing answers {flag.id}")
        elif answered[flag.id].severity < least:
            found.append(f"{answered[flag.id].id} is less grave than {flag.id}")
    found += [f"{line.problem} is moved" for line in plan.agenda.next_visit if line.is_kept]
    return found


def waits(plan: Plan) -> list[str]:
    """A line is moved only where as many graver ones stand; a free movement is never moved while another line can wait."""
    agenda = plan.agenda
    found = [f"{line.problem} has no day" for line in agenda.next_visit if line.on is None or line.why_later is None]
    moved = [line for line in agenda.next_visit if any(act.id == PRESCRIPTION and not act.check for act in line.acts)]
    could = [line for line in agenda.today if can_wait(line)]
    left = sum(line.minutes for line in agenda.today if line not in could)
    if moved and could and left + moved[0].minutes <= limit("agenda_minutes"):
        found.append(f"the prescription waits although {could[0].problem} could")
    return found


def can_wait(line: AgendaLine) -> bool:
    return not line.is_kept and line.severity < GRAVEST - 1 and not any(act.long_wait for act in line.acts)


def truth(plan: Plan) -> list[str]:
    """No act beside an unmet condition of relevance, none put off, none twice, and no stage in the place of a danger."""
    items = {item.id: item for item in plan.items}
    lapsed = {act.id for act in acts_today(plan).values() if act.last_told}
    names = [
        name for line in plan.agenda.today for act in line.acts for name in (act.id, *act.moves) if name != PRESCRIPTION
    ]
    found = [f"{name} stands twice" for name in set(names) if names.count(name) > 1]
    for name in names:
        if name in lapsed:
            continue
        if items[name].comes_with or items[name].put_off or items[name].timing in ("done", "not_now", "later"):
            found.append(f"{name} stands though it is {items[name].timing}")
    found += [
        f"{act.id} is grave by stage alone"
        for act in acts_today(plan).values()
        if act.basis == "stage" and act.severity > 1
    ]
    return found


def next_steps(plan: Plan) -> list[str]:
    """What is named as next is not due or there already, not on today's lines, not put off, and possible for this body."""
    assessment = assess(plan.intake, base(), today=plan.today)
    steps = {name: step for _, step in base().problems.steps() for name in (*step.rules, *step.things)}
    today = {name for line in plan.agenda.today for act in line.acts for name in (act.id, *act.moves)}
    named = {place.next.id for place in plan.agenda.ladders if place.next}
    named |= {line.next_step.id for line in plan.agenda.today if line.next_step}
    named |= {entry.id for entry in plan.agenda.left_out if entry.why == "next_step"}
    found = [f"{name} is next and on today's lines" for name in named & today]
    found += [f"{name} is next, but this body excludes it" for name in named & assessment.closed.keys()]
    found += [
        f"{name} is next, but that is met" for name in named if _is_met(name, steps[name], plan, assessment.facts)
    ]
    return found + [
        f"{name} is named too early"
        for name in named
        if (given := steps[name].named_when) is not None and truth_of(given, assessment.facts) is not Truth.YES
    ]


def _is_met(name: str, step: Step, plan: Plan, facts: Facts) -> bool:
    """Whether a step needs no naming any more: due, there, put off; of a step that waits for something else only the last two."""
    if name in base().equipment:
        order = next((order for order in plan.equipment if order.id == name), None)
        needed = base().equipment[name].needed_when
        is_needed = needed is not None and truth_of(needed, facts) is Truth.YES
        return is_needed or (order is not None and (order.put_off or order.action not in ("wait", "order_by", "defer")))
    item = plan.item(name)
    assert item is not None
    waits = step.after is not None and truth_of(step.after, facts) is not Truth.YES
    due = item.timing in ("now", "hold") and not item.ahead
    return item.put_off or item.timing == "done" or (due and not waits)


@pytest.mark.parametrize("name", STORIES)
def test_the_agenda_of_every_story_keeps_the_laws(name: str) -> None:
    assert broken(plan_for(name, base())) == []


@in_parts
def test_so_does_that_of_people_near_every_limit(part: int) -> None:
    for intake, plan in crowd(part):
        assert broken(plan) == [], intake


@pytest.mark.parametrize("stage", range(1, 7))
def test_a_stage_alone_gives_a_short_agenda_and_answers_the_four_subjects(stage: int) -> None:
    facts = {"stage_by_therapist": stage}
    plan = plan_of({"patient": {"id": "invented-stage"}, "visits": [{"on": "2026-11-20", "facts": facts}]})
    agenda = plan.agenda
    assert broken(plan) == []
    assert 0 < len(agenda.today) <= limit("agenda_filled_to")
    assert {"wheels", "feet", "energy", "breathing", "cough"} <= {place.ladder for place in agenda.ladders}
    usual = {act.id for line in agenda.today for act in line.acts if act.basis == "stage"}
    assert usual and usual <= set(base().staging.stages[stage - 1].usual)


def test_at_stage_three_the_chair_is_borrowed_now_and_the_power_chair_planned() -> None:
    facts = {"stage_by_therapist": 3}
    plan = plan_of({"patient": {"id": "invented-stage"}, "visits": [{"on": "2026-11-20", "facts": facts}]})
    assert set(acts_today(plan)) == {
        *("light_ankle_brace_leaf_spring", "early_lightweight_wheelchair_rental", "power_wheelchair_evaluation"),
        *("pace_and_plan_energy", "lung_volume_recruitment", PRESCRIPTION),
    }


def test_after_one_fall_the_walker_is_named_with_its_number_and_no_cane() -> None:
    """The cane is for those who have not fallen; the step beside a line of falls is the rollator, with what brings it."""
    plan = plan_for("One fall at a quick timed walk is answered by the falls bundle and by no walking aid", base())
    line = next(line for line in plan.agenda.today if line.problem == "feet_and_falls")
    assert line.next_step is not None and line.next_step.id == "rollator_with_seat"
    assert "{timed_up_and_go_slow} s or more, a second fall" in line.next_step.brought_by.therapist


def test_what_strength_excludes_is_no_usual_line_and_arms_that_hang_bring_driving_up() -> None:
    name = "A man with flail arms who walks for miles gets a home without handles and set hours of help"
    foot = {"mrc_ankle_dorsiflexion": 5, "foot_drop": None}
    source = source_of(name)
    source = {
        **source,
        "visits": [
            *source["visits"][:-1],
            {**source["visits"][-1], "facts": {**source["visits"][-1]["facts"], **foot}},
        ],
    }
    acts = acts_today(make_plan(assess(read_intake(source, base(), day_of(name)), base(), today=day_of(name)), base()))
    assert not [one for one in acts if "ankle_brace" in one]
    assert acts["driving_a_car_check"].severity == GRAVEST - 1


def test_nobody_well_and_without_falls_has_harm_within_weeks_on_the_agenda() -> None:
    """The ceiling of severity: all items at 3 or 4, no falls, no danger sign, nothing measured low."""
    chance = Random("ceiling")
    items = [
        name for name, fact in base().vocabulary.facts.items() if fact.group == "alsfrs_r" and fact.kind == "grade"
    ]
    for _ in range(60):
        facts = {name: chance.choice((3, 4)) for name in items} | {
            "falls_1mo": 0,
            "falls_3mo": 0,
            "alsfrs_orthopnea": 4,
        }
        plan = plan_of({"patient": {"id": "invented-well"}, "visits": [{"on": "2026-11-20", "facts": facts}]})
        assert [line.problem for line in plan.agenda.today if line.severity == GRAVEST] == [], facts


def test_a_danger_does_not_lapse_by_its_date_alone() -> None:
    facts = {"fvc_pct": 44, "alsfrs_walking": 4}
    plan = plan_of({"patient": {"id": "invented-old-test"}, "visits": [{"on": "2026-02-01", "facts": facts}]})
    act = acts_today(plan)["mask_breathing_assessment_now"]
    assert (act.severity, act.check) == (GRAVEST - 1, True)
    assert [(reason.fact, reason.value, reason.on) for reason in act.last_told] == [("fvc_pct", 44, "2026-02-01")]


def place_of(ladder: str, plan: Plan) -> LadderPlace:
    return next(place for place in plan.agenda.ladders if place.ladder == ladder)


def test_taking_a_brace_off_is_next_only_where_a_brace_is_there() -> None:
    facts = {"alsfrs_walking": 3, "mrc_ankle_dorsiflexion_left": 3, "foot_drop_left": True}
    told = {"patient": {"id": "invented-brace"}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    assert place_of("feet", plan_of(told)).next is None
    worn = plan_of({**told, "equipment": [{"item": "ankle_brace_leaf_spring", "status": "in_use"}]})
    step = place_of("feet", worn).next
    assert step is not None and step.id == "stop_ankle_brace_for_walking"


def test_what_waits_for_a_chair_that_was_put_off_is_not_next() -> None:
    facts = {"alsfrs_walking": 1, "alsfrs_stairs": 0}
    told = {"patient": {"id": "invented-chair"}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    step = place_of("wheels", plan_of(told)).next
    assert step is not None and step.id == "power_wheelchair_specification"
    put_off = plan_of({**told, "preferences": {"not_now": ["power_wheelchair"]}})
    assert place_of("wheels", put_off).next is None


def test_it_is_no_line_once_a_newer_value_says_that_it_is_met() -> None:
    visits = [{"on": "2026-02-01", "facts": {"fvc_pct": 44}}, {"on": "2026-11-20", "facts": {"fvc_pct": 88}}]
    plan = plan_of({"patient": {"id": "invented-new-test"}, "visits": visits})
    assert not any(act.last_told for act in acts_today(plan).values())


def test_the_example_has_brace_light_chair_power_chair_energy_and_breath_stacking_today() -> None:
    demo = read_intake(resource("stages") / "demo.yaml", base(), TODAY)
    plan = make_plan(assess(demo, base(), today=TODAY), base())
    assert len(plan.agenda.today) <= limit("agenda_lines")
    assert {
        *("light_ankle_brace_leaf_spring", "early_lightweight_wheelchair_rental", "power_wheelchair_evaluation"),
        *("pace_and_plan_energy", "lung_volume_recruitment", PRESCRIPTION),
    } <= set(acts_today(plan))
