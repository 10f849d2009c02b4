"""Whether 8-bit products are exact here, and what is served where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from onnx import TensorProto, helper
from tiny import manifest_of

from shotglass.engine import products
from shotglass.engine.placing import served_graphs


def test_the_model_is_one_product_as_onnx_writes_it():
    types = {"a": TensorProto.UINT8, "b": TensorProto.INT8, "c": TensorProto.INT32}
    shapes = {"a": ["R", "K"], "b": ["K", "N"], "c": ["R", "N"]}
    a, b, c = (helper.make_tensor_value_info(x, types[x], shapes[x]) for x in "abc")
    node = helper.make_node("MatMulInteger", ["a", "b"], ["c"])
    graph = helper.make_graph([node], "products", [a, b], [c])
    opset = [helper.make_opsetid("", 21)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=10)
    assert model.SerializeToString() == products.MODEL


def test_here_they_are_exact():
    """On x86 without VNNI this fails, and graphs in whole numbers are not served there."""
    assert products.products_are_exact()


def test_products_that_overflow_are_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(products, "run_once", lambda *_, **__: {"c": 32767})
    products.products_are_exact.cache_clear()
    assert not products.products_are_exact()
    products.products_are_exact.cache_clear()


@pytest.mark.parametrize(
    ("exact", "files"),
    [(True, ["writing.onnx", "reading.onnx"]), (False, ["native.onnx"])],
)
def test_whole_numbers_are_served_only_where_they_are_exact(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch, exact: bool, files: list[str]
):
    monkeypatch.setattr("shotglass.engine.placing.products_are_exact", lambda: exact)
    served = served_graphs(manifest_of(tiny_root / "tiny-llama"), "int8")
    assert [graph.file for graph in served] == files
