"""Many prompts in one call: each as if alone, what they share read once, four measures a label."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.references import reference_scoring

from shotglass.engine import Batch, Engine, PromptScore, score, score_batch
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.tasks.score import GROUP
from shotglass.errors import ContextLengthExceeded, InvalidRequest, LabelConflict
from shotglass.events import End

Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]

LABELS = (" mat", " dog house", " 中")
SHOTS = "the cat sat -> mat\nthe dog ran -> house\n"
NOTHING = (f"{SHOTS}N/A ->", f"{SHOTS} ->")
WORDS = st.sampled_from(["the", " cat", " sat", "\n", "中", " ->", "👍🏽", "q", " the dog"])
PROMPTS = st.lists(st.lists(WORDS, min_size=1, max_size=20).map("".join), min_size=1, max_size=6)

every_engine = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def common(prompts: Sequence[str], content_free: Sequence[str] = ()) -> Batch:
    return Batch(tuple(prompts), (LABELS,) * len(prompts), tuple(content_free), common=True)


def run(engine: Engine, batch: Batch) -> tuple[list[PromptScore], End]:
    *scores, end = score_batch(engine, batch)
    assert isinstance(end, End)
    return [one for one in scores if isinstance(one, PromptScore)], end


@every_engine
@given(prompts=PROMPTS)
def test_every_prompt_has_the_bits_it_has_alone(engine: Engine, prompts: list[str]) -> None:
    scores, _ = run(engine, common(prompts, NOTHING))

    for prompt, found in zip(prompts, scores, strict=True):
        alone = score(engine, prompt, LABELS)
        assert [label.scores.logprob for label in found.labels] == [x.logprob for x in alone.labels]
        assert [label.shares.logprob for label in found.labels] == [x.share for x in alone.labels]
        assert [label.ids for label in found.labels] == [x.ids for x in alone.labels]
        assert found.mass == pytest.approx(alone.mass)
        assert found.boundary_moved == alone.boundary_moved
        assert run(engine, common([prompt], NOTHING))[0] == [found]


def test_the_measures_are_the_references(exact_engine: Engine, truth: Truth) -> None:
    asked = [f"{SHOTS}the dog sat ->", "one, two,"]

    scores, _ = run(exact_engine, common(asked, NOTHING))

    free = [_truth(exact_engine, truth, prompt) for prompt in NOTHING]
    for prompt, found in zip(asked, scores, strict=True):
        tokens = [len(label.ids) for label in found.labels]
        logprobs = _truth(exact_engine, truth, prompt)
        for name, expected in reference_scoring.measures(logprobs, tokens, LABELS, free).items():
            told = [getattr(label.scores, name) for label in found.labels]
            assert told == pytest.approx(expected, abs=4e-4)
            shares = [getattr(label.shares, name) for label in found.labels]
            assert shares == pytest.approx(reference_scoring.softmax(told))


def _truth(engine: Engine, truth: Truth, prompt: str) -> list[float]:
    ids = engine.encode(prompt)
    labels = score(engine, prompt, LABELS).labels
    return [reference_scoring.logprob(truth, ids, label.ids) for label in labels]


def test_without_content_free_prompts_there_is_no_baseline(engine: Engine) -> None:
    ((found,), _) = run(engine, common(["the cat"]))
    assert {label.baseline for label in found.labels} == {None}
    assert {label.scores.over_baseline for label in found.labels} == {None}
    assert {label.shares.over_baseline for label in found.labels} == {None}


def test_labels_may_be_each_prompts_own(engine: Engine) -> None:
    asked = (("the cat", (" sat", " ran")), ("the cat", (" mat",)), ("one", (" two", " dog house")))
    batch = Batch(tuple(p for p, _ in asked), tuple(labels for _, labels in asked), NOTHING)

    scores, _ = run(engine, batch)

    for (prompt, labels), found in zip(asked, scores, strict=True):
        alone = score(engine, prompt, labels)
        assert [label.scores.logprob for label in found.labels] == [x.logprob for x in alone.labels]
        before = [score(engine, free, labels).labels for free in NOTHING]
        for place, label in enumerate(found.labels):
            assert label.baseline == pytest.approx(
                np.logaddexp.reduce([one[place].logprob for one in before]) - np.log(len(NOTHING))
            )


def test_what_prompts_begin_with_is_read_once_also_over_several_groups(engine: Engine) -> None:
    begun = engine.encode(SHOTS)
    prompts = [f"{SHOTS}{number:03} ->" for number in range(2 * GROUP + 3)]
    mixed = [prompts[place * 7 % len(prompts)] for place in range(len(prompts))]

    scores, end = run(engine, common(mixed))

    assert end.prompt_tokens == sum(one.prompt_tokens for one in scores)
    own = end.prompt_tokens - len(prompts) * len(begun)
    assert end.computed_prompt_tokens <= len(begun) + own


def test_the_same_prompt_is_read_once(engine: Engine) -> None:
    scores, end = run(engine, common(["the cat sat"] * 5))
    assert end.prompt_tokens == len(engine.encode("the cat sat"))
    assert scores == [scores[0]] * 5


@pytest.mark.parametrize(
    ("batch", "pointer", "error"),
    [
        (Batch(("a", "b"), (LABELS, ("", "x"))), "/labels/1/0", InvalidRequest),
        (Batch(("a", "b"), (LABELS, (" t", " t"))), "/labels/1/0", LabelConflict),
        (Batch(("a",), ((" t", " t"),), common=True), "/labels/0", LabelConflict),
        (Batch(("a", "x " * 999), (LABELS,) * 2), "/prompts/1", ContextLengthExceeded),
        (Batch(("a",), (LABELS,), ("b", "x " * 999)), "/content_free/1", ContextLengthExceeded),
    ],
)
def test_what_is_wrong_is_pointed_at(
    engine: Engine, batch: Batch, pointer: str, error: type[InvalidRequest]
) -> None:
    with pytest.raises(error) as caught:
        next(score_batch(engine, batch))
    assert caught.value.pointer == pointer


def test_a_batch_that_is_cancelled_says_no_more_and_computes_no_more(engine: Engine) -> None:
    cancelled = CancellationToken()
    cancelled.set()
    assert list(score_batch(engine, common(["the cat", "the dog"]), cancelled)) == []
