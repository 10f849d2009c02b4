"""Our operators against numpy and onnxruntime's own, and the bits that they promise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper
from support.models.tiny import Family, tiny_config, write_tiny_folder

from shotglass.architecture import ModelConfig
from shotglass.engine.runtime.graph_edits.fused_graph import fused
from shotglass.engine.runtime.graph_edits.inputs_and_outputs import with_query_lengths
from shotglass.engine.runtime.kernels import add_operators, instruction_set, instruction_sets
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.session import Session

pytestmark = pytest.mark.skipif(
    not instruction_sets(), reason="the kernels are not compiled: there is no C++ compiler"
)
SETS = instruction_sets()
FAMILIES: tuple[Family, ...] = ("llama", "gpt1", "gpt2", "gpt3")
GRAPHS = {"native-fp32.onnx": "fp32", "native.onnx": "int8"}
Floats = np.ndarray[Any, np.dtype[np.float32]]


# --- one operator against numpy ---


def operator(kind: str, inputs: dict[str, Any], outputs: int = 1, **values: Any) -> list[Floats]:
    """What an operator makes of ``inputs``, of which those that are None are left out."""
    given = {name: np.asarray(value) for name, value in inputs.items() if value is not None}
    names = [name if name in given else "" for name in inputs]
    made = [f"y{i}" for i in range(outputs)]
    node = helper.make_node(kind, names, made, domain="shotglass", **values)
    kinds = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int32): TensorProto.INT32}
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info(name, kinds[v.dtype], v.shape) for name, v in given.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in made],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("shotglass", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    add_operators(options)
    session = ort.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    return list(session.run(None, given))


def numbers(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def product(folder: Path, x: Floats, weight: Floats, name: str, **more: Any) -> Floats:
    file = folder / "weight.bin"
    file.write_bytes(b"\0" * 12 + weight.tobytes())
    depth, columns = weight.shape
    place = {"file": str(file), "offset": 12, "depth": depth, "columns": columns}
    silu = {"linear": 1.0, "cubic": 0.0}
    values = {"transposed": 0, "gated": 0, "kernels": name, **silu, **place}
    (made,) = operator("Product", {"x": x, "bias": more.pop("bias", None)}, **{**values, **more})
    return made


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("rows", [1, 2, 3, 5, 9, 16, 31, 33, 70])
@pytest.mark.parametrize(("depth", "columns"), [(1, 1), (52, 75), (17, 48), (64, 97)])
def test_a_product_is_numpys(
    tmp_path: Path, name: str, rows: int, depth: int, columns: int
) -> None:
    x, weight = numbers(rows, depth), numbers(depth, columns, seed=1)
    bias = numbers(columns, seed=2)
    expected = x.astype(np.float64) @ weight.astype(np.float64)
    assert np.allclose(product(tmp_path, x, weight, name), expected, atol=2e-5)
    made = product(tmp_path, x, weight, name, bias=bias)
    assert np.allclose(made, expected + bias, atol=2e-5)


@pytest.mark.parametrize("name", SETS)
def test_a_gate_is_silu_of_one_half_times_the_other(tmp_path: Path, name: str) -> None:
    x, weight = numbers(33, 52) * 4, numbers(52, 150, seed=1)
    gate, up = np.split(x.astype(np.float64) @ weight, 2, axis=1)
    made = product(tmp_path, x, weight, name, gated=1)
    assert np.allclose(made, gate / (1 + np.exp(-gate)) * up, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("name", SETS)
def test_a_curve_is_the_gaussian_unit_by_its_tanh(name: str) -> None:
    x = np.concatenate([numbers(3, 33).ravel() * 3, [0, -0.0, 1e-30, 90, -90]]).astype(np.float32)
    root = (2 / np.pi) ** 0.5
    values = {"linear": 2 * root, "cubic": 2 * root * 0.044715, "kernels": name}
    (made,) = operator("Activation", {"x": x}, **values)
    wide = x.astype(np.float64)
    expected = 0.5 * wide * (1 + np.tanh(root * (wide + 0.044715 * wide**3)))
    assert np.allclose(made, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_reaches_its_own_row_alone(tmp_path: Path, name: str, odd: float) -> None:
    x, weight = numbers(9, 20), numbers(20, 50, seed=1)
    usual = product(tmp_path, x, weight, name)
    x[4, 7] = odd
    made = product(tmp_path, x, weight, name)
    assert not np.isfinite(made[4]).any()
    assert np.array_equal(np.delete(made, 4, 0), np.delete(usual, 4, 0))


def test_no_rows_give_no_rows(tmp_path: Path) -> None:
    made = product(tmp_path, numbers(0, 20), numbers(20, 50), SETS[0])
    assert made.shape == (0, 50)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("layer", "width"), [(0, 52), (1, 52), (0, 576), (1, 1)])
def test_a_norm_is_numpys(name: str, layer: int, width: int) -> None:
    x, skip, weight = numbers(40, width), numbers(40, width, seed=1), numbers(width, seed=2)
    bias = numbers(width, seed=3) if layer else None
    inputs = {"x": x, "skip": skip, "weight": weight, "bias": bias}
    made = operator("Norm", inputs, 2, layer=layer, epsilon=1e-5, kernels=name)
    total = x.astype(np.float64) + skip
    middle = total - total.mean(-1, keepdims=True) if layer else total
    expected = middle / np.sqrt((middle**2).mean(-1, keepdims=True) + 1e-5) * weight
    assert np.allclose(made[0], expected + (0 if bias is None else bias), atol=1e-5)
    assert np.array_equal(made[1], x + skip)


def test_an_instruction_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no kernels mmx"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), "mmx")


def test_a_file_that_ends_too_soon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="ends before a weight"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), SETS[0], columns=51)


# --- whole models ---


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kernels")
    for family in FAMILIES:
        write_tiny_folder(root, family, family, add=("int8",))
    return root


class Texts:
    """Sessions over a pool of their own, of a family's graph with an instruction set; ``None``: of
    onnxruntime's own operators."""

    def __init__(self, folder: Path, graph: str, config: ModelConfig, patch: Any) -> None:
        self._folder, self._graph, self._config, self._patch = folder, graph, config, patch

    def session(self, name: str | None, slots: int = 4, threads: int = 2) -> Session:
        at = "shotglass.engine.runtime.session"
        self._patch.setattr(f"{at}.instruction_set", lambda: name)
        if name:
            chosen = lambda model, weights: fused(model, weights, name)  # noqa: E731
            self._patch.setattr(f"{at}.fused", chosen)
        weights = sorted(self._folder.glob("weights.*"))
        pool = HostPool(self._config, slots, 128)
        return Session(self._folder / self._graph, self._config, pool, threads, weights)

    def read(self, session: Session, ids: Any, past: int = 0, slot: int = 0) -> Floats:
        """Logits (B, V) of the last token of each row of ids (B, S)."""
        rows, tokens = ids.shape
        before = np.full(rows, past, np.int32)
        return session.run(slot, ids, before, np.arange(rows) * tokens + tokens - 1)


