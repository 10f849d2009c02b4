"""Function and task vectors on tiny models, against the slow truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.inputs.measured_task import ITEMS, plan_of
from support.models.tiny import tiny_weights
from support.references import reference
from support.references.reference_causes import done, label_logprobs

from shotglass.engine import Engine, Interventions, ResidualPatch
from shotglass.engine.causes.graph_runs import Reading
from shotglass.engine.causes.head_effects import head_effects, head_parts, mapped_names
from shotglass.engine.causes.plan import CausePlan
from shotglass.engine.causes.vectors import VectorWork, figures
from shotglass.engine.measurement.plan import Conditions
from shotglass.errors import InvalidRequest

SEED = 1  # of the engines' weights
PLAN = CausePlan(plan_of(Conditions(k=(2,)), ITEMS[:6]))
TOP = 2


@pytest.fixture
def work(exact_engine: Engine) -> VectorWork:
    return VectorWork.of(exact_engine, PLAN, TOP)


def test_parts_of_heads_are_what_the_output_map_makes_of_each_alone(exact_engine: Engine) -> None:
    config = exact_engine.manifest.architecture
    weights = tiny_weights(config, SEED)
    shape = (config.layers, config.heads, config.head_size)
    mean = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    with exact_engine.capture.series(mapped_names(config.layers)) as series:
        found = done(head_parts(series, 5, mean))
    for layer in range(config.layers):
        output = weights[f"layers.{layer}.attention.output.weight"]  # (D, H * d)
        for head in range(config.heads):
            mine = slice(head * config.head_size, (head + 1) * config.head_size)
            expected = output[:, mine] @ mean[layer, head]
            np.testing.assert_allclose(found[layer, head], expected, atol=1e-5)


def test_every_figure_is_the_slow_truth_s(work: VectorWork) -> None:
    config = work.engine.manifest.architecture
    weights = tiny_weights(config, SEED)
    found = done(work.steps())

    shown = [reference.trace(config, weights, list(prompt.ids)) for prompt in work.shown]
    own = [reference.trace(config, weights, list(prompt.ids)) for prompt in work.none]
    size = config.head_size
    vector = np.zeros(config.width)
    for one in found.heads:
        mean = np.mean([seen[f"heads.{one.layer}"][one.head, -1] for seen in shown], axis=0)
        output = weights[f"layers.{one.layer}.attention.output.weight"]
        vector += output[:, one.head * size : (one.head + 1) * size] @ mean
    assert len(found.heads) == TOP

    half = len(work.none) // 2
    for effect in found.vectors:
        for at in effect.layers:
            name, forms = f"hidden_states.{at.layer}", []
            for place, prompt in enumerate(work.none):
                state = own[place][name][-1] + vector
                if effect.kind == "task":
                    state = shown[place % len(shown)][name][-1]
                patch = Interventions(patches=(ResidualPatch(at.layer, prompt.last, state),))
                logprobs = label_logprobs(config, weights, prompt, lambda _s, p=patch: p)  # type: ignore[misc]
                forms.append(math.fsum(map(math.exp, logprobs)))
            assert at.choosing.form.value == pytest.approx(np.mean(forms[:half]), abs=1e-5)
            assert at.judged.form.value == pytest.approx(np.mean(forms[half:]), abs=1e-5)


def test_the_effect_of_a_head_is_the_slow_truth_s(work: VectorWork) -> None:
    config = work.engine.manifest.architecture
    weights, layers = tiny_weights(config, SEED), config.layers
    random = np.random.default_rng(1)
    parts = random.standard_normal((layers, config.heads, config.width)).astype(np.float32)
    states = random.standard_normal((len(work.tried), layers + 1, config.width)).astype(np.float32)
    with work.engine.capture.series(["logits"]) as series:
        found = done(head_effects(series, work.tried, states, parts))
    changes = []
    for place, prompt in enumerate(work.tried):
        state = states[place, 2] + parts[1, 0]
        patch = Interventions(patches=(ResidualPatch(2, prompt.last, state),))
        after = label_logprobs(config, weights, prompt, lambda _s, p=patch: p)  # type: ignore[misc]
        changes.append(after[0] - label_logprobs(config, weights, prompt)[0])
    assert found.shape == (layers, config.heads)
    assert found[1, 0] == pytest.approx(np.mean(changes), abs=1e-5)


def test_the_layer_is_chosen_on_one_half_and_judged_on_the_other() -> None:
    """At layer 1 the first half is right and the second wrong; at layer 2 the other way round."""
    right, wrong = Reading((-0.1, -3.0), 0), Reading((-3.0, -0.1), 0)
    none, examples = [wrong] * 4, [right] * 4
    rows = {
        ("function", 1): [right, right, wrong, wrong],
        ("function", 2): [wrong, wrong, *none[:2]],
    }
    rows |= {("task", 1): none, ("task", 2): [wrong, right, right, right]}
    found = figures((), none, examples, rows)  # type: ignore[arg-type]
    function, task = found.vectors
    assert (function.chosen, task.chosen) == (1, 2)
    assert (found.n, found.choosing) == (2, 2)
    assert function.layers[0].choosing.right.value == 1
    assert function.layers[0].judged.right.value == 0
    assert function.from_none_right.value == 0
    assert function.from_examples_right.value == -1
    assert task.from_none_right.value == 1
    assert task.from_examples_right.value == 0


def test_items_to_take_from_to_choose_on_and_to_judge_are_others(work: VectorWork) -> None:
    assert not {item.input for item in work.fitted} & {item.input for item in work.judged}
    assert (len(work.fitted), len(work.judged)) == (3, 3)


def test_all_runs_are_counted_beforehand(work: VectorWork) -> None:
    assert sum(phase.runs for phase in work.phases()) == len(list(work.steps()))


def test_more_heads_than_there_are_are_refused(exact_engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="top is 9; 1 to") as caught:
        VectorWork.of(exact_engine, PLAN, 9)
    assert caught.value.pointer == "/top"
