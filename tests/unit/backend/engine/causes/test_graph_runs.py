"""Labels are read under changes as the slow truth reads them, one run a label."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.inputs.measured_task import ITEMS, plan_of
from support.models.tiny import tiny_weights
from support.references.reference_causes import done, label_logprobs, log_odds

from shotglass.engine import Engine, Interventions, ablated, score
from shotglass.engine.causes.graph_runs import Reading, read
from shotglass.engine.causes.prompts import ReadPrompt
from shotglass.engine.causes.prompts import read_prompt as prompt_of

SEED = 1  # of the engines' weights
LABELS = ((5, 9, 300), (5, 9, 17), (41,), (5, 12))


def test_labels_of_several_tokens_are_read_by_the_chain_rule(exact_engine: Engine) -> None:
    config = exact_engine.manifest.architecture
    prompt = ReadPrompt((3, 90, 7, 210), LABELS, 1, (), ())
    changes = Interventions(head_scale=ablated(config, [(0, 1), (1, 0)]))
    with exact_engine.capture.series(["logits"]) as series:
        found = done(read(series, prompt, lambda _tokens: changes))
    expected = label_logprobs(config, tiny_weights(config, SEED), prompt, lambda _tokens: changes)
    np.testing.assert_allclose(found.logprobs, expected, atol=1e-5)
    assert found.log_odds == pytest.approx(log_odds(expected, 1), abs=1e-5)
    assert found.form == pytest.approx(sum(map(math.exp, expected)), abs=1e-6)


def test_an_expected_label_that_is_as_likely_as_another_is_not_right() -> None:
    assert Reading((-1.0, -2.0, -3.0), 0).right
    assert not Reading((-1.0, -1.0, -3.0), 0).right
    assert not Reading((-2.0, -1.0), 0).right


def test_a_prompt_is_read_as_scoring_reads_it(exact_engine: Engine) -> None:
    """Two graphs: the one that shows its inside, and the one that generates."""
    task = plan_of()
    prompt = prompt_of(exact_engine, task, task.examples[:2], ITEMS[0])
    text = exact_engine.tokenizer.decode(prompt.ids)
    with exact_engine.capture.series(["logits"]) as series:
        found = done(read(series, prompt))
    scored = score(exact_engine, text, task.labels)
    np.testing.assert_allclose(
        found.logprobs, [label.logprob for label in scored.labels], atol=1e-4
    )
