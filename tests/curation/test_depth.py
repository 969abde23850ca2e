"""How much was really read is counted, and what is past its day is told."""

from dataclasses import replace
from datetime import date

from click.testing import CliRunner

from planner.commands.cli import cli
from planner.curation.depth import depth_lines, review_findings, unread
from planner.model.knowledge import Knowledge

BEFORE = date(2026, 12, 1)


def test_the_counts_are_those_of_the_files(knowledge: Knowledge) -> None:
    lines = list(depth_lines(knowledge))
    assert lines[0].startswith(f"Numbers: {len(knowledge.limits)}: ") and lines[0].endswith("planner default.")
    read = sum(lead.origin is not None for thing in knowledge.equipment.values() for lead in thing.leads)
    assert read and any(line.startswith(f"Waits with a figure that was read: {read} of ") for line in lines)


def test_what_nobody_has_read_is_named(knowledge: Knowledge) -> None:
    payers, numbers, waits, prices = unread(knowledge)
    assert "us_medicare_small_aids" in payers and "us_medicare_mattress" not in payers
    assert "fan_far_cm" in numbers and "fan_near_cm" not in numbers
    assert "power_wheelchair" not in waits and "gait_belt" in prices


def test_each_payer_says_when_it_is_read_again(knowledge: Knowledge) -> None:
    assert not list(review_findings(knowledge, BEFORE))
    assert all(payer.review_by for payer in knowledge.payers) and knowledge.market.review_by
    late = list(review_findings(knowledge, date(2099, 1, 1)))
    assert len(late) == len(knowledge.payers) + 1 and "us_medicare_beds: its review was due by" in " ".join(
        map(str, late)
    )


def test_a_payer_of_a_layer_may_leave_its_day_out(knowledge: Knowledge) -> None:
    undated = tuple(payer.model_copy(update={"review_by": None}) for payer in knowledge.payers)
    assert len(list(review_findings(replace(knowledge, payers=undated), date(2099, 1, 1)))) == 1


def test_check_prints_the_counts_when_asked() -> None:
    run = CliRunner().invoke(cli, ["check", "--depth"])
    assert run.exit_code == 0 and "nothing to mend" in run.output
    assert "Numbers: " in run.output and "Nobody has read anything on these:" in run.output
    refused = CliRunner().invoke(cli, ["check", "--depth", "--json"])
    assert refused.exit_code == 2 and "leave --json out" in refused.output
