"""Scores of heads on attention that is known, and the sets of heads that come of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.models.tiny import give_start_token, write_tiny_folder

from shotglass.engine import Engine, Library
from shotglass.engine.causes.rankings import (
    PERIOD,
    counts,
    prefix_matching,
    random_heads,
    ranked,
    repeated_texts,
)


def test_a_head_that_looks_behind_the_earlier_occurrence_scores_1() -> None:
    ids = [4, 5, 6, 4, 5, 6]
    attention = np.zeros((3, 6, 6), np.float32)
    attention[0, :, 0] = 1  # a head that rests on the first token
    for place in (3, 4, 5):
        attention[1, place, place - 2] = 1  # one that copies
        attention[2, place, place - 3] = 1  # one that looks at the earlier occurrence itself
    assert prefix_matching(attention, ids).tolist() == [0, 1, 0]


def test_a_token_that_came_twice_before_counts_for_both_places() -> None:
    attention = np.full((1, 3, 3), 0.25, np.float32)
    assert prefix_matching(attention, [7, 7, 7]).tolist() == [pytest.approx((0.25 + 0.5) / 2)]
    assert prefix_matching(attention, [7, 8, 9]).tolist() == [0]


def test_heads_are_in_order_of_their_scores_and_ties_in_order_of_layers() -> None:
    found = ranked(np.array([[0.1, 0.5], [0.5, 0.2]], np.float32))
    assert [(one.layer, one.head) for one in found] == [(0, 1), (1, 0), (1, 1), (0, 0)]
    assert found[0].score == 0.5


def test_shares_are_rounded_up_and_none_is_asked_twice() -> None:
    shares = (0.01, 0.03, 0.05, 0.1)
    assert counts(shares, 270) == {0.01: 3, 0.03: 9, 0.05: 14, 0.1: 27}
    assert counts(shares, 8) == {0.01: 1}
    assert counts(shares, 100) == {0.01: 1, 0.03: 3, 0.05: 5, 0.1: 10}


def test_random_heads_are_not_those_they_are_compared_with() -> None:
    barred = {(0, 1), (2, 3)}
    draws = random_heads(5, 4, 6, 3, 4, barred)
    assert len(draws) == 4
    assert len(set(draws)) > 1
    for heads in draws:
        assert len(set(heads)) == 6
        assert not barred & set(heads)
    assert draws == random_heads(5, 4, 6, 3, 4, barred)
    assert random_heads(5, 1, 9, 1, 4, {(0, 0)}) == [((0, 1), (0, 2), (0, 3))]


def test_repeated_texts_hold_no_special_token_and_come_twice(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "started", "llama", 1)
    give_start_token(folder)
    engine = Engine.open(Library([tmp_path]).folder("started"), slots=1, threads=1, context=64)
    texts = repeated_texts(engine, 3)
    engine.close()
    period = min(PERIOD, 31)
    assert len({tuple(ids) for ids in texts}) == 8
    for start, *ids in texts:
        assert start == 0
        assert ids[:period] == ids[period:]
        assert len(ids) == 2 * period
        assert 0 not in ids
