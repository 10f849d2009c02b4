"""A logit taken apart: each part as the slow truth has it, all of them together the logit."""

from __future__ import annotations

from collections.abc import Sequence
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
from shotglass.engine.tasks.inside.stream_parts import AttentionEdge
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


# --- the way back through a head ---

BACK = (AttentionEdge(1, 2, 1),)


def back_through(engine: Engine, through: Sequence[AttentionEdge], **more: Any) -> Attribution:
    options = ExplainOptions(surprisal=False, attribution=ROW, target=TARGET, sources=10_000)
    answer = explain(engine, PROMPT, replace(options, through=tuple(through)), **more).attribution
    assert answer is not None
    return answer


def test_what_a_head_brought_is_the_sum_of_what_stood_at_its_source(summed: Engine) -> None:
    whole = asked(summed)
    for changes in ([], [HeadOff(0, 1)]):
        first = back_through(summed, [], changes=changes)
        behind = back_through(summed, BACK, changes=changes)
        (source,) = behind.path
        assert source in first.sources
        assert behind.logit == first.logit
        assert total(behind) == pytest.approx(source.added, abs=1e-5)
        assert [len(behind.heads), len(behind.feed_forward)] == [1, 1]
        brought = np.zeros(len(behind.heads[0]))
        for each in behind.sources:
            assert each.layer == 0
            assert each.token <= source.token
            brought[each.head] += each.added
        np.testing.assert_allclose(brought, behind.heads[0], atol=1e-6)
    assert behind.logit != whole.logit


def test_the_way_leads_on_to_the_embedding_and_a_head_that_is_off_ends_it(summed: Engine) -> None:
    further = back_through(summed, [*BACK, AttentionEdge(0, 1, 0)])
    assert [edge.layer for edge in further.path] == [1, 0]
    assert (further.heads, further.feed_forward, further.sources) == ((), (), ())
    assert total(further) == pytest.approx(further.path[-1].added, abs=1e-6)
    off = back_through(summed, BACK, changes=[HeadOff(1, 2)])
    assert off.path[0].added == total(off) == 0


def test_each_head_behind_a_head_is_as_the_slow_truth_says(summed: Engine) -> None:
    """In float64 and by the weights themselves, both norms held at what they are."""
    config = summed.manifest.architecture
    weights = {name: w.astype(np.float64) for name, w in tiny_weights(config, SEED).items()}
    seen = reference.trace(config, weights, summed.encode(PROMPT))
    layer, head, token = BACK[0].layer, BACK[0].head, BACK[0].token
    size, group = config.head_size, head // (config.heads // config.kv_heads)

    def held(norm: str, state: Any, part: Any) -> Any:
        if config.norm == "layer":
            state, part = state - state.mean(), part - part.mean()
        return part / np.sqrt(np.mean(state**2) + config.norm_epsilon) * weights[f"{norm}.weight"]

    def out(layer: int, head: int, vector: Any) -> Any:
        own = slice(head * size, (head + 1) * size)
        return weights[f"layers.{layer}.attention.output.weight"][:, own] @ vector

    def brought(part: Any) -> float:
        read = held(f"layers.{layer}.attention_norm", seen[f"hidden_states.{layer}"][token], part)
        rows = weights[f"layers.{layer}.attention.value.weight"]
        value = rows[group * size : (group + 1) * size] @ read
        share = seen[f"attentions.{layer}"][head, ROW, token]
        written = out(layer, head, share * value)
        at_end = held("final_norm", seen[f"hidden_states.{config.layers}"][ROW], written)
        return float(at_end @ weights["embedding.weight" if config.tied else "head.weight"][TARGET])

    parts = back_through(summed, BACK)
    for before in range(layer):
        for other in range(config.heads):
            vector = out(before, other, seen[f"heads.{before}"][other, token])
            assert parts.heads[before][other] == pytest.approx(brought(vector), abs=1e-6)
    assert parts.embedding == pytest.approx(brought(seen["hidden_states.0"][token]), abs=1e-6)


def test_a_way_that_does_not_lead_back_is_refused(summed: Engine) -> None:
    for through, pointer, part in (
        ([AttentionEdge(9, 0, 0)], "/through/0/layer", "no layer 9: a layer from 0 to 1"),
        ([AttentionEdge(1, 9, 0)], "/through/0/head", "no head 9"),
        ([AttentionEdge(1, 0, ROW + 1)], "/through/0/token", "token from 0 to 3"),
        ([*BACK, AttentionEdge(1, 0, 0)], "/through/1/layer", "a layer from 0 to 0"),
        ([AttentionEdge(0, 0, 0)] * 2, "/through/1/layer", "no further place"),
    ):
        with pytest.raises(InvalidRequest, match=part) as refused:
            back_through(summed, through)
        assert refused.value.pointer == pointer