@pytest.fixture(params=[(family, graph) for family in FAMILIES for graph in GRAPHS])
def texts(request: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> Texts:
    family, graph = request.param
    return Texts(root / family, graph, tiny_config(family), monkeypatch)


IDS = np.random.default_rng(7).integers(0, 300, (1, 70)).astype(np.int64)


def test_a_model_says_what_it_says_with_onnxruntimes_operators(texts: Texts) -> None:
    own, other = texts.session(instruction_set()), texts.session(None)
    for start, end in ((0, 40), (40, 41), (41, 60)):
        ids = IDS[:, start:end]
        gap = np.abs(texts.read(own, ids, start) - texts.read(other, ids, start)).max()
        assert gap < (2e-5 if "fp32" in texts._graph else 2e-2)


@pytest.mark.parametrize("name", SETS)
def test_every_instruction_set_gives_the_same_bits(texts: Texts, name: str) -> None:
    def bits(name: str | None) -> list[bytes]:
        session = texts.session(name)
        prompt = texts.read(session, np.repeat(IDS[:, :37], 3, axis=0))
        return [prompt.tobytes(), texts.read(session, IDS[:, 37:38].repeat(3, 0), 37).tobytes()]

    assert bits(name) == bits(instruction_set())


def test_bits_depend_on_the_text_alone(texts: Texts) -> None:
    """Alone, in company, token by token, after a part from the cache, and on one thread."""
    session = texts.session(instruction_set())
    assert session.repeats
    alone = texts.read(session, IDS).tobytes()
    among = texts.read(session, np.repeat(IDS, 4, axis=0))
    assert [row.tobytes() for row in among] == [alone] * 4
    for at in range(IDS.shape[1]):
        one = texts.read(session, IDS[:, at : at + 1], at, slot=1)
    assert one.tobytes() == alone
    texts.read(session, IDS[:, :33], slot=2)
    assert texts.read(session, IDS[:, 33:], 33, slot=2).tobytes() == alone
    single = texts.session(instruction_set(), threads=1)
    assert texts.read(single, IDS).tobytes() == alone


def test_rows_of_several_lengths_are_those_alone(texts: Texts) -> None:
    session = texts.session(instruction_set())
    lengths = np.array([20, 1, 7], np.int32)
    rows = np.repeat(IDS[:, :20], 3, axis=0)
    picks = np.arange(3) * 20 + lengths - 1
    among = session.run(0, rows, np.zeros(3, np.int32), picks, lengths=lengths)
    for row, length in enumerate(lengths):
        alone = texts.read(session, IDS[:, :length], slot=3)
        assert among[row].tobytes() == alone.tobytes()


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("family", FAMILIES)
def test_all_that_sums_is_ours(root: Path, family: Family, graph: str) -> None:
    model = with_query_lengths((root / family / graph).read_bytes())
    made, others = fused(model, sorted((root / family).glob("weights.*")))
    kinds = {node.op_type for node in onnx.load_from_string(made).graph.node}
    assert others == set()
    assert kinds & {"MatMul", "Gemm", "MatMulNBits", "GroupQueryAttention", "Pow"} == set()


def test_a_weight_outside_the_files_given_stays_onnxruntimes(root: Path) -> None:
    model = with_query_lengths((root / "llama" / "native-fp32.onnx").read_bytes())
    made, others = fused(model, [])
    kinds = {node.op_type for node in onnx.load_from_string(made).graph.node}
    assert "MatMul" in others
    assert "Product" not in kinds
