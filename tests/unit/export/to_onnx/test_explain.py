"""explain.onnx of tiny random models of every kind against the numpy reference and portable."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from support.references import reference

IDS = np.array([17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5], np.int64)
ROWS = [4, 10, 0, 4]
S = len(IDS)


def names(model: Any) -> list[str]:
    layers = model.checkpoint.config.layers
    squares = [f"{kind}.{i}" for kind in ("attentions", "scores") for i in range(layers)]
    return ["logits", "lens", *squares, *(f"hidden_states.{i}" for i in range(layers + 1))]


def inside(model: Any) -> dict[str, NDArray[np.float32]]:
    return model.explain().outputs(IDS, names(model), ROWS)


def test_everything_equals_the_reference(model):
    found = inside(model)
    truth = reference.trace(model.checkpoint.config, model.checkpoint.weights, IDS.tolist())
    assert_allclose(found.pop("lens"), truth["lens"][ROWS], atol=5e-5, rtol=1e-5)
    for name, array in found.items():
        atol, rtol = (1e-5, 0) if name.startswith("attentions") else (5e-5, 1e-5)
        assert_allclose(array[0], truth[name], atol=atol, rtol=rtol, err_msg=name)


def test_attention_sums_to_one_and_is_exactly_zero_for_what_is_not_seen(model):
    found, config = inside(model), model.checkpoint.config
    for layer in range(config.layers):
        attention = found[f"attentions.{layer}"]
        assert_allclose(attention.sum(axis=-1), 1, atol=1e-6)
        assert not attention[0][:, ~reference.visible(config, layer, S)].any()
        assert (attention[0][:, 0, 0] == 1).all()


def test_scores_masked_and_softmaxed_are_the_attention(model):
    found, config = inside(model), model.checkpoint.config
    for layer in range(config.layers):
        mask = np.where(reference.visible(config, layer, S), 0, -np.inf)
        scores = found[f"scores.{layer}"].astype(np.float64)
        assert np.isfinite(scores).all()
        assert_allclose(reference.softmax(scores + mask), found[f"attentions.{layer}"], atol=1e-6)


def test_the_lens_at_the_last_layer_is_the_logits_of_its_row(model):
    found = inside(model)
    assert_allclose(found["lens"][:, -1], found["logits"][0, ROWS], atol=1e-5)


def test_logits_equal_those_of_portable(model):
    assert_allclose(inside(model)["logits"][0], model.portable().logits(IDS), atol=1e-5)


def test_the_lens_can_be_asked_for_no_row(models):
    config = models["llama"].checkpoint.config
    found = models["llama"].explain().outputs(IDS, ["lens"])
    assert found["lens"].shape == (0, config.layers + 1, config.vocabulary)


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_one_token_sees_itself(models, name):
    found = models[name].explain().outputs(IDS[:1], ["attentions.0", "logits"])
    assert (found["attentions.0"] == 1).all()
    assert_allclose(found["logits"][0], models[name].portable().logits(IDS[:1]), atol=1e-5)


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_a_batch_is_its_texts_side_by_side(models, name):
    session = models[name].explain()._session
    texts = np.stack([IDS, IDS[::-1]])
    rows = np.array([3, S + 3])
    wanted = ["logits", "attentions.1", "scores.1", "hidden_states.2", "lens"]
    both = session.run(wanted, {"input_ids": texts, "lens_rows": rows})
    for index, ids in enumerate(texts):
        alone = models[name].explain().outputs(ids, wanted, [3])
        for whole, (output, single) in zip(both, alone.items(), strict=True):
            assert_allclose(whole[index], single[0], atol=1e-5, err_msg=output)
