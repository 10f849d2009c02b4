"""Each branch of the rule, and what can never change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotglass.statistics import Evidence, Verdict, verdict_on

N = 200


def evidence(form: tuple[float, float], right: tuple[int, int], chance: float = 0.5) -> Evidence:
    """``right`` items of 200 before and after; those right before stay right if they can."""
    before, after = ([place < count for place in range(N)] for count in right)
    return Evidence([form[0]] * N, [form[1]] * N, before, after, chance)


@pytest.mark.parametrize(
    ("form", "right", "expected"),
    [
        ((0.0, 0.9), (100, 180), "task learned"),
        ((0.9, 0.9), (100, 180), "task learned"),  # the form was there all along
        ((0.0, 0.9), (180, 182), "form learned"),  # the choice was
        ((0.0, 0.9), (60, 100), "form learned"),  # more right than before, yet no more than chance
        ((0.0, 0.9), (180, 100), "form learned"),
        ((0.0, 0.05), (100, 180), "null"),  # right among answers it does not give
        ((0.0, 0.1), (100, 180), "null"),  # above ten points is not ten points
        ((0.5, 0.55), (100, 100), "null"),
        ((0.9, 0.2), (100, 100), "null"),
    ],
)
def test_the_rule(form: tuple[float, float], right: tuple[int, int], expected: Verdict) -> None:
    assert verdict_on(evidence(form, right)) == expected


def test_gains_keep_items_paired() -> None:
    told = Evidence([0.1, 0.2], [0.5, 0.9], [True, False], [False, True], 0.5)

    assert told.form_gain.value == pytest.approx(0.55)
    assert (told.gained, told.lost, told.right_gain.value) == (1, 1, 0.0)
    with pytest.raises(ValueError, match="zip"):
        _ = Evidence([0.1], [0.5, 0.9], [True], [False], 0.5).form_gain


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=5, max_size=60))
def test_nothing_is_learned_where_nothing_changed(items: list[tuple[float, bool]]) -> None:
    form, right = zip(*items, strict=True)

    assert verdict_on(Evidence(form, form, right, right, 0.5)) == "null"


def test_coins_are_rarely_called_learned() -> None:
    """Right or wrong at random, before and after: far fewer than one verdict in twenty."""
    rng = np.random.default_rng(1)
    said = []
    for _ in range(200):
        before, after = rng.random((2, N)) < 0.5
        said.append(
            verdict_on(Evidence([0.9] * N, [0.9] * N, before.tolist(), after.tolist(), 0.5))
        )

    assert said.count("task learned") <= 10
