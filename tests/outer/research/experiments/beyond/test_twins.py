"""What a network gives a hidden token, and what is read out of its states."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shotglass_research.experiments.beyond.small_twins import KINDS, flops_a_token, shape, steps_of
from shotglass_research.experiments.beyond.twins import (
    LEFT,
    MASK,
    RIGHT,
    Gaps,
    distribution,
    filled_nats,
    held_gaps,
    house_network,
    left_nats,
    mean_states,
)
from shotglass_research.experiments.experiment import build_toy_corpus
from shotglass_research.experiments.installed_models import installed_model


@pytest.fixture(scope="module")
def random_ids() -> np.ndarray:
    return np.random.default_rng(0).integers(8, 500, (3, LEFT + 1 + RIGHT))


def test_the_states_of_a_house_network_are_those_of_its_explain_graph() -> None:
    text = "The old man went down to the sea."
    network, data = house_network("house-prose")
    with installed_model("house-prose") as (model, about):
        ids = model.encode(text)
        layers = [f"hidden_states.{layer}" for layer in (3, 6)]
        found = model.capture.run(ids, set(layers), [])

    read = mean_states(network, [ids[:4], ids])

    expected = np.concatenate([found[name][0].mean(0) for name in layers])
    assert np.abs(read[1] - expected).max() < 1e-4
    assert data == about


def test_a_gap_is_read_with_the_mask_in_it_and_no_more_after_it_than_is_said(
    random_ids: np.ndarray,
) -> None:
    network, _ = house_network("house-prose")  # causal: what stands after the gap changes nothing
    gaps = Gaps(random_ids, np.arange(3))

    nats = [filled_nats(network, gaps, right) for right in (0, RIGHT)]
    shown = [[*row[:LEFT].tolist(), MASK] for row in random_ids]
    own = [-np.log(distribution(network, row, LEFT)[row_ids[LEFT]])
           for row, row_ids in zip(shown, random_ids, strict=True)]  # fmt: skip

    assert np.allclose(nats[0], own, atol=1e-4)
    assert np.allclose(nats[0], nats[1], atol=1e-4)


def test_from_the_left_a_network_reads_what_stands_before_the_gap_alone(
    random_ids: np.ndarray,
) -> None:
    network, _ = house_network("house-prose")

    found = left_nats(network, Gaps(random_ids, np.arange(3)), left=9)

    own = [-np.log(distribution(network, row[LEFT - 9 : LEFT].tolist(), 8)[row[LEFT]])
           for row in random_ids]  # fmt: skip
    assert np.allclose(found, own, atol=1e-4)


def test_gaps_lie_within_one_document_each(tmp_path: Path) -> None:
    folder = build_toy_corpus(tmp_path)
    (held,) = folder.held.values()
    whole = [
        np.asarray(held.tokens[a:b], np.int64).tolist()
        for a, b in zip(held.offsets[:-1], held.offsets[1:] - 1, strict=True)
    ]

    cut = held.offsets[0] + LEFT + RIGHT  # the first document is a token too short
    short = replace(held, offsets=np.array([held.offsets[0], cut + 1, *held.offsets[1:]]))

    gaps = held_gaps(folder, 5)
    fewer = held_gaps(replace(folder, held={"short": short}), 5)

    assert 1 not in fewer.documents
    assert fewer.ids.shape[1] == LEFT + 1 + RIGHT
    for row, document in zip(gaps.ids.tolist(), gaps.documents, strict=True):
        text = whole[document - 1]
        assert any(text[at : at + len(row)] == row for at in range(len(text)))
    assert len(np.unique(gaps.ids, axis=0)) == len(gaps.ids)


@pytest.mark.parametrize("kind", KINDS)
def test_all_kinds_of_small_networks_cost_the_same_flops(tmp_path: Path, kind: str) -> None:
    folder = build_toy_corpus(tmp_path)
    share = 1.0 if kind == "gpt" else 0.15
    cost = steps_of(folder, kind, False) * flops_a_token(shape(folder, kind, False), 32, share)
    whole = 600 * flops_a_token(shape(folder, "gpt", False), 32, 1.0)

    assert cost == pytest.approx(whole, rel=2e-3)
