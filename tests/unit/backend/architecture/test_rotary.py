"""How fast rotary positions turn."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest

from shotglass.architecture.rotary import RopeScaling, frequencies
from shotglass.errors import ModelFolderError
from shotglass.parsing import Unfit, parsed


def test_the_first_pair_turns_by_a_radian_and_the_others_slower() -> None:
    assert frequencies(8, 10_000.0, None) == pytest.approx([1, 0.1, 0.01, 0.001])


def test_linear_stretching_slows_every_pair_alike() -> None:
    found = frequencies(8, 10_000.0, RopeScaling("linear", 4.0))
    assert found == pytest.approx([0.25, 0.025, 0.0025, 0.00025])


def test_llama_3_leaves_fast_pairs_alone_and_slows_slow_ones() -> None:
    scaling = RopeScaling("llama3", 8.0, 1.0, 4.0, 100)
    found = frequencies(8, 10_000.0, scaling)
    assert found[0] == 1  # 16 turns in 100 tokens
    assert 0.1 / 8 < found[1] < 0.1  # 1.6 turns
    assert found[2:] == pytest.approx([0.01 / 8, 0.001 / 8])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"factor": 0}, "factor is 0"),
        ({"factor": nan}, "factor is nan"),
        ({"factor": inf}, "factor is inf"),
        ({"factor": "8"}, "factor is '8'"),
        ({"first_context": True}, "first_context is True"),
        ({"low_frequency": 4.0}, "low_frequency 4 is not below its high_frequency 4"),
        ({"kind": "yarn"}, "'yarn'"),
    ],
)
def test_what_is_no_stretching_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises((ModelFolderError, Unfit), match=sentence):
        parsed(RopeScaling, {"kind": "llama3", "factor": 8.0} | change)
