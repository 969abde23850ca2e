"""Commands that answer on the terminal. Everything heavy is opened inside the command that needs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.commands.helping import command
from planner.commands.options import common, planned
from planner.commands.terminal import say


@command()
@click.argument("intake")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def stage(intake: str, as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """Stage and pace of one person, with reasons and what is missing."""
    from planner.commands import findings

    made, _ = planned(intake, stages, today)
    say(findings.stage_json(made) if as_json else findings.stage_text(made))


@command()
@click.argument("intake")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--most", type=click.IntRange(min=1), default=None, help="How many single questions (default: today's).")
@common
def ask(intake: str, as_json: bool, most: int | None, today: date | None, stages: tuple[Path, ...]) -> None:
    """What to ask or measure next: six questions at most, by what their answers could open, and tick lists."""
    from planner.commands import findings

    made, _ = planned(intake, stages, today)
    say(findings.ask_json(made) if as_json else findings.ask_text(made, most or 0))


@command()
@click.argument("intake")
@click.argument("recommendation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def explain(intake: str, recommendation: str, as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """Why, why not, and what would change RECOMMENDATION: each clause with its value, and the smallest changes that do."""
    from planner.commands import findings
    from planner.reading.checked import did_you_mean

    made, assessment = planned(intake, stages, today)
    item = made.item(recommendation)
    if item is None:
        near = did_you_mean(recommendation, made.knowledge.by_id)
        raise click.UsageError(
            f"I do not know the recommendation '{recommendation}'.{near} `als-planner map` lists them all."
        )
    say(
        findings.explain_json(made, item, assessment.facts)
        if as_json
        else findings.explain_text(made, item, assessment.facts)
    )


@command("what-if")
@click.argument("intake")
@click.option(
    "--set", "changes", multiple=True, required=True, metavar="FACT=VALUE", help="A fact as it would be (repeatable)."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def what_if(intake: str, changes: tuple[str, ...], as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """What would change if some facts were otherwise: every answer that turns, old against new."""
    from planner.commands import findings
    from planner.reading.supposed import read_facts

    made, _ = planned(intake, stages, today)
    facts = read_facts(changes, made.knowledge, made.today)
    say(findings.what_if_json(made, facts) if as_json else findings.what_if_text(made, facts))
