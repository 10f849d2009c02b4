"""Whatever a ModelConfig says and however it is stored: all graphs equal the reference and torch,
in one piece and cut anywhere."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from support.models.late_choices import chosen
from support.models.tiny import rounded, tiny_checkpoint, tiny_weights, write_unchecked
from support.references import reference

from shotglass.architecture import Activation, ModelConfig, Positions
from shotglass.architecture.rotary import RopeScaling
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.models import build
from shotglass_export.to_onnx.checks.graph_runs import (
    ExplainRun,
    MaskedNativeRun,
    MaskedRun,
    NativeRun,
    PortableRun,
)
from shotglass_export.to_onnx.graphs.native import is_fusible

flags = st.booleans()
SWITCHES = (
    "gated", "tied", "attention_bias", "output_bias", "ffn_bias", "norm_first", "embedding_norm",
    "head_transform",
)  # fmt: skip


stretches = st.none() | st.builds(
    RopeScaling,
    st.sampled_from(["linear", "llama3"]),
    st.sampled_from([1.0, 2.5, 8.0]),
    first_context=st.integers(1, 400),
)


@st.composite
def configs(draw: st.DrawFn, *, bidirectional: bool) -> ModelConfig:
    """Models of one to three layers, and heads of any size."""
    layers, kv_heads = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    positions = draw(st.sampled_from(get_args(Positions)))
    windows = st.just([]) | st.lists(st.integers(0, 9), min_size=layers, max_size=layers)
    config = ModelConfig(
        vocabulary=331,
        context=24,
        layers=layers,
        width=draw(st.sampled_from([2, 24, 34] if positions == "sinusoidal" else [1, 7, 24, 33])),
        heads=kv_heads * draw(st.integers(1, 3)),
        kv_heads=kv_heads,
        head_size=draw(st.integers(1, 12)) * (2 if positions == "rotary" else 1),
        ffn_width=draw(st.sampled_from([1, 19, 40])),
        norm=draw(st.sampled_from(["rms", "layer"])),
        norm_epsilon=draw(st.sampled_from([1e-5, 1e-12])),
        positions=positions,
        activation=draw(st.sampled_from(get_args(Activation))),
        windows=() if bidirectional else tuple(draw(windows)),
        bidirectional=bidirectional,
        rope_scaling=draw(stretches) if positions == "rotary" else None,
        segments=draw(st.integers(0, 2)),
        experts=draw(st.sampled_from([0, 0, 1, 4])),
        **{name: draw(flags) for name in SWITCHES},
    )
    return draw(chosen(config))


texts = st.lists(st.integers(0, 330), min_size=1, max_size=24)


@settings(max_examples=25)
@given(configs(bidirectional=False), texts, st.data())
def test_every_graph_of_any_shape_equals_the_reference_and_torch(config, text, data):
    weights = tiny_weights(config, seed=len(text))
    cuts = sorted({0, len(text), *data.draw(st.sets(st.integers(0, len(text))))})
    half = data.draw(flags)
    kept = rounded(weights) if half else weights
    expected, ids = reference.trace(config, kept, text), np.array(text, np.int64)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_unchecked(checkpoint(config, weights), folder, "half" if half else "full")
        portable = PortableRun(folder / "portable.onnx", config)
        native = NativeRun(folder / f"native{'' if half else '-fp32'}.onnx")
        named = [f"{k}.{i}" for k in ("attentions", "hidden_states") for i in range(config.layers)]
        inside = ExplainRun(folder / "explain.onnx").outputs(ids, ["logits", "lens", *named], [0])
        by_torch = torch_logits(config, kept, text)
        for found in (portable.logits(ids, cuts), native.logits(ids, cuts), inside["logits"][0]):
            close(found, expected["logits"])
            close(found, by_torch)
        close(inside["lens"][0], expected["lens"][0])
        for part in named:
            close(inside[part][0], expected[part])


@settings(max_examples=25)
@given(configs(bidirectional=True), texts, flags, st.integers(0, 5))
def test_a_masked_model_of_any_shape_equals_the_reference_and_torch(config, text, half, padding):
    weights = tiny_weights(config, seed=len(text))
    kept = rounded(weights) if half else weights
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_unchecked(checkpoint(config, weights), folder, "half" if half else "full")
        padding = min(padding, config.context - len(text))
        ids = np.array(text, np.int64)
        found = [MaskedRun(folder / "portable.onnx").logits(ids, padding)]
        found.append(ExplainRun(folder / "explain.onnx").logits(ids))
        if is_fusible(config):
            native = "native" if half else "native-fp32"
            found.append(MaskedNativeRun(folder / f"{native}.onnx").logits(ids))
    expected, by_torch = reference.logits(config, kept, text), torch_logits(config, kept, text)
    for logits in found:
        close(logits, expected)
        close(logits, by_torch)


def checkpoint(config: ModelConfig, weights: dict[str, NDArray[np.float32]]) -> Checkpoint:
    base = tiny_checkpoint("gpt2")
    return Checkpoint(config, weights, base.tokenizer, base.card)


def torch_logits(config: ModelConfig, weights: dict[str, Any], text: list[int]) -> Any:
    model = build(config).eval()
    model.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    with torch.no_grad():
        return model(torch.tensor([text]))[0].numpy()


def close(found: Any, expected: Any) -> None:
    scale = max(1.0, float(np.abs(expected).max()))
    assert_allclose(found / scale, expected / scale, atol=3e-5, rtol=1e-5)
