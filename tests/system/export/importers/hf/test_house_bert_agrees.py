"""house-bert fills gaps as ``transformers`` does with its weights, in both graphs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from support.models.stored import stored_weights
from transformers import BertConfig, BertForMaskedLM

from shotglass.engine import Library, MaskedModel
from shotglass.engine.library import BUNDLED
from shotglass_export.importers.hf.families.bert import BERT, slices
from shotglass_export.to_onnx.checks.graph_runs import MaskedRun
from shotglass_research.experiments.background.vectors import TEXTS, items_of

pytestmark = pytest.mark.slow  # test_fill_agrees.py holds a tiny one to the same
MOST = 1e-4  # in a log-probability
SENTENCES = 50

Floats = NDArray[np.float64]
Fill = Callable[[list[int], Sequence[int]], Floats]  # ids, gaps -> logits (gaps, V)


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return MaskedModel.open(Library([BUNDLED]).folder("house-bert"), threads=1)


@pytest.fixture(scope="module")
def theirs(model: MaskedModel) -> BertForMaskedLM:
    """transformers' own network, given the weights that ship by the names of its checkpoints."""
    c = model.manifest.architecture
    config = BertConfig(
        vocab_size=c.vocabulary,
        hidden_size=c.width,
        num_hidden_layers=c.layers,
        num_attention_heads=c.heads,
        intermediate_size=c.ffn_width,
        max_position_embeddings=c.context,
        hidden_act=c.activation,
        layer_norm_eps=c.norm_epsilon,
    )
    weights = stored_weights(BUNDLED / "house-bert", model.manifest)
    named = {part.name: torch.from_numpy(weights[own].copy()) for own, part in slices(c).items()}
    state = {n if n.startswith("cls.") else f"{BERT.prefix}{n}": w for n, w in named.items()}
    network = BertForMaskedLM(config).eval()
    missing, unexpected = network.load_state_dict(state, strict=False)
    assert unexpected == []
    assert set(missing) <= {"cls.predictions.decoder.weight", "cls.predictions.decoder.bias"}
    network.tie_weights()
    return network


@pytest.fixture(params=["native", "portable"])
def ours(request: pytest.FixtureRequest, model: MaskedModel) -> Fill:
    if request.param == "native":
        assert model.writes == model.manifest.graphs["native"]
        return lambda ids, gaps: model.logits(ids, gaps).astype(np.float64)
    portable = MaskedRun(BUNDLED / "house-bert" / model.manifest.graphs["portable"].file)
    return lambda ids, gaps: portable.logits(np.array(ids))[list(gaps)].astype(np.float64)


def log_softmax(logits: Floats) -> Floats:
    found: Floats = torch.log_softmax(torch.from_numpy(logits), dim=-1).numpy()
    return found


def test_fifty_sentences_of_one_to_three_gaps_are_filled_as_transformers_fills_them(
    model: MaskedModel, theirs: BertForMaskedLM, ours: Fill
) -> None:
    read = (files("shotglass_research.experiments") / TEXTS).read_text("utf-8")
    draw, differences = np.random.default_rng(50), []
    for number, item in enumerate(items_of(tomllib.loads(read))[::4]):
        words = item.text.split(" ")
        for part in draw.choice(len(words) - 1, 1 + number % 3, replace=False):
            words[part] = "[MASK]"
        ids = model.encode(" ".join(words))
        gaps = [at for at, id in enumerate(ids) if id == model.prompts.mask]
        assert len(gaps) == 1 + number % 3
        with torch.no_grad():
            expected = theirs(torch.tensor([ids])).logits[0, gaps].double().numpy()
        differences.append(np.abs(log_softmax(ours(ids, gaps)) - log_softmax(expected)).max())

    assert len(differences) == SENTENCES
    assert max(differences) <= MOST
