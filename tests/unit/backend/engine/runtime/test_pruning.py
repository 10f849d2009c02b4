"""A pruned model computes what it still gives exactly as the whole one does, and nothing else."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import helper

from shotglass.contract import explain_outputs
from shotglass.engine import Library
from shotglass.engine.runtime.graph_edits.inputs_and_outputs import prune
from shotglass.engine.runtime.session import MappedSession

FEEDS = {"input_ids": np.array([[5, 9, 300, 7]]), "lens_rows": np.array([2])}


@pytest.fixture(scope="module")
def whole(tiny_root: Path) -> bytes:
    return (tiny_root / "tiny-llama" / "explain.onnx").read_bytes()


def outputs(tiny_root: Path) -> list[str]:
    config = Library([tiny_root]).folder("tiny-llama").manifest.architecture
    return [spec.name for spec in explain_outputs(config)]


def test_keeping_every_output_changes_no_byte(whole: bytes, tiny_root: Path) -> None:
    assert prune(whole, outputs(tiny_root)) == whole


def test_every_output_alone_is_what_it_is_beside_the_others(whole: bytes, tiny_root: Path) -> None:
    folder = tiny_root / "tiny-llama"
    together = MappedSession(whole, "whole", folder, 1).run(FEEDS)
    for name in outputs(tiny_root):
        alone = MappedSession(prune(whole, [name]), name, folder, 1).run(FEEDS)
        assert list(alone) == [name]
        np.testing.assert_allclose(alone[name], together[name], atol=1e-5)


def test_what_leads_to_no_output_is_gone(whole: bytes) -> None:
    first = onnx.load_from_string(prune(whole, ["attentions.0"])).graph
    last = onnx.load_from_string(prune(whole, ["hidden_states.2"])).graph

    assert [output.name for output in first.output] == ["attentions.0"]
    assert not [node.name for node in first.node if node.name.startswith("layers.1")]
    assert not [node.name for node in last.node if node.name.startswith("lens")]
    read = {name for node in last.node for name in node.input} | {"hidden_states.2"}
    assert all(read & set(node.output) for node in last.node)
    assert len(first.node) < len(last.node)


@given(st.text(max_size=300), st.integers(0, 400))
def test_fields_of_any_length_come_through(text: str, size: int) -> None:
    identity = helper.make_node("Identity", ["x"], ["y"], name=text, doc_string="d" * size)
    other = helper.make_node("Identity", ["x"], ["z"])
    x, y, z = (helper.make_tensor_value_info(n, 1, ["N", 3]) for n in "xyz")
    model = helper.make_model(helper.make_graph([identity, other], text, [x], [y, z]))

    pruned = onnx.load_from_string(prune(model.SerializeToString(), ["y"]))

    assert list(pruned.graph.node) == [identity]
    assert list(pruned.graph.output) == [y]
    assert (pruned.graph.name, pruned.opset_import) == (text, model.opset_import)


@given(st.binary(max_size=60))
def test_what_is_no_model_is_a_value_error_or_carried_along(data: bytes) -> None:
    with suppress(ValueError):
        assert len(prune(data, ["y"])) <= len(data)


@pytest.mark.parametrize("cut", [1, 5, 1000])
def test_a_cut_model_is_refused(whole: bytes, cut: int) -> None:
    with pytest.raises(ValueError, match="ends inside"):
        prune(whole[:-cut], ["logits"])
