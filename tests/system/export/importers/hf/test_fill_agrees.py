"""An imported BERT fills gaps as ``transformers`` does, from the same text to the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from support.models.tiny import LOOSE
from support.models.tiny_hf import Written, write_checkpoint
from transformers import BertTokenizerFast

from shotglass.engine import (
    ExplainOptions,
    Filled,
    FillRequest,
    Library,
    MaskedModel,
    explain,
    fill,
)
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.to_onnx.folder import write_folder

MOST = 1e-4  # in a log-probability
SEEDS = (5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (8, 13)))
TEXTS = (
    "The [MASK] of the A.",
    "[MASK]s and [MASK] b c d",
    "a [MASK] [MASK] of B, and [MASK]!",
    "[MASK]",
)


@pytest.fixture(scope="module", params=SEEDS)
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Written, MaskedModel]:
    root = tmp_path_factory.mktemp("bert")
    written = write_checkpoint(root / "hf", "bert", request.param)
    write_folder(read_hf_folder(written.folder), root / "models" / "bert", tolerances=LOOSE)
    return written, MaskedModel.open(Library([root / "models"]).folder("bert"), threads=1)


def encoded(folder: Path, text: str) -> list[int]:
    ids: list[int] = BertTokenizerFast.from_pretrained(folder)(text)["input_ids"]
    return ids


@pytest.mark.parametrize("text", TEXTS)
def test_each_gap_is_filled_as_transformers_fills_it(
    pair: tuple[Written, MaskedModel], text: str
) -> None:
    found = list(strays(*pair, text))
    assert len(found) == text.count("[MASK]")
    assert max(found) <= MOST


def strays(written: Written, model: MaskedModel, text: str) -> Iterator[float]:
    """For each gap, how far off the log-probability of a token is at most."""
    ids = encoded(written.folder, text)
    with torch.no_grad():
        expected = torch.log_softmax(torch.tensor(written.logits(np.array(ids))), dim=-1).numpy()
    whole = FillRequest((text,), top=model.vocabulary)
    (found,) = [item for item in fill(model, whole) if isinstance(item, Filled)]
    assert [piece.id for piece in found.tokens] == ids
    assert [gap.token for gap in found.gaps] == [at for at, id in enumerate(ids) if id == 4]
    for gap in found.gaps:
        logprobs = np.empty(model.vocabulary)
        for one in gap.distribution.alternatives:
            logprobs[one.id] = np.log(one.p)
        yield float(np.abs(logprobs - expected[gap.token]).max())


def test_fifty_sentences_of_one_to_three_gaps_are_filled_as_transformers_fills_them(
    pair: tuple[Written, MaskedModel],
) -> None:
    written, model = pair
    words, draw = ["the", "and", "of", *"abcdefgh."], np.random.default_rng(50)
    differences = []
    for number in range(50):
        sentence = [str(word) for word in draw.choice(words, draw.integers(4, 12))]
        for place in draw.choice(len(sentence), 1 + number % 3, replace=False):
            sentence[place] = "[MASK]"
        differences += list(strays(written, model, " ".join(sentence)))
    assert len(differences) == 17 + 2 * 17 + 3 * 16
    assert max(differences) <= MOST


@pytest.mark.parametrize("text", TEXTS[:3])
def test_its_inside_is_that_of_transformers(pair: tuple[Written, MaskedModel], text: str) -> None:
    written, model = pair
    layers = tuple(range(model.manifest.architecture.layers))
    arrays = explain(model, text, ExplainOptions(layers, hidden=True)).arrays
    written.model.set_attn_implementation("eager")  # the only one that gives its weights
    with torch.no_grad():
        said = written.model(
            torch.tensor([encoded(written.folder, text)]),
            output_attentions=True,
            output_hidden_states=True,
        )
    for layer in layers:
        expected = said.attentions[layer][0].numpy()
        np.testing.assert_allclose(arrays[f"attentions.{layer}"], expected, atol=1e-5, rtol=0)
        hidden = said.hidden_states[layer][0].numpy()
        np.testing.assert_allclose(arrays[f"hidden_states.{layer}"], hidden, atol=1e-5, rtol=0)
