"""torch and every graph of each model that ships say the same, from the bytes that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from tiny import rounded, tiny_config, tiny_weights, write_tiny_folder

from shotglass.architecture import weight_shapes
from shotglass.contract import Manifest
from shotglass.engine.library import BUNDLED, Library
from shotglass.text import Tokenizer
from shotglass_export.models import build
from shotglass_export.to_onnx import check
from shotglass_export.to_onnx.graph_runs import ExplainRun, NativeRun, PortableRun
from shotglass_export.to_onnx.store import parts

torch.set_num_threads(1)
TOLERANCE = 1e-3  # in a logit; what is measured is hundreds of times less
HOUSE = [m.id for m in Library([BUNDLED]).manifests() if m.task == "causal-lm"]


def stored_weights(folder: Path, manifest: Manifest) -> dict[str, NDArray[np.float32]]:
    """The canonical weights, read back from what the graphs read."""
    graph = onnx.load(folder / manifest.graphs["portable"].file).graph
    stored = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    shapes, weights = weight_shapes(manifest.architecture), {}
    for part in parts(manifest.architecture):
        array = stored[part.name].astype(np.float32)
        array = array.T if part.kind == "linear" else array
        ends = np.cumsum([shapes[name][0] for name in part.sources])[:-1]
        weights |= dict(zip(part.sources, np.split(array, ends), strict=True))
    return weights


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
    native = NativeRun(path / "native.onnx", config)
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
