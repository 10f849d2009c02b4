"""The outside oracle: transformers' models and what torch.onnx.export makes of them agree."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
import torch
from numpy.testing import assert_allclose
from support.torch_models import torch_gpt1, torch_gpt2, torch_llama

IDS = np.array([17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5], np.int64)
NAMES = ["llama", "llama-untied", "gpt1-square", "gpt2-square", "gpt2-square-untied"]
ORACLES = {"llama": torch_llama, "gpt1": torch_gpt1, "gpt2": torch_gpt2}


def torch_model(model: Any) -> torch.nn.Module:
    build = ORACLES[model.name.split("-")[0]]
    return build(model.checkpoint.config, model.checkpoint.weights)


@pytest.mark.parametrize("name", NAMES)
def test_torch_looks_inside_and_sees_the_same(models, name):
    model = models[name]
    theirs = torch_model(model)
    theirs.set_attn_implementation("eager")
    with torch.no_grad():
        inside = theirs(torch.tensor(IDS[None]), output_attentions=True, output_hidden_states=True)
    layers = range(model.checkpoint.config.layers)
    kinds = ("attentions", "hidden_states")
    ours = model.explain().outputs(IDS, ["logits", *(f"{k}.{i}" for k in kinds for i in layers)])
    assert_allclose(ours["logits"], inside.logits.numpy(), atol=5e-5, rtol=1e-5)
    for i in layers:  # after the last layer transformers gives the normed stream
        assert_allclose(ours[f"attentions.{i}"], inside.attentions[i].numpy(), atol=1e-5, rtol=0)
        stream = inside.hidden_states[i].numpy()
        assert_allclose(ours[f"hidden_states.{i}"], stream, atol=5e-5, rtol=1e-5)


class Logits(torch.nn.Module):
    """Ids in, logits out: what is exported."""

    def __init__(self, inner: torch.nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.inner(ids, use_cache=False).logits


@pytest.mark.slow  # 5 s a model: tracing, not running
@pytest.mark.parametrize("name", ["llama", "gpt2-square"])
def test_the_graph_that_torch_exports_agrees(models, name, tmp_path):
    model = models[name]
    path = tmp_path / "exported.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations are not ours
        torch.onnx.export(
            Logits(torch_model(model)),
            (torch.tensor(IDS[None]),),
            path,
            dynamo=True,
            input_names=["ids"],
            output_names=["logits"],
            verbose=False,
        )
    exported = ort.InferenceSession(path).run(["logits"], {"ids": IDS[None]})[0][0]
    assert_allclose(model.portable().logits(IDS), exported, atol=5e-5, rtol=1e-5)
