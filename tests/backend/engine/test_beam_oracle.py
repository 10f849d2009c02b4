"""Beam search beside transformers' own, on the same tiny weights: the same best, ties aside."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from tiny import tiny_weights, write_tiny_folder
from torch_models import torch_gpt2, torch_llama

from shotglass.decoding import BeamSettings
from shotglass.engine import Engine, Library, beam
from shotglass.events import Found

SEED = 1
PROMPT = "the cat sat on the mat and the dog"

Oracles = dict[str, tuple[Engine, Any]]


@pytest.fixture(scope="module")
def oracles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracles]:
    """Exact engines beside transformers' models of the same weights."""
    root = tmp_path_factory.mktemp("oracles")
    write_tiny_folder(root, "gpt2", "gpt2", SEED, width=24)  # transformers' GPT-2 knows no other
    write_tiny_folder(root, "llama", "llama", SEED)
    made: Oracles = {}
    for name, theirs in (("gpt2", torch_gpt2), ("llama", torch_llama)):
        engine = Engine.open(Library([root]).folder(name), slots=8, precision="fp32", threads=1)
        config = engine.manifest.architecture
        made[name] = (engine, theirs(config, tiny_weights(config, SEED)))
    yield made
    for engine, _ in made.values():
        engine.close()


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("prompt", [PROMPT, "one, two, three", "Review: good"])
@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_the_best_are_those_of_transformers(
    oracles: Oracles, family: str, prompt: str, width: int, early: bool
) -> None:
    engine, theirs = oracles[family]
    ids = engine.encode(prompt)
    options = {"num_beams": width, "num_return_sequences": width, "max_new_tokens": 8}
    ends = {"eos_token_id": list(engine.manifest.stop_ids), "pad_token_id": 0}
    with torch.no_grad():
        expected = theirs.generate(
            torch.tensor([ids]), do_sample=False, length_penalty=0.7, return_dict_in_generate=True,
            early_stopping=early or "never", output_scores=True, **options, **ends,
        )  # fmt: skip
    settings = BeamSettings(width=width, n=width, max_tokens=8, alpha=0.7, early_stopping=early)
    (made,) = [one.results for one in beam(engine, prompt, settings) if isinstance(one, Found)]
    for one, score, text in zip(
        made, expected.sequences_scores.tolist(), expected.sequences.tolist(), strict=True
    ):
        assert one.score == pytest.approx(score, abs=1e-4)
        assert list(one.ids) == text[len(ids) :][: len(one.ids)]
