"""A logit taken apart: each part as the slow truth has it, all of them together the logit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from support.models.tiny import tiny_weights
from support.references import reference

from shotglass.engine import Engine, ExplainOptions, explain
from shotglass.engine.interventions.changes import AttentionCut, HeadOff, PromptState, StatePatch
from shotglass.engine.runtime.token_changes import Place
from shotglass.engine.tasks.inside.attribution import Attribution
from shotglass.errors import InvalidRequest

PROMPT, ROW, TARGET = "the cat sat on the mat", 3, 42
SEED = 1  # of the engines' weights


@pytest.fixture
def summed(exact_engine: Engine) -> Engine:
    """One whose logits are a sum of what its parts add."""
    if not exact_engine.manifest.architecture.norm_first:
        with pytest.raises(
            InvalidRequest, match="norms elsewhere than before its parts"
        ) as refused:
            asked(exact_engine)
        assert refused.value.pointer == "/attribution"
        pytest.skip("its norms stand behind its parts, and it was refused")
    return exact_engine


def asked(engine: Engine, target: int | None = TARGET, row: int = ROW, **more: Any) -> Attribution:
    options = ExplainOptions(surprisal=False, attribution=row, target=target)
    attribution = explain(engine, PROMPT, options, **more).attribution
    assert attribution is not None
    return attribution


def total(parts: Attribution) -> float:
    added = np.sum(parts.heads) + np.sum(parts.attention_biases) + np.sum(parts.feed_forward)
    return float(parts.constant + parts.embedding + added)


def test_all_parts_together_are_the_logit(summed: Engine, truth: Any) -> None:
    logits = truth(summed.encode(PROMPT))
    parts = asked(summed)
    assert parts.logit == pytest.approx(logits[ROW, TARGET], abs=1e-4)
    assert total(parts) == pytest.approx(parts.logit, abs=1e-5)
    likeliest = asked(summed, None)
    assert likeliest.target.id == int(logits[ROW].argmax())
    assert likeliest.logit == pytest.approx(logits[ROW].max(), abs=1e-4)


def test_each_head_adds_what_the_slow_truth_says_with_the_norm_held(summed: Engine) -> None:
    config = summed.manifest.architecture
    weights = tiny_weights(config, SEED)
    seen = reference.trace(config, weights, summed.encode(PROMPT))
    state = seen[f"hidden_states.{config.layers}"][ROW]
    centred = state - state.mean() if config.norm == "layer" else state
    size = np.sqrt(np.mean(centred**2) + config.norm_epsilon)
    head_row = weights["embedding.weight" if config.tied else "head.weight"][TARGET]

    def share(vector: Any) -> float:
        vector = vector - vector.mean() if config.norm == "layer" else vector
        return float(vector / size * weights["final_norm.weight"] @ head_row)

    parts = asked(summed)
    for layer in range(config.layers):
        output = weights[f"layers.{layer}.attention.output.weight"]
        for head in range(config.heads):
            own = slice(head * config.head_size, (head + 1) * config.head_size)
            vector = output[:, own] @ seen[f"heads.{layer}"][head, ROW]
            assert parts.heads[layer][head] == pytest.approx(share(vector), abs=1e-5)
    assert parts.embedding == pytest.approx(share(seen["hidden_states.0"][ROW]), abs=1e-5)


def test_sources_are_attention_times_value_through_the_head_and_sum_to_it(summed: Engine) -> None:
    config, ids = summed.manifest.architecture, summed.encode(PROMPT)
    every = config.layers * config.heads * len(ids)
    options = ExplainOptions(surprisal=False, attribution=ROW, target=TARGET, sources=every)
    explained = explain(summed, PROMPT, replace(options, layers=(0, 1)))
    parts = explained.attribution
    assert parts is not None
    brought = np.zeros((config.layers, config.heads, len(ids)))
    for source in parts.sources:
        place = source.layer, source.head, source.token
        brought[place] = source.added
        attention = explained.arrays[f"attentions.{source.layer}"][source.head, ROW, source.token]
        assert source.attention == pytest.approx(float(attention), abs=1e-6)
    np.testing.assert_allclose(brought.sum(axis=-1), parts.heads, atol=1e-5)
    assert not brought[:, :, ROW + 1 :].any()
    sizes = [abs(source.added) for source in parts.sources]
    assert sizes == sorted(sizes, reverse=True)
    first = explain(summed, PROMPT, replace(options, sources=3)).attribution
    assert first is not None
    assert [s.token for s in first.sources] == [s.token for s in parts.sources[:3]]


def test_what_a_head_brings_from_a_token_is_gone_when_its_edge_is_cut(summed: Engine) -> None:
    """In the last layer, where nothing reads what the cut changes but the head itself, which then
    has its attention on the other tokens."""
    config = summed.manifest.architecture
    layer = config.layers - 1
    options = ExplainOptions(surprisal=False, attribution=ROW, target=TARGET, sources=10_000)
    cut = [AttentionCut((1,), (ROW,), layer, 2)]
    whole, less = (explain(summed, PROMPT, options, changes=c).attribution for c in ((), cut))
    assert whole is not None
    assert less is not None
    own = [
        {s.token: s for s in p.sources if (s.layer, s.head) == (layer, 2)} for p in (whole, less)
    ]
    assert set(own[0]) - set(own[1]) == {1}
    left = 1 - own[0][1].attention
    for token, source in own[1].items():
        assert source.attention == pytest.approx(own[0][token].attention / left, abs=1e-5)


def test_a_head_that_is_off_brings_nothing(summed: Engine) -> None:
    options = ExplainOptions(surprisal=False, attribution=ROW, target=TARGET, sources=10_000)
    for by in ("zero", "mean"):
        parts = explain(summed, PROMPT, options, changes=[HeadOff(1, 2, by)]).attribution
        assert parts is not None
        assert not [s for s in parts.sources if (s.layer, s.head) == (1, 2)]
        assert [s for s in parts.sources if (s.layer, s.head) == (1, 1)]


def test_a_head_that_is_off_adds_nothing(summed: Engine) -> None:
    parts = asked(summed, changes=[HeadOff(1, 2)])
    assert parts.heads[1][2] == 0
    assert total(parts) == pytest.approx(parts.logit, abs=1e-5)
    assert parts.logit != asked(summed).logit


def test_what_cannot_be_taken_apart_is_refused(summed: Engine) -> None:
    patch = StatePatch(Place(1), 0, PromptState("the", 0))
    for more, pointer, part in (
        ({"row": 99}, "/attribution", "no token 99"),
        ({"target": 99_999}, "/target", "99999 is no token"),
        ({"changes": [patch]}, "/attribution", "a patch or a steering vector is none of them"),
    ):
        with pytest.raises(InvalidRequest, match=part) as refused:
            asked(summed, **more)
        assert refused.value.pointer == pointer
