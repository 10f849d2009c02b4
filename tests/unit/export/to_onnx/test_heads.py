"""Heads of a size that onnxruntime's attention does not take: the native graphs fill them up, and
nothing else knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.testing import assert_allclose
from support.models.tiny import manifest_of, tiny_checkpoint, tiny_config, write_whole
from support.references import reference

from shotglass.architecture import ModelConfig
from shotglass.contract import native_head_size
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.session import Session
from shotglass_export.to_onnx.checks.agreement import Agreement
from shotglass_export.to_onnx.checks.graph_runs import NativeRun, PortableRun
from shotglass_export.to_onnx.graphs.graph import Graph
from shotglass_export.to_onnx.graphs.native import cut, filled

IDS = np.array([17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5], np.int64)
SHAPES = [("llama", 10), ("llama", 12), ("llama", 20), ("llama", 24), ("gpt2", 12)]
EVERY_SHAPE = [pytest.param(shape, marks=pytest.mark.slow) for shape in SHAPES[1:-1]]
EVERY_SHAPE += [SHAPES[0], SHAPES[-1]]


@pytest.fixture(scope="module", params=EVERY_SHAPE, ids=str)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder of every graph, its checkpoint, and the logits that the reference gives."""
    family, size = request.param
    checkpoint = tiny_checkpoint(family, head_size=size)
    target = tmp_path_factory.mktemp("heads") / "model"
    write_whole(checkpoint, target)
    return target, checkpoint, reference.logits(checkpoint.config, checkpoint.weights, IDS.tolist())


@pytest.mark.parametrize("cuts", [(), (0, 4, 11), range(12)])
def test_the_exact_graphs_equal_the_reference(written, cuts):
    folder, checkpoint, expected = written
    native = NativeRun(folder / "native-fp32.onnx").logits(IDS, list(cuts))
    portable = PortableRun(folder / "portable.onnx", checkpoint.config).logits(IDS, list(cuts))
    assert_allclose(native, expected, atol=2e-5, rtol=1e-5)
    assert_allclose(portable, expected, atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["native", "web", "native-fp16"])
def test_the_graphs_that_round_stay_close(written, kind):
    folder, checkpoint, _ = written
    ids = np.random.default_rng(0).integers(0, 331, 200)
    portable = PortableRun(folder / "portable.onnx", checkpoint.config).logits(ids)
    agreement = Agreement()
    agreement.add(ids, portable, NativeRun(folder / f"{kind}.onnx").logits(ids))
    assert agreement.mean_kl < 0.02


def test_only_the_native_cache_has_filled_heads(written):
    folder, checkpoint, _ = written
    config = checkpoint.config
    assert cached(folder / "portable.onnx") == config.head_size
    for kind in ("native", "web", "native-fp32", "native-fp16"):
        assert cached(folder / f"{kind}.onnx") == native_head_size(config) > config.head_size
    assert manifest_of(folder).architecture == config  # and with it the count of parameters


def cached(path: Path) -> int:
    """The size of a head in the graph's first cache input."""
    inputs = onnx.load(path, load_external_data=False).graph.input
    past = next(value for value in inputs if value.name.startswith("past"))
    return past.type.tensor_type.shape.dim[3].dim_value


@pytest.mark.parametrize("size", [8, 16])
def test_a_size_that_is_taken_is_left_alone(size):
    graph, config = Graph(), tiny_config("gpt2", head_size=size)
    assert filled(graph, config, "x") == cut(graph, config, "x") == "x"


def test_the_engine_s_own_cache_holds_filled_heads(written):
    folder, checkpoint, expected = written
    config: ModelConfig = checkpoint.config
    pool = HostPool(config, 2, 32)
    session = Session(folder / "native-fp32.onnx", config, pool, 1)
    past = np.zeros(1, np.int32)
    first = session.run(1, IDS[None, :6], past, np.arange(6))
    later = session.run(1, IDS[None, 6:], past + 6, np.arange(5))
    assert_allclose(np.concatenate([first, later]), expected, atol=2e-5, rtol=1e-5)


def test_onnxruntime_still_refuses_such_heads():
    """Where it takes them one day, nothing need be filled any more."""
    config = tiny_checkpoint("llama", head_size=24).config
    inputs = [onnx.helper.make_tensor_value_info("x", 1, (1, 1, config.query_width * 3))]
    caches = [
        onnx.helper.make_tensor_value_info(name, 1, (1, config.heads, 4, 24)) for name in "kv"
    ]
    lengths = [onnx.helper.make_tensor_value_info("n", 6, (1,))]
    lengths.append(onnx.helper.make_tensor_value_info("t", 6, ()))
    tables = [onnx.helper.make_tensor_value_info(name, 1, (4, 12)) for name in ("cos", "sin")]
    node = onnx.helper.make_node(
        "GroupQueryAttention", ["x", "", "", "k", "v", "n", "t", "cos", "sin"], ["y", "pk", "pv"],
        domain="com.microsoft", num_heads=config.heads, kv_num_heads=config.heads, do_rotary=1,
    )  # fmt: skip
    result = onnx.helper.make_tensor_value_info("y", 1, None)
    graph = onnx.helper.make_graph([node], "g", [*inputs, *caches, *lengths, *tables], [result])
    opsets = [onnx.helper.make_opsetid("", 21), onnx.helper.make_opsetid("com.microsoft", 1)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=10)
    feed = {
        "x": np.ones((1, 1, config.query_width * 3), np.float32),
        **{name: np.zeros((1, config.heads, 4, 24), np.float32) for name in "kv"},
        "n": np.zeros(1, np.int32),
        "t": np.array(1, np.int32),
        **{name: np.ones((4, 12), np.float32) for name in ("cos", "sin")},
    }
    with pytest.raises(Exception, match=r"(?i)multiple of (8|16)"):
        ort.InferenceSession(model.SerializeToString()).run(None, feed)
