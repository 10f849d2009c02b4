"""What an example does, against the slow truth; nothing where nothing is hidden."""

from __future__ import annotations

import numpy as np
import pytest
from support.inputs.measured_task import ITEMS, plan_of
from support.models.tiny import tiny_weights
from support.references import reference
from support.references.reference_causes import done, label_logprobs, log_odds

from shotglass.engine import Engine
from shotglass.engine.causes.examples import ExampleFigures, ExampleReadings, ExampleWork, hiding
from shotglass.engine.causes.graph_runs import read
from shotglass.engine.causes.plan import CausePlan
from shotglass.engine.measurement.plan import Conditions

SEED = 1  # of the engines' weights
PLAN = CausePlan(plan_of(Conditions(k=(2,)), ITEMS[:3]))


@pytest.fixture
def work(exact_engine: Engine) -> ExampleWork:
    return ExampleWork.of(exact_engine, PLAN)


def test_every_value_is_the_slow_truth_s(work: ExampleWork) -> None:
    config = work.engine.manifest.architecture
    weights = tiny_weights(config, SEED)
    found = done(work.steps())
    for reading, whole, without in zip(found.readings, work.whole, work.without, strict=True):

        def odds(prompt=whole, spans=(), right=whole.right) -> float:  # type: ignore[no-untyped-def]
            return log_odds(label_logprobs(config, weights, prompt, hiding(spans)), right)

        before = odds()
        assert reading.log_odds == pytest.approx(before, abs=1e-5)
        lost = {
            "deleted": [before - odds(prompt) for prompt in without],
            "hidden": [before - odds(spans=[span]) for span in whole.examples],
            "answer_hidden": [before - odds(spans=[span]) for span in whole.answers],
        }
        for name, expected in lost.items():
            np.testing.assert_allclose(getattr(reading, name), expected, atol=1e-5)
        seen = reference.trace(config, weights, list(whole.ids))
        layers = [seen[f"attentions.{i}"][:, -1] for i in range(config.layers)]
        shares = np.mean(layers, axis=(0, 1))
        expected = [shares[start:end].sum() for start, end in whole.examples]
        np.testing.assert_allclose(reading.attention, expected, atol=1e-6)
        assert reading.first_token == pytest.approx(shares[0], abs=1e-6)


def test_hiding_nothing_loses_exactly_nothing(work: ExampleWork) -> None:
    prompt = work.whole[0]
    with work.engine.capture.series(["logits"]) as series:
        plain = done(read(series, prompt))
        before = done(read(series, prompt, hiding(())))
        after = done(read(series, prompt, hiding([(4, 4)])))
    assert before == after == plain


def test_hiding_all_examples_makes_them_unreadable(work: ExampleWork) -> None:
    """With other tokens in their places the answer is the same."""
    config = work.engine.manifest.architecture
    prompt = work.whole[0]
    start, end = prompt.examples[0][0], prompt.examples[-1][1]
    others = [*prompt.ids[:start], *[77] * (end - start), *prompt.ids[end:]]
    changes = hiding([(start, end)])
    found = [
        work.engine.capture.run(ids, ["logits"], interventions=changes(len(ids)))["logits"][0, -1]
        for ids in (list(prompt.ids), others)
    ]
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)
    assert config.layers == 2


def test_all_runs_are_counted_beforehand(work: ExampleWork) -> None:
    assert sum(phase.runs for phase in work.phases()) == len(list(work.steps()))


def figures(**values: list[list[float]]) -> ExampleFigures:
    from shotglass.engine.causes.examples import figures as made

    rows = zip(*values.values(), strict=True)
    readings = [
        ExampleReadings(1.0, 0.2, **dict(zip(values, map(tuple, row), strict=True))) for row in rows
    ]
    return made(PLAN, readings)


def test_attention_that_orders_examples_as_their_effects_do_has_correlation_1() -> None:
    effects = [[1.0, 2.0], [3.0, 5.0], [-1.0, 0.0]]
    found = figures(
        deleted=effects, hidden=effects, answer_hidden=[[1.0, 0.0]] * 3, attention=effects
    )
    by_pair = {(one.one, one.other): one.correlation for one in found.correlations}
    assert by_pair["hidden", "attention"] is not None
    assert by_pair["hidden", "attention"].value == 1
    assert by_pair["deleted", "answer_hidden"] is not None
    assert by_pair["deleted", "answer_hidden"].value == -1
    assert len(by_pair) == 6
    assert found.examples[0].deleted.value == pytest.approx(1)
    assert found.n == 3


def test_examples_that_do_nothing_have_no_order() -> None:
    nothing, some = [[0.0, 0.0]] * 3, [[0.1, 0.4]] * 3
    found = figures(deleted=nothing, hidden=nothing, answer_hidden=nothing, attention=some)
    assert all(one.correlation is None for one in found.correlations)
    assert all(one.hidden.value == one.hidden.high == 0 for one in found.examples)
