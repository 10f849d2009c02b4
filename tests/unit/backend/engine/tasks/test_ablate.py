"""Heads switched off on one prompt: as the slow truth has it, and nothing else is changed."""

from __future__ import annotations

import numpy as np
import pytest
from support.models.tiny import tiny_weights
from support.references.reference_causes import label_logprobs

from shotglass.engine import Engine, Interventions, ablated, score
from shotglass.engine.causes.prompts import ReadPrompt
from shotglass.engine.runtime.explain_graph import LONGEST
from shotglass.engine.tasks.causes import ablate
from shotglass.errors import ContextLengthExceeded, InvalidRequest, LabelConflict

PROMPT = "the cat sat on the mat and the dog"
LABELS = (" sat", " ran away")
HEADS = ((1, 2), (0, 1))
SEED = 1  # of the engines' weights


def test_labels_are_as_the_slow_truth_has_them_with_and_without_the_heads(
    exact_engine: Engine,
) -> None:
    config = exact_engine.manifest.architecture
    weights = tiny_weights(config, SEED)
    result = ablate(exact_engine, PROMPT, LABELS, HEADS)
    prompt = ReadPrompt(
        tuple(exact_engine.encode(PROMPT)),
        tuple(label.ids for label in result.before.labels), 0, (), (),
    )  # fmt: skip
    for scored, heads in ((result.before, ()), (result.after, HEADS)):
        changes = Interventions(head_scale=ablated(config, heads))
        truth = label_logprobs(config, weights, prompt, lambda _, changes=changes: changes)
        np.testing.assert_allclose([label.logprob for label in scored.labels], truth, atol=1e-5)
    assert result.after.labels != result.before.labels
    assert result.heads == HEADS


def test_before_is_what_scoring_says(exact_engine: Engine) -> None:
    before = ablate(exact_engine, PROMPT, LABELS, HEADS).before
    scored = score(exact_engine, PROMPT, LABELS)
    assert before.mass == pytest.approx(scored.mass, abs=1e-4)
    assert before.next.alternatives[0].id == scored.next.alternatives[0].id
    assert [label.p for label in before.labels] == pytest.approx(
        [label.p for label in scored.labels], abs=1e-4
    )


@pytest.mark.parametrize(
    ("heads", "pointer", "part"),
    [
        (((0, 0), (2, 0)), "/heads/1", "layers 0 to 1, each with the heads 0 to "),
        (((0, 99),), "/heads/0", "There is no head 99 in layer 0"),
        (((-1, 0),), "/heads/0", "There is no head 0 in layer -1"),
        (((1, 1), (1, 1)), "/heads", "named twice"),
    ],
)
def test_heads_that_are_not_there_are_refused_with_those_that_are(
    exact_engine: Engine, heads: tuple[tuple[int, int], ...], pointer: str, part: str
) -> None:
    with pytest.raises(InvalidRequest, match=part) as refused:
        ablate(exact_engine, PROMPT, LABELS, heads)
    assert refused.value.pointer == pointer


def test_a_text_too_long_for_the_graph_and_labels_that_overlap_are_refused(
    exact_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LabelConflict):
        ablate(exact_engine, PROMPT, (" sat", " sat down"), HEADS)
    tokens = len(exact_engine.encode(PROMPT)) + 1
    monkeypatch.setattr("shotglass.engine.tasks.causes.LONGEST", tokens - 3)
    with pytest.raises(ContextLengthExceeded, match="shorten it by") as refused:
        ablate(exact_engine, PROMPT, (" sat",), HEADS)
    assert refused.value.over_by >= 3
    assert LONGEST == 512
