"""A model whose induction heads are known by how it was trained: the rankings name them, and
switching them off takes copying away, as torch says by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from support.models import planted_heads
from support.models.tiny import tiny_checkpoint, write_whole
from support.references.reference_causes import done

from shotglass.engine import Engine, Interventions, Library, ablated
from shotglass.engine.causes import heads as heads_module
from shotglass.engine.causes.heads import HeadFigures, HeadWork
from shotglass.engine.causes.plan import CausePlan, task_with
from shotglass.engine.measurement.plan import PlanItem
from shotglass.prompting import Prompt
from shotglass_export.checkpoint import Checkpoint

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHANCE = np.log(planted_heads.CONFIG.vocabulary)  # nats
ABOVE = {(1, head) for head in range(4)}  # the layer that can copy
TASK: dict[str, Any] = {
    "template": "{input}{output}\n",
    "shot_sets": {"one": [{"input": "QZXVKQZX", "output": "V"}]},
    "query": {"input": "AB"},
}


@dataclass(frozen=True)
class Planted:
    torch: Any
    engine: Engine


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    torch.set_num_threads(1)
    model = planted_heads.trained()
    weights = {name: weight.detach().numpy() for name, weight in model.state_dict().items()}
    tiny, root = tiny_checkpoint("llama"), tmp_path_factory.mktemp("models")
    checkpoint = Checkpoint(planted_heads.CONFIG, weights, tiny.tokenizer, tiny.card)
    write_whole(checkpoint, root / "planted", add=())
    engine = Engine.open(Library([root]).folder("planted"), slots=2, threads=1)
    yield Planted(model, engine)
    engine.close()


@pytest.fixture(scope="module")
def found(planted: Planted) -> Iterator[HeadFigures]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads_module, "SHARES", (0.01, 0.5))  # one head, and half of the eight
        yield done(HeadWork.of(planted.engine, copying(), draws=2).steps())


def copying() -> CausePlan:
    """Letters at random, again up to some letter: which comes next, that or another of them?"""
    random, items = np.random.default_rng(4), []
    while len(items) < 48:
        letters = [LETTERS[i] for i in random.permutation(26)[:16]]
        end = int(random.integers(6, 15))
        other = letters[(end + 5) % 16]
        text = "".join([*letters, *letters[:end]])
        items.append(PlanItem(text, letters[end], (letters[end], other)))
    task = task_with(
        1, model="planted", prompt=Prompt.from_json(TASK), items=tuple(items), shot_set="one"
    )
    return CausePlan(task, 32)


def texts() -> torch.Tensor:
    return planted_heads.repeated(16, 24, torch.Generator().manual_seed(9))


def top(found: HeadFigures, by: str, count: int) -> list[tuple[int, int]]:
    return list(next(one for one in found.rankings if one.by == by).top(count))


def test_prefix_matching_names_the_layer_that_copies(found: HeadFigures) -> None:
    assert set(top(found, "prefix", 4)) == ABOVE
    scores = {one.by: [h.score for h in one.heads] for one in found.rankings}["prefix"]
    assert scores[3] > 0.3
    assert scores[4] < 0.1


def test_the_head_that_looks_back_is_one_that_copying_needs_in_torch(
    planted: Planted, found: HeadFigures
) -> None:
    (head,) = top(found, "previous", 1)
    assert head[0] == 0
    without = {
        one: planted_heads.loss_without(planted.torch, texts(), [one])
        for one in [(0, i) for i in range(4)]
    }
    assert without[head] > CHANCE - 1
    assert min(without.values()) < 1


def test_switching_off_in_the_engine_is_switching_off_in_torch(
    planted: Planted, found: HeadFigures
) -> None:
    ids = texts()
    for heads in ([], top(found, "prefix", 4), top(found, "previous", 1), [(1, 0)]):
        scale = ablated(planted_heads.CONFIG, heads)
        losses = []
        with planted.engine.capture.series(["logits"]) as series:
            for row in ids.tolist():
                logits = series.run(row, interventions=Interventions(head_scale=scale))["logits"][0]
                tokens = torch.tensor(row[25:])
                losses.append(
                    torch.nn.functional.cross_entropy(torch.tensor(logits[24:-1]), tokens)
                )
        expected = planted_heads.loss_without(planted.torch, ids, heads)
        assert float(torch.stack(losses).mean()) == pytest.approx(expected, abs=1e-4)


def test_without_its_induction_heads_the_model_no_longer_copies(found: HeadFigures) -> None:
    by = {(one.by, one.share): one for one in found.ablations if one.ablating == "zero"}
    assert found.n == 32
    assert found.right.value > 0.9
    for name, share in (("prefix", 0.5), ("previous", 0.01)):
        assert by[name, share].right.value < 0.85
        assert by[name, share].right_change.high < 0
        assert by[name, share].form_change.high < -0.1
    assert by["random", 0.01].right.value > 0.9
    contrast = next(
        one
        for one in found.contrasts
        if (one.by, one.other, one.ablating, one.share) == ("previous", "random", "zero", 0.01)
    )
    assert contrast.right.value < -0.1
    assert contrast.form.value < -0.2
