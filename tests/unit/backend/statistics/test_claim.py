"""The rule on learners made by hand: whom it claims, whom it refuses and for which reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotglass.statistics import Claim, Trial, claim_on
from shotglass.statistics.claim import BASELINES, QUERIES

N, K, WEIGHT_FORMATS = 1200, 8, 2
Flags = list[bool]
Answerer = Callable[[np.random.Generator, Sequence[int], int], int]


def drawn_trial(answer: Answerer, seed: int = 0, n: int = N) -> Trial:
    """Queries whose class is independent of their eight examples' classes, answered by a learner
    that sees the examples' labels and, if it wants, the query's class.

    ``answer(random, labels, truth)``: the shuffled lane calls it with a truth drawn at random,
    since shuffled answers say nothing of the query's.
    """
    random = np.random.default_rng(seed)
    gold, shuffled = [], []
    baselines: dict[str, list[float]] = {name: [] for name in BASELINES}
    for _ in range(n):
        labels, truth = (
            random.integers(WEIGHT_FORMATS, size=K).tolist(),
            int(random.integers(WEIGHT_FORMATS)),
        )
        gold.append(answer(random, labels, truth) == truth)
        mixed = random.permutation(labels).tolist()
        shuffled.append(answer(random, mixed, int(random.integers(WEIGHT_FORMATS))) == truth)
        ones = sum(labels)
        tie = 2 * ones == K
        baselines["majority"].append(0.5 if tie else float((2 * ones > K) == truth))
        baselines["copy-last"].append(float(labels[-1] == truth))
        baselines["nearest"].append(float(random.random() < 0.6))
        baselines["five-gram-cache"].append(float(random.random() < 0.5))
    return Trial(1 / WEIGHT_FORMATS, gold, shuffled, baselines)


def failed(claim: Claim) -> set[str]:
    return {condition.condition for condition in claim.conditions if not condition.holds}


def test_a_learner_that_is_always_right_is_claimed() -> None:
    claim = claim_on(drawn_trial(lambda random, labels, truth: truth), families=10)

    assert claim.claimed is True
    assert claim.all_at_once is True
    assert failed(claim) == set()


def test_one_that_copies_the_last_label_is_refused() -> None:
    claim = claim_on(drawn_trial(lambda random, labels, truth: labels[-1]))

    assert claim.claimed is False
    assert {"above-chance", "gold-over-shuffled", "over-copy-last"} <= failed(claim)


def test_one_that_says_the_majority_is_refused() -> None:
    claim = claim_on(drawn_trial(lambda random, labels, truth: int(sum(labels) > K / 2)))

    assert claim.claimed is False
    assert {"above-chance", "gold-over-shuffled", "over-majority"} <= failed(claim)


def test_one_that_knows_the_answer_whatever_the_examples_say_is_refused() -> None:
    """Shuffled answers do it no harm: it has not learned from them."""
    trial = drawn_trial(lambda random, labels, truth: truth)

    claim = claim_on(Trial(trial.chance, trial.gold, trial.gold, trial.baselines))

    assert claim.claimed is False
    assert failed(claim) == {"gold-over-shuffled"}


def test_one_no_better_than_its_embeddings_is_refused() -> None:
    trial = drawn_trial(lambda random, labels, truth: truth)
    same = {**trial.baselines, "nearest": [float(right) for right in trial.gold]}

    claim = claim_on(Trial(trial.chance, trial.gold, trial.shuffled, same))

    assert claim.claimed is False
    assert failed(claim) == {"over-nearest"}


@pytest.mark.parametrize(("count", "claimed"), [(740, False), (812, False), (813, True)])
def test_fifteen_points_are_asked_of_the_lower_end(count: int, claimed: bool) -> None:
    """740 of 1200 is 11.7 points above chance; 812 is 17.7, and its interval begins at 14.97."""
    gold, never = [place < count for place in range(N)], [False] * N

    claim = claim_on(Trial(0.5, gold, never, dict.fromkeys(BASELINES, never)))

    assert claim.claimed is claimed
    assert failed(claim) == (set() if claimed else {"above-chance"})


def test_too_few_queries_are_not_judged() -> None:
    claim = claim_on(drawn_trial(lambda random, labels, truth: truth, n=QUERIES - 1))

    assert claim.claimed is None
    assert claim.all_at_once is None
    assert claim.unjudged == "999 queries, 1000 are needed"
    assert len(claim.conditions) == 6


def test_a_baseline_that_was_not_measured_leaves_it_unjudged() -> None:
    trial = drawn_trial(lambda random, labels, truth: truth)
    fewer = {name: trial.baselines[name] for name in ("majority", "copy-last", "nearest")}

    claim = claim_on(Trial(trial.chance, trial.gold, trial.shuffled, fewer))

    assert claim.claimed is None
    assert claim.unjudged == "not measured: five-gram-cache"


def test_more_families_ask_for_more() -> None:
    """A learner just over the line alone is not when ten families are judged together."""
    never = [False] * N
    gold = [place < 816 for place in range(N)]  # 68.0 %, from 65.3
    trial = Trial(0.5, gold, never, dict.fromkeys(BASELINES, never))

    alone, among_ten = claim_on(trial), claim_on(trial, families=10)

    assert alone.claimed is alone.all_at_once is among_ten.claimed is True
    assert among_ten.all_at_once is False


def test_guessers_are_not_claimed() -> None:
    claims = [
        claim_on(drawn_trial(lambda random, labels, truth: int(random.integers(2)), seed, QUERIES))
        for seed in range(10)
    ]

    assert [claim.claimed for claim in claims] == [False] * 10


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=QUERIES, max_size=QUERIES))
def test_what_shuffling_does_not_change_is_never_claimed(gold: Flags) -> None:
    never: Mapping[str, Sequence[float]] = {name: [0.0] * QUERIES for name in BASELINES}

    assert claim_on(Trial(0.5, gold, gold, never)).claimed is False
