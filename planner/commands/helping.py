"""Help that is read: commands and options in groups, no summary cut short, and an example for each command."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import click

SECTIONS = {
    "Start here": ("start", "facts", "plan", "demo"),
    "Paper": ("form", "handout", "open", "compare"),
    "Ask the plan": ("stage", "ask", "explain", "what-if"),
    "A clinic": ("import", "batch", "serve"),
    "For those who keep stages/": ("check", "map", "try", "new", "schema", "gallery"),
}
MORE = "More"
GROUPS = {
    "What to make": (
        "document",
        "form",
        "one_page",
        "log",
        "sheets",
        "short",
        "fillable",
        "for_family",
        "blank",
        "show_intake",
        "changes",
        "listed",
        "without",
        "add",
        "show_mapping",
    ),
    "How it looks": ("paper", "large_print", "grayscale", "lang", "country"),
    "For whom": ("reader", "look_ahead"),
    "What it goes by": ("today", "stages", "since", "reviewed_by", "dictionary", "say"),
    "Where it goes": (
        "output",
        "force",
        "show",
        "no_record",
        "keep_names",
        "no_json",
        "as_json",
        "depth",
        "most",
        "quiet",
    ),
    "How it runs": ("resume", "jobs", "time_limit", "cluster", "host", "port"),
}
EXAMPLES = {
    "start": "als-planner start me.yaml",
    "facts": "als-planner facts walking",
    "plan": "als-planner plan me.yaml -o plans --open",
    "demo": "als-planner demo -o plans",
    "form": "als-planner form me.yaml --fillable",
    "handout": "als-planner handout 3 -o sheets",
    "open": "als-planner open me-therapist.pdf -o me.yaml",
    "compare": "als-planner compare me-therapist.pdf me.yaml",
    "stage": "als-planner stage me.yaml",
    "ask": "als-planner ask me.yaml --most 5",
    "explain": "als-planner explain me.yaml power_wheelchair_evaluation",
    "what-if": "als-planner what-if me.yaml --set alsfrs_walking=2 --set falls_3mo=2",
    "import": "als-planner import visits.csv -o intakes",
    "batch": "als-planner batch intakes -o plans",
    "serve": "als-planner serve",
    "check": "als-planner check --stages our-clinic",
    "map": "als-planner map --format pdf",
    "try": "als-planner try power_wheelchair_evaluation",
    "new": "als-planner new orthoses our_own_rule -o our-clinic",
    "schema": "als-planner schema intake -o intake.schema.json",
    "gallery": "als-planner gallery",
}


def command(name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of ours."""
    return click.command(name, cls=GroupedCommand)


class GroupedCommand(click.Command):
    """A command whose options stand in groups, with an example below them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows: dict[str, list[tuple[str, str]]] = {}
        order = [name for names in GROUPS.values() for name in names]
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        for option in sorted(options, key=lambda one: order.index(str(one.name)) if one.name in order else len(order)):
            record = option.get_help_record(ctx)
            if record is not None:
                told = (record[0], _with_default(option, record[1]))
                rows.setdefault(_home(str(option.name), GROUPS), []).append(told)
        _write(formatter, {group: rows[group] for group in (*GROUPS, MORE) if group in rows})

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        example = EXAMPLES.get(str(self.name))
        if example:
            with formatter.section("Example"):
                formatter.write_text(example)


COMPLETION = """Tab completion: put one line into the file that your shell reads at its start.
bash (~/.bashrc): eval "$(_ALS_PLANNER_COMPLETE=bash_source als-planner)"
zsh (~/.zshrc): eval "$(_ALS_PLANNER_COMPLETE=zsh_source als-planner)"
fish (~/.config/fish/config.fish): _ALS_PLANNER_COMPLETE=fish_source als-planner | source"""


def _with_default(option: click.Option, said: str) -> str:
    """What an option does, and which of its choices is taken where none is named."""
    usual = option.default if isinstance(option.type, click.Choice) and isinstance(option.default, str) else ""
    return said if not usual or "(default: " in said else f"{said.removesuffix('.')} (default: {usual})."


def write_completion(formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    for line in COMPLETION.splitlines():
        formatter.write(f"{line}\n")


def write_commands(commands: Iterable[click.Command], formatter: click.HelpFormatter) -> None:
    """Every command with its first sentence, whole, in the sections of its kind."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for one in commands:
        said = inspect.cleandoc(one.help or "").split("\n\n")[0]
        rows.setdefault(_home(str(one.name), SECTIONS), []).append((str(one.name), " ".join(said.split())))
    _write(formatter, {section: rows[section] for section in (*SECTIONS, MORE) if section in rows})


def _home(name: str, groups: dict[str, tuple[str, ...]]) -> str:
    return next((group for group, names in groups.items() if name in names), MORE)


def _write(formatter: click.HelpFormatter, rows: dict[str, list[tuple[str, str]]]) -> None:
    for heading, records in rows.items():
        with formatter.section(heading):
            formatter.write_dl(records)
