"""Our torch models are the numpy reference, whatever the shape."""

from __future__ import annotations

import copy
import shutil
from typing import Any, get_args

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from support.models.late_choices import chosen
from support.models.tiny import tiny_weights
from support.references import reference
from torch.nn import functional

from shotglass.architecture import Activation, ModelConfig, Positions, weight_shapes
from shotglass_export.models import FAMILIES, build, family_config
from shotglass_export.models.layers import gelu_tanh

torch.set_num_threads(1)


@st.composite
def configs(draw: st.DrawFn) -> ModelConfig:
    """Any mixture of the families' choices, in small and odd sizes."""
    groups, kv_heads, layers = (draw(st.integers(1, 3)) for _ in range(3))
    positions = draw(st.sampled_from(get_args(Positions)))
    bidirectional = draw(st.booleans())
    windows = st.just(()) if bidirectional else st.lists(st.integers(0, 9), max_size=0)
    if not bidirectional and draw(st.booleans()):
        windows = st.lists(st.integers(0, 9), min_size=layers, max_size=layers)
    config = ModelConfig(
        vocabulary=draw(st.integers(1, 40)),
        context=12,
        layers=layers,
        width=draw(st.integers(1, 10)) * (2 if positions == "sinusoidal" else 1),
        heads=groups * kv_heads,
        kv_heads=kv_heads,
        head_size=2 * draw(st.integers(1, 5)),
        ffn_width=draw(st.integers(1, 30)),
        norm=draw(st.sampled_from(["rms", "layer"])),
        norm_epsilon=draw(st.sampled_from([1e-12, 1e-5])),
        positions=positions,
        activation=draw(st.sampled_from(get_args(Activation))),
        rope_theta=draw(st.sampled_from([100.0, 10_000.0])),
        windows=tuple(draw(windows)),
        bidirectional=bidirectional,
        segments=draw(st.integers(0, 2)),
        experts=draw(st.sampled_from([0, 0, 1, 4])),
        **{name: draw(st.booleans()) for name in SWITCHES},
    )
    return draw(chosen(config))


SWITCHES = (
    "gated", "tied", "attention_bias", "output_bias", "ffn_bias", "norm_first", "embedding_norm",
    "head_transform",
)  # fmt: skip


def loaded(config: ModelConfig, dtype: torch.dtype = torch.float64) -> tuple[torch.nn.Module, Any]:
    weights = tiny_weights(config)
    model = build(config).to(dtype)
    model.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    return model, weights


@settings(max_examples=60, deadline=None)
@given(configs(), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_logits_and_attentions_equal_the_reference(config: ModelConfig, text: list[int]) -> None:
    ids = [token % config.vocabulary for token in text]
    model, weights = loaded(config)
    truth = reference.trace(config, weights, ids)
    with torch.no_grad():
        logits = model(torch.tensor([ids]))[0].numpy()
        attentions = model.attentions(torch.tensor([ids]))
    np.testing.assert_allclose(logits, truth["logits"], atol=1e-5, rtol=1e-5)
    for layer, shares in enumerate(attentions):
        np.testing.assert_allclose(shares[0], truth[f"attentions.{layer}"], atol=1e-5, rtol=0)


@settings(max_examples=60, deadline=None)
@given(configs())
def test_parameters_are_named_and_shaped_as_the_waist_says(config: ModelConfig) -> None:
    state = build(config).state_dict()
    assert {name: tuple(weight.shape) for name, weight in state.items()} == weight_shapes(config)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_head_of_what_is_hidden_are_the_logits(family: str) -> None:
    config = family_config(family, vocabulary=31, context=9, layers=2, width=12, heads=2)
    model, _ = loaded(config, torch.float32)
    ids = torch.arange(18).reshape(2, 9)
    assert torch.equal(model.head(model.hidden(ids)), model(ids))


@pytest.mark.parametrize("family", FAMILIES)
def test_one_graph_holds_the_whole_model(family: str) -> None:
    """What ``torch.compile`` needs: no part of it depends on data or falls back to Python."""
    torch.compiler.reset()  # it gives up on code that it compiled for eight models before
    config = family_config(family, vocabulary=31, context=9, layers=2, width=12, heads=2)
    model, _ = loaded(config, torch.float32)
    compiled = torch.compile(model, fullgraph=True, backend="eager")
    ids = torch.arange(16).reshape(2, 8)
    torch.testing.assert_close(compiled(ids), model(ids))


def test_gelu_as_it_is_compiled_is_gelu_its_slope_too() -> None:
    x = torch.cat([torch.linspace(-12, 12, 2001), torch.tensor([-1e4, 1e4, 0.0])])
    ours, theirs = x.clone().requires_grad_(), x.clone().requires_grad_()
    compiled = torch.compile(gelu_tanh, fullgraph=True, backend="eager")(ours)
    expected = functional.gelu(theirs, approximate="tanh")
    torch.testing.assert_close(compiled, expected, atol=2e-6, rtol=1e-5)
    compiled.sum().backward()
    expected.sum().backward()
    torch.testing.assert_close(ours.grad, theirs.grad, atol=2e-6, rtol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_half_precision_comes_near_and_every_weight_gets_a_gradient(family: str) -> None:
    config = family_config(family, vocabulary=31, context=9, layers=2, width=16, heads=2)
    torch.manual_seed(1)
    model, ids = build(config), torch.arange(18).reshape(2, 9)
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(ids)
    assert logits.dtype == torch.bfloat16
    exact = model(ids)
    assert (logits - exact).abs().max() < 0.03 * exact.abs().max()
    logits.float().logsumexp(-1).mean().backward()
    for name, weight in model.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.isfinite().all(), name


def test_a_tied_head_is_the_embedding_of_its_own_model_also_in_a_copy() -> None:
    config = family_config("gpt2", vocabulary=31, context=9, layers=1, width=12, heads=2)
    model, ids = build(config), torch.arange(9)[None]
    copied = copy.deepcopy(model)
    with torch.no_grad():
        copied.embedding.weight.zero_()
    assert torch.equal(copied(ids), torch.zeros(1, 9, 31))
    assert model(ids).abs().max() > 0


def test_a_text_longer_than_the_context_is_refused() -> None:
    for family in ("gpt2", "llama"):
        config = family_config(family, vocabulary=31, context=9, layers=1, width=12, heads=2)
        with pytest.raises(ValueError, match="10 tokens do not fit the context of 9"):
            build(config)(torch.zeros(1, 10, dtype=torch.int64))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")  # torch's compiler uses it
@pytest.mark.skipif(not shutil.which("g++"), reason="torch.compile writes C++, which needs g++")
@pytest.mark.parametrize("family", FAMILIES)
def test_compiled_code_computes_the_same(family: str) -> None:
    torch.compiler.reset()  # it gives up on code that it compiled for eight models before
    config = family_config(family, vocabulary=31, context=150, layers=2, width=32, heads=2)
    model, _ = loaded(config, torch.float32)
    compiled = torch.compile(model, fullgraph=True, dynamic=False)
    ids = torch.arange(300).reshape(2, 150) % 31  # more than one block of rows
    torch.testing.assert_close(compiled(ids), model(ids), atol=1e-4, rtol=1e-4)
    compiled(ids).logsumexp(-1).mean().backward()
    ours = {name: weight.grad.clone() for name, weight in model.named_parameters()}
    model.zero_grad()
    model(ids).logsumexp(-1).mean().backward()
    for name, weight in model.named_parameters():
        torch.testing.assert_close(ours[name], weight.grad, atol=1e-4, rtol=1e-3, msg=name)
