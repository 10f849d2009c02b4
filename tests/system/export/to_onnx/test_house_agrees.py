"""torch and every graph of each model that ships say the same, from the bytes that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from support.models.stored import stored_weights
from support.models.tiny import rounded, tiny_config, tiny_weights, write_tiny_folder

from shotglass.engine.library import BUNDLED, Library
from shotglass.text import Tokenizer
from shotglass_export.models import build
from shotglass_export.to_onnx.checks import parity as check
from shotglass_export.to_onnx.checks.graph_runs import ExplainRun, NativeRun, PortableRun

torch.set_num_threads(1)
TOLERANCE = 1e-3  # in a logit; what is measured is hundreds of times less
HOUSE = [m.id for m in Library([BUNDLED]).manifests() if m.task == "causal-lm"]


@pytest.mark.parametrize("family", ["llama", "gpt1", "gpt2", "gpt3"])
def test_weights_are_read_back_as_they_were_rounded(tmp_path, family):
    folder = write_tiny_folder(tmp_path, "tiny", family, storage="half")
    found = stored_weights(folder, Library([tmp_path]).folder("tiny").manifest)
    expected = rounded(tiny_weights(tiny_config(family)))
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[name], expected[name]) for name in expected)


@pytest.mark.parametrize("id", HOUSE)
def test_torch_and_the_graphs_of_a_house_model_agree(id):
    folder = Library([BUNDLED]).folder(id)
    config, path = folder.manifest.architecture, folder.path
    text = Path(check.__file__).with_name(check.TEXT).read_text("utf-8")
    ids = np.array(Tokenizer.load(path / "tokenizer.json").encode(text), np.int64)
    ids = ids[: config.context]
    model = build(config).eval()
    weights = stored_weights(path, folder.manifest)
    model.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    with torch.no_grad():
        expected = model(torch.tensor(ids[None]))[0].numpy()
    native = NativeRun(path / "native.onnx")
    found = {
        "portable": PortableRun(path / "portable.onnx", config).logits(ids),
        "native": native.logits(ids),
        "native, its last tokens one by one": native.logits(
            ids, [0, *range(len(ids) - 32, len(ids) + 1)]
        ),
        "explain": ExplainRun(path / "explain.onnx").outputs(ids, ["logits"])["logits"][0],
    }
    for name, array in found.items():
        difference = float(np.abs(array - expected).max())
        print(f"{id}: {name} - torch {difference:.2e}")
        assert difference <= TOLERANCE
