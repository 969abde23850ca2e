"""What a command was asked for travels as one frozen value, with a field for each of its options."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest

from planner.commands.cli import cli
from planner.commands.options import FileOptions, FormOptions, PageOptions, PaperOptions

COMMANDS = Path(__file__).parents[2] / "planner" / "commands"
APART = {"today", "stages", "quiet", "intake", "show_intake", "recommendation", "kind", "blank"}
SHAPES = {
    "plan": PaperOptions,
    "demo": PaperOptions,
    "form": FormOptions,
    "map": PageOptions,
    "try": PageOptions,
    "gallery": PageOptions,
    "schema": FileOptions,
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_option_of_a_command_is_a_field_of_its_value(name: str) -> None:
    asked = {parameter.name for parameter in cli.commands[name].params}
    fields = {field.name for field in dataclasses.fields(SHAPES[name])}
    assert fields <= asked and asked - fields <= APART


@pytest.mark.parametrize("shape", sorted(set(SHAPES.values()), key=lambda shape: shape.__name__))
def test_options_are_frozen_and_built_by_keyword(shape: type) -> None:
    values = dict.fromkeys(field.name for field in dataclasses.fields(shape))
    made = shape(**values)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.force = True
    with pytest.raises(TypeError):
        shape(*values.values())


def test_no_command_hands_a_dictionary_of_options_on() -> None:
    for path in COMMANDS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                handed = {
                    argument.arg: ast.unparse(argument.annotation) for argument in node.args.args if argument.annotation
                }
                assert "options" not in handed or not handed["options"].startswith("dict"), (path.name, node.name)
