"""What attention carries: equal to slow numpy, and together all that the layer's heads add."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from support.models.tiny import tiny_weights
from support.references import reference

from shotglass.engine import Engine, ExplainOptions, explain
from shotglass.errors import InvalidRequest

PROMPT = "the cat sat on the mat and the dog"
Array = npt.NDArray[np.float64]


def handed_on(engine: Engine, layer: int) -> tuple[Array, dict[str, Any]]:
    """v_j W_O (H, S, D), a token and a head at a time, and the reference's view of PROMPT."""
    config = engine.manifest.architecture
    weights = {name: np.asarray(w, float) for name, w in tiny_weights(config, 1).items()}
    truth = reference.trace(config, weights, engine.encode(PROMPT))
    name, size = f"layers.{layer}.attention", config.head_size
    read = truth[f"hidden_states.{layer}"]
    if config.norm_first:
        read = reference.norm(config, weights, f"{name}_norm", read)
    values = reference.linear(weights, f"{name}.value", read)
    parts = np.empty((config.heads, len(read), config.width))
    for head in range(config.heads):
        group = head // (config.heads // config.kv_heads)
        for token in range(len(read)):
            value = values[token, group * size : (group + 1) * size]
            for row in range(config.width):
                weight = weights[f"{name}.output.weight"][row, head * size : (head + 1) * size]
                parts[head, token, row] = sum(weight * value)
    return parts, truth


@pytest.mark.parametrize("layer", [0, 1])
def test_lengths_equal_slow_numpy(engine: Engine, layer: int) -> None:
    parts, truth = handed_on(engine, layer)

    arrays = explain(engine, PROMPT, ExplainOptions(layers=(layer,), values=layer)).arrays

    assert list(arrays) == [f"attentions.{layer}", f"value_norms.{layer}"]
    lengths = np.sqrt((parts**2).sum(axis=-1))
    np.testing.assert_allclose(arrays[f"value_norms.{layer}"], lengths, rtol=1e-5)
    whole = np.einsum("hij,hjd->id", truth[f"attentions.{layer}"], parts)  # all that is carried
    np.testing.assert_allclose(whole, truth[f"attention_outputs.{layer}"], atol=1e-12)


def test_other_numbers_keep_their_bits(engine: Engine) -> None:
    plain = explain(engine, PROMPT, ExplainOptions(layers=(0,), lens=3))
    beside = explain(engine, PROMPT, ExplainOptions(layers=(0,), lens=3, values=1))

    np.testing.assert_array_equal(plain.arrays["attentions.0"], beside.arrays["attentions.0"])
    assert (plain.surprisals, plain.lens) == (beside.surprisals, beside.lens)


def test_a_layer_that_is_not_there_is_refused(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="no layer 2") as refused:
        explain(engine, PROMPT, ExplainOptions(values=2))
    assert refused.value.pointer == "/values"
