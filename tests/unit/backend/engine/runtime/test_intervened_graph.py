"""Inputs are put into an explain graph where it is built as we build it, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import tiny_config, write_tiny_folder

from shotglass.contract import MANIFEST, explain_inputs, explain_outputs
from shotglass.engine import Interventions, Library
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.graph_edits.intervened_graph import (
    head_outputs,
    intervened,
    intervention_inputs,
)
from shotglass.engine.runtime.sealed_files import sha256
from shotglass.errors import ModelFolderError

CONFIG = tiny_config("llama")
EVERY = [spec.name for spec in intervention_inputs(CONFIG)]


@pytest.fixture(scope="module")
def whole(tiny_root: Path) -> bytes:
    return (tiny_root / "tiny-llama" / "explain.onnx").read_bytes()


def graph(model: bytes) -> onnx.GraphProto:
    return onnx.load_from_string(model).graph


def test_the_file_of_a_folder_has_no_inputs_to_change_it_by(whole: bytes) -> None:
    found = graph(whole)
    assert [item.name for item in found.input] == [s.name for s in explain_inputs(CONFIG)]
    assert [item.name for item in found.output] == [s.name for s in explain_outputs(CONFIG)]


def test_only_the_inputs_that_are_named_are_put_in(whole: bytes) -> None:
    found = graph(
        intervened(whole, CONFIG, {"head_scale.1", "residual_rows.0", "residual_patch.0"})
    )
    own = {item.name for item in graph(whole).input}
    assert {item.name for item in found.input} - own == {
        "head_scale.1", "residual_rows.0", "residual_patch.0",
    }  # fmt: skip
    kinds = [node.op_type for node in found.node]
    assert kinds.count("ScatterND") == 1
    assert "attention_bias" not in {name for node in found.node for name in node.input}


def test_inputs_and_outputs_are_declared_as_specified(whole: bytes) -> None:
    found = graph(intervened(whole, CONFIG, EVERY))
    specs = [*intervention_inputs(CONFIG), *head_outputs(CONFIG)]
    values = {value.name: value.type.tensor_type for value in [*found.input, *found.output]}
    for spec in specs:
        sizes = [size.dim_param or size.dim_value for size in values[spec.name].shape.dim]
        assert sizes == list(spec.shape)
        elem = onnx.helper.tensor_dtype_to_np_dtype(values[spec.name].elem_type)
        assert elem == np.dtype(spec.dtype)


def test_every_node_of_the_file_is_still_there_and_reads_what_it_read_or_its_change(
    whole: bytes,
) -> None:
    before, after = graph(whole), graph(intervened(whole, CONFIG, EVERY))
    kept = {node.name: node for node in after.node if node.name}
    changed = 0
    for node in before.node:
        assert (node.op_type, node.output) == (kept[node.name].op_type, kept[node.name].output)
        changed += list(node.input) != list(kept[node.name].input)
    # The mask of 2 layers, what puts their heads together, their output maps, 3 states of the
    # stream, and what reads the stream behind attention: a norm, twice, and the next sum.
    assert changed == 2 + 2 + 2 + 3 + 2 * 3


# --- what is refused ---


def damaged(whole: bytes, damage: Callable[[onnx.GraphProto], None]) -> bytes:
    model = onnx.load_from_string(whole)
    damage(model.graph)
    made: bytes = model.SerializeToString()
    return made


def node_of(graph: onnx.GraphProto, output: str) -> onnx.NodeProto:
    return next(node for node in graph.node if output in node.output)


def without_mask(graph: onnx.GraphProto) -> None:
    reader = next(node for node in graph.node if "scores.1" in node.input)
    reader.op_type = "Add"


def with_second_reader(graph: onnx.GraphProto) -> None:
    graph.node.append(onnx.helper.make_node("Identity", ["attentions.0"], ["elsewhere"]))


def without_stream(graph: onnx.GraphProto) -> None:
    node_of(graph, "hidden_states.2").op_type = "Neg"


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (without_mask, "scores.1"),
        (with_second_reader, "attentions.0"),
        (without_stream, "hidden_states.2"),
    ],
)
def test_a_graph_of_another_make_is_refused_with_the_place(
    whole: bytes, damage: Callable[[onnx.GraphProto], None], place: str
) -> None:
    model = damaged(whole, damage)
    with pytest.raises(ModelFolderError, match=f"not built as .*, at {place}, .* import the model"):
        intervened(model, CONFIG, EVERY)


def test_a_graph_of_fewer_layers_than_the_manifest_says_is_refused(whole: bytes) -> None:
    with pytest.raises(ModelFolderError, match=r"not built as .*, at attentions\.2"):
        intervened(whole, tiny_config("llama", layers=3), {"head_scale.0"})


def test_a_folder_with_such_a_graph_is_refused_when_it_is_to_be_changed_and_not_before(
    tmp_path: Path,
) -> None:
    folder = write_tiny_folder(tmp_path, "other", "gpt2")
    path = folder / "explain.onnx"
    path.write_bytes(damaged(path.read_bytes(), with_second_reader))
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"][path.name] = {"bytes": path.stat().st_size, "sha256": sha256(path)}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    capture = Capture(Library([tmp_path]).folder("other"), threads=1)

    capture.run([5, 9], ["logits"])
    with pytest.raises(ModelFolderError, match="import the model again"):
        capture.run([5, 9], ["logits"], interventions=Interventions(head_scale=np.ones((2, 3))))
    with pytest.raises(ModelFolderError, match="import the model again"):
        capture.run([5, 9], ["heads.1"])


@given(st.data())
def test_a_damaged_model_is_refused_or_changed_and_nothing_else(
    whole: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :]
    with suppress(ModelFolderError, ValueError):
        assert len(intervened(broken, CONFIG, EVERY)) > len(whole) // 2
