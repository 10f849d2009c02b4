"""All numbers on the way through each layer of tiny random models of every kind, and every row of
their weights, against the numpy reference: each follows from those before it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from support.references import reference

from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.graph_edits.weight_rows import matrices
from shotglass.errors import ModelFolderError

IDS = [17, 3, 300, 0, 45, 45, 210, 9]
CLOSE: dict[str, Any] = {"atol": 5e-5, "rtol": 1e-5}


def capture(model: Any) -> Capture:
    return Capture(ModelFolder.open(model.folder), threads=1)


def test_each_layer_equals_the_reference(model: Any) -> None:
    config, weights = model.checkpoint.config, model.checkpoint.weights
    truth = reference.trace(config, weights, IDS)
    for layer in range(config.layers):
        numbers = capture(model).trace(IDS, layer)
        assert_allclose(numbers["stream"], truth[f"hidden_states.{layer}"], **CLOSE)
        assert_allclose(numbers["after"], truth[f"hidden_states.{layer + 1}"], **CLOSE)
        assert_allclose(numbers["scores"], truth[f"scores.{layer}"], **CLOSE)
        assert_allclose(numbers["attentions"], truth[f"attentions.{layer}"], atol=1e-5)
        heads = truth[f"heads.{layer}"].swapaxes(0, 1).reshape(len(IDS), config.query_width)
        assert_allclose(numbers["mixed"], heads, **CLOSE)


def test_what_a_map_gives_is_what_it_reads_times_its_weights(model: Any) -> None:
    config, weights = model.checkpoint.config, model.checkpoint.weights
    for layer in range(config.layers):
        numbers, prefix = capture(model).trace(IDS, layer), f"layers.{layer}."
        maps = {
            "attention.query": ("attention_in", "query_map"),
            "attention.key": ("attention_in", "key_map"),
            "attention.value": ("attention_in", "value_map"),
            "attention.output": ("mixed", "attention_out"),
        }
        if not config.experts:
            maps |= {"ffn.up": ("ffn_in", "ffn_up"), "ffn.down": ("ffn_hidden", "ffn_out")}
            maps |= {"ffn.gate": ("ffn_in", "ffn_gate")} if config.gated else {}
        for name, (read, made) in maps.items():
            product = reference.linear(weights, prefix + name, numbers[read].astype(float))
            assert_allclose(numbers[made], product, err_msg=name, **CLOSE)


def test_scores_are_the_products_of_queries_and_keys(model: Any) -> None:
    config = model.checkpoint.config
    for layer in range(config.layers):
        numbers = capture(model).trace(IDS, layer)
        keys = np.repeat(numbers["key"], config.heads // config.kv_heads, axis=0)
        products = numbers["query"] @ keys.swapaxes(1, 2) * config.score_scale(layer)
        assert_allclose(products, numbers["scores"], **CLOSE)


def test_the_stream_between_both_parts_is_the_sum(model: Any) -> None:
    config, weights = model.checkpoint.config, model.checkpoint.weights
    numbers = capture(model).trace(IDS, 0)
    assert ("middle" in numbers) == config.norm_first
    if "middle" not in numbers:
        return
    assert np.array_equal(numbers["middle"], numbers["stream"] + numbers["attention_out"])
    if not config.experts:
        assert np.array_equal(numbers["after"], numbers["middle"] + numbers["ffn_out"])
        normed = reference.norm(config, weights, "layers.0.ffn_norm", numbers["middle"])
        assert_allclose(numbers["ffn_in"], normed, **CLOSE)
    assert np.array_equal(numbers["ffn_norm.weight"], weights["layers.0.ffn_norm.weight"])


def test_the_end_is_what_the_head_reads_and_says(model: Any) -> None:
    config, weights = model.checkpoint.config, model.checkpoint.weights
    numbers = capture(model).trace(IDS, config.layers)
    truth = reference.trace(config, weights, IDS)
    assert_allclose(numbers["stream"], truth[f"hidden_states.{config.layers}"], **CLOSE)
    assert_allclose(numbers["logits"], truth["logits"], **CLOSE)
    table = weights["embedding.weight" if config.tied else "head.weight"]
    said = numbers["head_in"].astype(float) @ table.T + weights.get("head.bias", 0)
    assert_allclose(said, truth["logits"], **CLOSE)


def test_every_row_is_the_weights_own(model: Any) -> None:
    config, weights = model.checkpoint.config, model.checkpoint.weights
    opened = capture(model)
    for name, (rows, width) in matrices(config).items():
        for index in (0, rows // 2, rows - 1):
            (row,), biases = opened.weight_rows(name, [index])
            assert row.shape == (width,)
            assert np.array_equal(row, weights[f"{name}.weight"][index]), name
            expected = weights.get(f"{name}.bias")
            assert (None if biases is None else biases[0]) == (
                None if expected is None else expected[index]
            ), name


@pytest.mark.parametrize("damage", ["layers.0.attention.qkv.weight", "layers.0.ffn.down.weight"])
def test_a_graph_of_another_make_is_refused(models: Any, damage: str) -> None:
    opened = capture(models["gpt2"])
    model, seal = opened.checked()
    changed = b"x" * len(damage)
    opened._model, opened._seal = model.replace(damage.encode(), changed), seal
    with pytest.raises(ModelFolderError, match="not built as this version builds it"):
        opened.trace(IDS, 0)
