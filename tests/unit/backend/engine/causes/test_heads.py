"""Rankings and ablations of heads on tiny models, against the slow truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.inputs.measured_task import ITEMS, plan_of
from support.models.tiny import tiny_weights
from support.references import reference
from support.references.reference_causes import done, label_logprobs

from shotglass.engine import Engine, Interventions, ablated
from shotglass.engine.causes.heads import ABLATING, SETS, HeadFigures, HeadWork
from shotglass.engine.causes.plan import CausePlan
from shotglass.engine.causes.rankings import RANKINGS, random_heads, repeated_texts
from shotglass.engine.measurement.plan import Conditions
from shotglass.errors import InvalidRequest

SEED = 1  # of the engines' weights
PLAN = CausePlan(plan_of(Conditions(k=(2,)), ITEMS[:4]))


@pytest.fixture
def work(exact_engine: Engine) -> HeadWork:
    return HeadWork.of(exact_engine, PLAN, draws=2)


@pytest.fixture
def found(work: HeadWork) -> HeadFigures:
    return done(work.steps())


def test_heads_are_ranked_as_the_slow_truth_ranks_them(work: HeadWork, found: HeadFigures) -> None:
    config = work.engine.manifest.architecture
    weights = tiny_weights(config, SEED)

    def attention(ids):  # type: ignore[no-untyped-def]
        seen = reference.trace(config, weights, list(ids))
        return np.stack([seen[f"attentions.{i}"] for i in range(config.layers)])

    answers = np.mean(
        [
            sum(attention(prompt.ids)[:, :, -1, a:b].sum(-1) for a, b in prompt.answers)
            for prompt in work.ranking
        ],
        axis=0,
    )
    texts = [attention(ids) for ids in repeated_texts(work.engine, PLAN.task.seed)]
    half = texts[0].shape[-1] // 2
    previous = np.mean([np.diagonal(seen, -1, 2, 3).mean(-1) for seen in texts], axis=0)
    scores = {one.by: {(h.layer, h.head): h.score for h in one.heads} for one in found.rankings}
    assert list(scores) == list(RANKINGS)
    for by, expected in (("answers", answers), ("previous", previous)):
        for (layer, head), score in scores[by].items():
            assert score == pytest.approx(expected[layer, head], abs=1e-5)
    if len(set(repeated_texts(work.engine, 0)[0][:half])) == half:  # each comes once in a half
        first = np.diagonal(texts[0], 1 - half, 2, 3)[..., 1:].mean(-1)
        assert first.shape == previous.shape


def test_each_ablation_is_the_slow_truth_s(work: HeadWork, found: HeadFigures) -> None:
    """The share 0.01 is one head, and a tiny model has no other share."""
    config = work.engine.manifest.architecture
    weights, shape = tiny_weights(config, SEED), (config.layers, config.heads)
    traces = [reference.trace(config, weights, list(prompt.ids)) for prompt in work.ranking]
    mean = np.stack(
        [
            np.concatenate([seen[f"heads.{i}"] for seen in traces], axis=1).mean(axis=1)
            for i in range(config.layers)
        ]
    )
    tops = {one.by: one.top(1) for one in found.rankings}
    random = random_heads(PLAN.task.seed, 2, 1, *shape, {h for (h,) in tops.values()})
    for one in found.ablations:
        assert (one.share, one.heads) == (0.01, 1)
        forms = []
        for heads in random if one.by == "random" else [tops[one.by]]:
            changes = Interventions(
                head_scale=ablated(config, heads),
                head_mean=mean if one.ablating == "mean" else None,
            )
            for prompt in work.prompts:
                logprobs = label_logprobs(config, weights, prompt, lambda _s, c=changes: c)  # type: ignore[misc]
                forms.append(np.exp(logprobs).sum())
        assert one.form.value == pytest.approx(np.mean(forms), abs=1e-5)
        assert one.form_change.value == pytest.approx(np.mean(forms) - found.form.value, abs=1e-5)


def test_every_set_is_switched_off_in_both_ways_and_compared_with_every_other(
    found: HeadFigures,
) -> None:
    assert {(one.by, one.ablating) for one in found.ablations} == {
        (by, ablating) for by in SETS for ablating in ABLATING
    }
    assert len(found.contrasts) == 6 * 2
    by_name = {(one.by, one.ablating): one for one in found.ablations}
    for one in found.contrasts:
        here, there = by_name[one.by, one.ablating], by_name[one.other, one.ablating]
        assert one.right.value == pytest.approx(here.right.value - there.right.value, abs=1e-9)
        assert one.form.value == pytest.approx(here.form.value - there.form.value, abs=1e-9)
    assert found.n == 2
    assert found.draws == 2


def test_all_runs_are_counted_beforehand(work: HeadWork) -> None:
    assert sum(phase.runs for phase in work.phases()) == len(list(work.steps()))


def test_nothing_is_ranked_on_what_is_judged(work: HeadWork) -> None:
    ranked = {prompt.ids for prompt in work.ranking}
    assert not ranked & {prompt.ids for prompt in work.prompts}
    with pytest.raises(InvalidRequest, match="2 or more were expected"):
        HeadWork.of(work.engine, replace(PLAN, task=replace(PLAN.task, items=ITEMS[:1])), 2)
