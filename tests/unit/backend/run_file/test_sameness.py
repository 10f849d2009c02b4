"""All that a file says of a run is compared with what is answered now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from contract import sameness_cases

from shotglass.run_file import Sameness, TokenPlace, sameness
from shotglass.run_file.again.sameness import RunComparison, ValueDifference
from shotglass.run_file.texts import TextAnswer, compare_text

CASES = sameness_cases.make()


def _outcome(result: Sameness) -> dict[str, Any]:
    names = ("values", "tokens", "different", "first", "token", "largest")
    return {name: asdict(result)[name] for name in names}


def _expected(case: Any) -> dict[str, Any]:
    return case["is"] | {"largest": pytest.approx(case["is"]["largest"], rel=1e-9)}


@pytest.mark.parametrize("case", CASES["values"], ids=lambda case: case["name"])
def test_every_value_of_the_file_is_compared(case: Any) -> None:
    assert _outcome(sameness("at", case["then"], case["now"])) == _expected(case)


@pytest.mark.parametrize("case", CASES["events"], ids=lambda case: case["name"])
def test_events_of_a_lane_are_compared_up_to_the_first_other_token(case: Any) -> None:
    comparison = RunComparison()
    comparison.compare_events("at", 1, case["then"], case["now"])
    assert _outcome(comparison.result()) == _expected(case)


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["name"])
def test_each_stretch_of_a_text_is_compared_with_its_own_answer(case: Any) -> None:
    comparison = RunComparison()
    answers = {
        source: TextAnswer(
            answer["prompt"],
            {int(sample): tokens for sample, tokens in answer["tokens"].items()},
            {int(sample): reason for sample, reason in answer["reasons"].items()},
        )
        for source, answer in enumerate(case["answers"])
    }
    compare_text(comparison, "at", (0, 0), case["sample"], answers)
    assert _outcome(comparison.result()) == _expected(case)


FIRST = ValueDifference("results.lanes[0].events[2].text", " LIES", " cold")


@pytest.mark.parametrize(
    ("result", "is_same", "sentence"),
    [
        (Sameness(0), False, "Nothing of it can be compared."),
        (Sameness(1234), True, "The same bit for bit: 1,234 values."),
        (Sameness(9, tokens=1), True, "The same bit for bit: 9 values, 1 token among them."),
        (
            Sameness(9, uncompared=("results.left",)),
            True,
            "The same bit for bit: 9 values. Not compared: results.left.",
        ),
        (
            Sameness(9, 1, FIRST, 0, TokenPlace(0, 2, 3)),
            False,
            "Not the same: lane few, sample 2, from token 3 on.",
        ),
        (
            Sameness(9, 2, FIRST, 4, None, 0.25),
            False,
            'Not the same: 2 of 9 values, first results.lanes[0].events[2].text: " LIES" then, '
            '" cold" now. The 4 tokens are the same. Numbers differ by up to 0.25.',
        ),
        (
            Sameness(9, 1, ValueDifference("results.lanes[0].events[5]", "{…}", None)),
            False,
            'Not the same: 1 of 9 values, first results.lanes[0].events[5]: "{…}" then, nothing '
            "now.",
        ),
    ],
)
def test_it_is_said_what_was_compared_and_what_differed_first(
    result: Sameness, is_same: bool, sentence: str
) -> None:
    assert result.is_same is is_same
    assert result.sentence(["few"]) == sentence
