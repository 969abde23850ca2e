"""JSON is written faster than the standard library writes it, and the same to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import EVERYBODY, base, plan_for

from planner import plan_as_json
from planner.record.json_text import json_text

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-999, 999).map(lambda tenths: tenths / 10) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


def written(value: Any, indent: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_plan_of_everybody_is_written_as_by_the_standard_library(name: str) -> None:
    plan = plan_as_json(plan_for(name, base()))
    assert json_text(plan) == written(plan, 2)


@given(VALUES, st.integers(1, 4))
def test_so_is_any_value(value: Any, indent: int) -> None:
    assert json_text(value, indent) == written(value, indent)
