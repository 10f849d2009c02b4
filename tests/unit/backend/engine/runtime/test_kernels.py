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
from shotglass.engine.runtime.kernels import add_operators, instruction_set, instruction_sets, seal
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
    values = {"seal": seal(), **values}
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


def attention(name: str, lengths: list[int], past: list[int], size: int, **more: Any) -> Any:
    """Of heads of random numbers, whose queries and keys are turned over all but ``size % 4``
    numbers: what the operator makes, and what numpy does, in fp64. Both are (B, S, H size)."""
    heads, groups, room, rows, tokens = 6, more.pop("groups", 2), 120, len(lengths), max(lengths)
    values = {"window": 0, "scale": 0.3, "cap": 0.0, **more}
    packed = numbers(rows, tokens, (heads + 2 * groups) * size)
    cache = numbers(2, rows, groups, room, size, seed=1)
    angles = np.random.default_rng(2).uniform(0, 6, (room, size // 4 * 2))
    total = np.add(lengths, past).astype(np.int32) - 1
    inputs = {"packed": packed, "keys": cache[0], "values": cache[1], "total": total}
    inputs |= {"lengths": np.array(lengths, np.int32)}
    inputs |= {"cos": np.float32(np.cos(angles)), "sin": np.float32(np.sin(angles))}
    own = {"heads": heads, "groups": groups, "kernels": name, **values}
    mixed, keys, kept = operator("CachedAttention", inputs, 3, **own)
    expected = np.zeros((rows, tokens, heads, size))
    each = packed.reshape(rows, tokens, -1, size).astype(np.float64)

    def turned(x: Any, position: int) -> Any:
        half = angles.shape[1]
        low, high, rest = x[..., :half], x[..., half : 2 * half], x[..., 2 * half :]
        cos, sin = np.cos(angles[position]), np.sin(angles[position])
        return np.concatenate([low * cos - high * sin, low * sin + high * cos, rest], -1)

    for row in range(rows):
        for new in range(lengths[row]):
            at = past[row] + new
            cache[0, row, :, at] = turned(each[row, new, heads : heads + groups], at)
            cache[1, row, :, at] = each[row, new, heads + groups :]
            first = max(0, at + 1 - values["window"]) if values["window"] else 0
            for head in range(heads):
                group = head // (heads // groups)
                query = turned(each[row, new, head], at) * values["scale"]
                scores = cache[0, row, group, first : at + 1] @ query
                if values["cap"]:
                    scores = values["cap"] * np.tanh(scores / values["cap"])
                weights = np.exp(scores - scores.max())
                weights /= weights.sum()
                expected[row, new, head] = weights @ cache[1, row, group, first : at + 1]
    assert np.allclose(keys, cache[0], atol=1e-5)
    assert np.array_equal(kept, cache[1])
    return mixed, expected.reshape(mixed.shape)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("more", [{}, {"window": 5}, {"window": 33}, {"cap": 2.0}, {"groups": 6}])
@pytest.mark.parametrize("size", [64, 20, 6])
def test_attention_is_numpys(name: str, more: dict[str, Any], size: int) -> None:
    """Prompts, steps, rows of unlike lengths, and a cache that is full to its last token."""
    for lengths, past in (([1], [0]), ([1, 1], [15, 16]), ([70], [50]), ([40, 3], [0, 117])):
        made, expected = attention(name, lengths, past, size, **more)
        assert np.allclose(made, expected, atol=2e-5)


def test_an_instruction_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no kernels mmx"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), "mmx")


def test_a_file_that_ends_too_soon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="ends before a weight"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), SETS[0], columns=51)


@pytest.mark.parametrize("own", ["", "0" * 32])
def test_a_node_that_was_in_a_models_file_reads_no_file(tmp_path: Path, own: str) -> None:
    with pytest.raises(Exception, match="its file may not have any"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), SETS[0], seal=own)


@pytest.mark.parametrize(
    "odd", [{"depth": 2**62}, {"columns": -1}, {"offset": -4}, {"depth": 0}, {"columns": 2**26}]
)
def test_sizes_that_no_file_has_are_refused(tmp_path: Path, odd: dict[str, int]) -> None:
    with pytest.raises(Exception, match="not within|ends before a weight|bad_alloc"):
        product(tmp_path, numbers(1, 20), numbers(20, 50), SETS[0], **odd)


@pytest.mark.parametrize(
    "odd",
    [{"total": [9]}, {"total": [-5]}, {"lengths": [7]}, {"lengths": [-1]}, {"lengths": []}]
    + [{"cos": numbers(3)}, {"keys": numbers(1, 2, 8, 5)}, {"packed": numbers(1, 3, 4)}]
    + [{"heads": 3}, {"groups": 0}, {"heads": 2**40}, {"window": -1}],
)
def test_a_cache_that_does_not_fit_is_refused(odd: dict[str, Any]) -> None:
    cache, angles = numbers(1, 2, 8, 4), numbers(8, 2)
    inputs: dict[str, Any] = {"packed": numbers(1, 3, 32), "keys": cache, "values": cache}
    inputs |= {"total": [2], "lengths": [3], "cos": angles, "sin": angles}
    values: dict[str, Any] = {"heads": 4, "groups": 2, "window": 0, "scale": 1.0, "cap": 0.0}
    for name, value in odd.items():
        (inputs if name in inputs else values)[name] = value
    inputs |= {name: np.array(inputs[name], np.int32) for name in ("total", "lengths")}
    with pytest.raises(Exception, match="CachedAttention|not within"):
        operator("CachedAttention", inputs, 3, kernels=SETS[0], **values)


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
