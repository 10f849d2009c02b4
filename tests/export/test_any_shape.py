"""Whatever a ModelConfig says: every graph of it equals the numpy reference, cut anywhere."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tiny import tiny_checkpoint, tiny_weights

from shotglass.architecture import ModelConfig
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.progress import silent
from shotglass_export.to_onnx.check import ExplainRun, NativeRun, PortableRun
from shotglass_export.to_onnx.folder import write_graphs

flags = st.booleans()


@st.composite
def configs(draw: st.DrawFn) -> ModelConfig:
    """Causal models of one to three layers; the head sizes that the fused attention takes."""
    layers, kv_heads = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    positions = draw(st.sampled_from(["rotary", "learned"]))
    windows = st.lists(st.integers(0, 9), min_size=layers, max_size=layers)
    return ModelConfig(
        vocabulary=331,
        context=24,
        layers=layers,
        width=draw(st.sampled_from([1, 7, 24, 33])),
        heads=kv_heads * draw(st.integers(1, 3)),
        kv_heads=kv_heads,
        head_size=16 if positions == "rotary" else draw(st.sampled_from([8, 16, 24])),
        ffn_width=draw(st.sampled_from([1, 19, 40])),
        norm=draw(st.sampled_from(["rms", "layer"])),
        norm_epsilon=draw(st.sampled_from([1e-5, 1e-12])),
        positions=positions,
        activation=draw(st.sampled_from(["silu", "gelu", "gelu_tanh"])),
        gated=draw(flags),
        tied=draw(flags),
        attention_bias=draw(flags),
        output_bias=draw(flags),
        ffn_bias=draw(flags),
        norm_first=draw(flags),
        windows=tuple(draw(st.just([]) | windows)),
        segments=draw(st.integers(0, 2)),
        embedding_norm=draw(flags),
        head_transform=draw(flags),
    )


texts = st.lists(st.integers(0, 330), min_size=1, max_size=24)


@settings(max_examples=60)
@given(configs(), texts, st.data())
def test_every_graph_of_any_shape_equals_the_reference(config, text, data):
    weights = tiny_weights(config, seed=len(text))
    base = tiny_checkpoint("gpt2")
    checkpoint = Checkpoint(config, weights, base.tokenizer, base.card)
    expected = reference.trace(config, weights, text)
    cuts = sorted({0, len(text), *data.draw(st.sets(st.integers(0, len(text))))})
    ids = np.array(text, np.int64)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_graphs(checkpoint, folder, silent)
        portable = PortableRun(folder / "portable.onnx", config)
        native = NativeRun(folder / "native-fp32.onnx", config)
        named = [f"{k}.{i}" for k in ("attentions", "hidden_states") for i in range(config.layers)]
        inside = ExplainRun(folder / "explain.onnx").outputs(ids, ["logits", "lens", *named], [0])
        for found in (portable.logits(ids, cuts), native.logits(ids, cuts), inside["logits"][0]):
            close(found, expected["logits"])
        close(inside["lens"][0], expected["lens"][0])
        for part in named:
            close(inside[part][0], expected[part])


def close(found, expected):
    scale = max(1.0, float(np.abs(expected).max()))
    assert_allclose(found / scale, expected / scale, atol=3e-5, rtol=1e-5)
