"""Three-valued truth: Kleene's tables as an ordering, and never a bare test."""

from __future__ import annotations

from itertools import product

import pytest

from planner.model.truth import Truth

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


def test_no_lies_below_unknown_and_unknown_below_yes() -> None:
    assert sorted([YES, NO, UNKNOWN]) == [NO, UNKNOWN, YES]
    assert len(Truth) == 3


@pytest.mark.parametrize(("truth", "mirror"), [(NO, YES), (UNKNOWN, UNKNOWN), (YES, NO)])
def test_not_is_the_mirror_and_leaves_unknown_unknown(truth: Truth, mirror: Truth) -> None:
    assert ~truth is mirror


@pytest.mark.parametrize(("first", "second"), list(product(Truth, repeat=2)))
def test_all_is_the_smallest_and_any_the_largest(first: Truth, second: Truth) -> None:
    both = NO if NO in (first, second) else UNKNOWN if UNKNOWN in (first, second) else YES
    either = YES if YES in (first, second) else UNKNOWN if UNKNOWN in (first, second) else NO
    assert min(first, second) is both
    assert max(first, second) is either
    assert ~min(first, second) is max(~first, ~second)


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_never_tested_bare(truth: Truth) -> None:
    sentence = r"^A Truth has three values: compare it with Truth\.YES, never test it bare\.$"
    with pytest.raises(TypeError, match=sentence):
        bool(truth)
    with pytest.raises(TypeError, match=sentence):
        assert not truth


def test_json_says_true_false_or_null() -> None:
    assert [truth.as_json for truth in (YES, NO, UNKNOWN)] == [True, False, None]
