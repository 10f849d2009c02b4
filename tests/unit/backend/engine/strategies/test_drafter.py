"""Guesses at what comes next: what followed the same tokens before, and no more than is asked."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.engine.strategies.prompt_lookup import (
    FAILURES,
    LEAST,
    MOST,
    PAUSE,
    SHORTEST,
    Drafter,
)

GOLDEN = Path(__file__).parents[4] / "contract" / "drafts.json"
IDS = st.lists(st.integers(0, 3), max_size=60)


def test_what_followed_the_same_tokens_before_is_guessed() -> None:
    assert Drafter([1, 2, 3, 4, 5, 6, 7, 1, 2, 3]).draft(3) == [4, 5, 6]


def test_the_latest_place_counts_and_the_longer_match_first() -> None:
    assert Drafter([1, 2, 8, 0, 1, 2, 9, 0, 1, 2]).draft(1) == [9]
    assert Drafter([7, 1, 2, 8, 0, 5, 1, 2, 9, 7, 1, 2]).draft(1) == [8]


def test_a_text_that_does_not_repeat_itself_has_no_guess() -> None:
    assert Drafter(range(50)).draft(8) == []
    assert Drafter([]).draft(8) == []
    assert Drafter([1, 2, 3, 1, 2, 3]).draft(0) == []


@given(ids=IDS, room=st.integers(0, 12))
def test_a_guess_stands_in_the_text_after_tokens_it_ends_with(ids: list[int], room: int) -> None:
    guess = Drafter(ids).draft(room)
    assert len(guess) <= min(room, MOST)
    if guess:
        places = range(SHORTEST, len(ids))
        assert any(
            ids[i - SHORTEST : i] == ids[-SHORTEST:] and ids[i : i + len(guess)] == guess
            for i in places
        )


@given(parts=st.lists(IDS, max_size=5))
def test_growing_by_parts_guesses_what_growing_at_once_does(parts: list[list[int]]) -> None:
    grown = Drafter([])
    for part in parts:
        grown.extend(part)
    assert grown.draft(8) == Drafter([id for part in parts for id in part]).draft(8)


def test_right_guesses_grow_and_wrong_ones_shrink_and_then_rest() -> None:
    lookup = Drafter([*range(40), *range(30)])
    first = len(lookup.draft(99))
    lookup.learn(first, first)
    assert len(lookup.draft(99)) == min(MOST, 2 * first)
    lookup.learn(MOST, 0)
    assert len(lookup.draft(99)) == LEAST
    for _ in range(FAILURES - 1):
        lookup.learn(LEAST, 0)
    assert lookup.draft(99) == []
    lookup.extend(range(30, 30 + PAUSE - 8))
    assert lookup.draft(99) == []
    lookup.extend(range(3, 3 + 8))
    assert lookup.draft(99) != []


@pytest.mark.parametrize("case", json.loads(GOLDEN.read_text("utf-8"))["texts"])
def test_drafts_are_those_of_a_plain_search(case: dict[str, list[int]]) -> None:
    written, runs, at = case["written"], [], 1
    drafter = Drafter([*case["prompt"], written[0]])
    while at < len(written):
        draft, right = drafter.draft(len(written) - at - 1), 0
        while right < len(draft) and draft[right] == written[at + right]:
            right += 1
        if draft:
            drafter.learn(len(draft), right)
        drafter.extend(written[at : at + right + 1])
        runs.append([len(draft), right])
        at += right + 1
    assert runs == case["runs"]
