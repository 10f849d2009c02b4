"""The house network in torch, beside the engine that runs its graph."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from shotglass_export.models.fine_tuning import (
    Labelled,
    TaskHead,
    fine_tuning_losses,
    task_loss,
)
from shotglass_research.experiments.fine_tuned import (
    House,
    Plan,
    fine_tune,
    part_of,
    predicted,
    states_by_layer,
    surprisals,
)
from shotglass_research.experiments.installed_models import installed_model

TEXTS = ["The whale came up.", "He was a king, and she a queen of the north.", "No."]


@pytest.fixture(scope="module")
def house() -> House:
    return House.open()


@pytest.fixture(scope="module")
def ids(house: House) -> list[list[int]]:
    return [house.tokenizer.encode(text).ids for text in TEXTS]


def test_the_tokens_that_the_lesson_shows_are_the_tokenizers(house: House) -> None:
    path = (
        Path(__file__).parents[4]
        / "web/src/extensions/course/lessons"
        / "finetuning"
        / "tokens.json"
    )
    shown = json.loads(path.read_text(encoding="utf-8"))
    assert shown["vocabulary"] == house.marks.start
    for text, tokens in shown["texts"].items():
        assert [token["id"] for token in tokens] == house.tokenizer.encode(text).ids
        assert "".join(token["text"] for token in tokens) == text


def test_states_by_layer_are_the_engines_own(house: House, ids: list[list[int]]) -> None:
    found = states_by_layer(house.network(pretrained=True), ids)
    names = [f"hidden_states.{layer}" for layer in range(house.config.layers + 1)]
    with installed_model("house-prose") as (model, about):
        assert about == house.data
        for at, text in enumerate(ids):
            states = model.capture.run([0, *text], set(names), [])
            for layer, name in enumerate(names):
                mean, last = found[layer, :, at]
                assert mean == pytest.approx(states[name][0, 1:].mean(0), abs=2e-3)
                assert last == pytest.approx(states[name][0, -1], abs=2e-3)


def test_surprisals_are_the_models_own_whatever_stands_beside(
    house: House, ids: list[list[int]]
) -> None:
    network = house.network(pretrained=True)
    together = surprisals(network, ids)
    for text, found in zip(ids, together, strict=True):
        logits = network(torch.tensor([[0, *text]]))[0, :-1]
        logs = logits.log_softmax(-1).gather(1, torch.tensor(text)[:, None]).squeeze(1)
        assert found == pytest.approx(-logs.detach().numpy(), abs=1e-4)


def test_a_network_from_scratch_shares_no_weight_with_the_one_that_ships(house: House) -> None:
    torch.manual_seed(1)
    scratch, pretrained = (house.network(pretrained=way) for way in (False, True))
    known = torch.from_numpy(np.array(house.weights["embedding.weight"]))
    assert torch.equal(pretrained.embedding.weight[:-3], known)
    assert not torch.isclose(scratch.embedding.weight[:-3], known).all(1).any()
    assert pretrained.embedding.weight[-3:].std().item() == pytest.approx(0.02, rel=0.2)


def test_lambda_0_is_the_tasks_loss_alone(house: House, ids: list[list[int]]) -> None:
    network, head = house.network(pretrained=True), TaskHead(house.config.width, 2)
    batch = Labelled.of([house.marks.classification(text) for text in ids], [0, 1, 1])
    both = fine_tuning_losses(network, head, batch)
    assert task_loss(network, head, batch).item() == pytest.approx(both.total(0.0).item(), rel=1e-6)


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_fine_tuning_learns_what_it_is_shown_and_repeats(
    house: House, ids: list[list[int]], weight: float
) -> None:
    examples = Labelled.of([house.marks.classification(text) for text in ids * 2], [0, 1, 1] * 2)
    ends = []
    for _ in range(2):
        torch.manual_seed(1)
        network, head = house.network(pretrained=True), TaskHead(house.config.width, 2)
        fine_tune(network, head, examples, Plan(3e-4, epochs=12, rows=3), 1, weight)
        ends.append(head.weight.detach())
        assert predicted(network, head, examples) == [0, 1, 1] * 2
    assert torch.equal(*ends)


def test_a_part_has_the_examples_and_no_padding_beyond(house: House, ids: list[list[int]]) -> None:
    whole = Labelled.of([house.marks.classification(text) for text in ids], [0, 1, 2])
    part = part_of(whole, [2, 0])
    assert part.labels.tolist() == [2, 0]
    assert part.ids.shape == (2, 1, len(ids[0]) + 2)
    assert part.ids[1, 0].tolist() == whole.ids[0, 0, : len(ids[0]) + 2].tolist()


def test_the_rate_rises_over_a_tenth_and_falls_in_a_line() -> None:
    plan = Plan(1e-3, epochs=2, rows=10)
    steps = plan.steps(100)
    assert steps == 20
    shares = [plan.share_of_rate(step, steps) for step in range(steps)]
    assert shares[:3] == [0.5, 1.0, 1.0]
    assert shares[-1] == pytest.approx(1 / 18)
    assert np.diff(shares[2:]) == pytest.approx(-1 / 18)
