"""Beam search in the engine: its sums are the model's, its bits those of samples."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.references import reference_decoding

from shotglass.decoding import BeamSettings, DecodingSettings, log_softmax
from shotglass.engine import Engine, beam, generate, next_logits
from shotglass.engine.strategies.beam_search import assign_slots
from shotglass.errors import InvalidRequest
from shotglass.events import BeamStep, Done, End, Event, Found, Start, Token

Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]

PROMPT = "the cat sat on the mat and the dog"


def found(events: Sequence[Event]) -> Found:
    (one,) = [event for event in events if isinstance(event, Found)]
    return one


def test_events_tell_the_tree_and_close_with_the_best(engine: Engine) -> None:
    events = list(beam(engine, PROMPT, BeamSettings(width=3, n=2, max_tokens=5)))
    assert isinstance(events[0], Start)
    assert isinstance(events[-1], End)
    steps = [event for event in events if isinstance(event, BeamStep)]
    assert [step.index for step in steps] == list(range(len(steps)))
    totals = {0: 0.0}
    for node in [node for step in steps for node in step.nodes]:
        assert node.total == totals[node.parent] + node.logprob
        totals[node.node] = node.total
    best = found(events).results
    assert len(best) == 2
    assert best[0].score >= best[1].score
    assert [totals[one.node] for one in best] == [one.logprob for one in best]


@pytest.mark.parametrize("normalisation", ["length", "gnmt"])
def test_scores_equal_one_teacher_forced_pass(
    exact_engine: Engine, truth: Truth, normalisation: Any
) -> None:
    settings = BeamSettings(width=4, n=4, max_tokens=6, alpha=0.8, normalisation=normalisation)
    ids = exact_engine.encode(PROMPT)
    for one in found(list(beam(exact_engine, PROMPT, settings))).results:
        logits = truth([*ids, *one.ids])[len(ids) - 1 : -1]
        total = sum(
            reference_decoding.log_softmax(row.tolist())[id]
            for row, id in zip(logits, one.ids, strict=True)
        )
        gnmt = normalisation == "gnmt"
        score = reference_decoding.normalised(total, len(one.ids), 0.8, gnmt)
        assert one.logprob == pytest.approx(total, abs=1e-4)
        assert one.score == pytest.approx(score, abs=1e-4)


def test_hypotheses_have_the_bits_of_a_sample_that_wrote_them(engine: Engine) -> None:
    for one in found(list(beam(engine, PROMPT, BeamSettings(width=4, n=4)))).results:
        logprobs = next_logits(engine, PROMPT, one.ids).logprobs
        total = 0.0
        for logprob in logprobs:
            total += logprob
        assert one.logprob == total


@pytest.mark.parametrize("width", [1, 4])
def test_a_search_after_a_continuation_has_the_bits_of_samples_that_wrote_it(
    engine: Engine, width: int
) -> None:
    before = [75, 12, 300, 75]
    settings = BeamSettings(width=width, n=width, max_tokens=6)
    results = found(list(beam(engine, PROMPT, settings, continuation=before))).results
    assert len(results) == width
    for one in results:
        total = 0.0
        for logprob in next_logits(engine, PROMPT, [*before, *one.ids]).logprobs[len(before) :]:
            total += logprob
        assert one.logprob == total


def test_width_1_at_alpha_0_writes_what_greedy_writes(engine: Engine) -> None:
    (best,) = found(list(beam(engine, PROMPT, BeamSettings(width=1, alpha=0)))).results
    events = list(generate(engine, PROMPT, DecodingSettings(temperature=0)))
    (done,) = [event for event in events if isinstance(event, Done)]
    assert (best.text, best.reason) == (done.text, done.reason)
    assert list(best.ids) == [event.id for event in events if isinstance(event, Token)]


def test_a_search_beside_samples_changes_neither(engine: Engine) -> None:
    settings, sampling = BeamSettings(width=3, n=3), DecodingSettings(n=3, seed=9)
    alone = [found(list(beam(engine, PROMPT, settings))), *_tokens(engine, sampling)]
    beside: list[Any] = []
    threads = [
        threading.Thread(target=lambda: beside.extend(_tokens(engine, sampling))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert found(list(beam(engine, PROMPT, settings))) == alone[0]
    for thread in threads:
        thread.join()
    order = {(token.sample, token.index): token for token in alone[1:]}
    assert all(order[token.sample, token.index] == token for token in beside)
    assert len(beside) == 2 * len(order)


def _tokens(engine: Engine, settings: DecodingSettings) -> list[Token]:
    return [one for one in generate(engine, PROMPT, settings) if isinstance(one, Token)]


def test_leaving_a_search_frees_its_slots(engine: Engine) -> None:
    events = beam(engine, PROMPT, BeamSettings(width=8, max_tokens=200))
    for _ in range(5):
        next(events)
    events.close()
    again = found(list(beam(engine, PROMPT, BeamSettings(width=8, max_tokens=3))))
    assert again.results


def test_a_beam_wider_than_the_slots_is_refused(exact_engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="has 4 slots") as caught:
        next(beam(exact_engine, PROMPT, BeamSettings(width=5)))
    assert caught.value.pointer == "/settings/width"


@given(data=st.data(), rows=st.integers(1, 8))
def test_slot_assignment_gives_every_hypothesis_its_parents_past(
    data: st.DataObject, rows: int
) -> None:
    parents = data.draw(st.lists(st.integers(0, rows - 1), min_size=1, max_size=8))
    made = assign_slots(rows, parents)
    holds = list(range(rows))  # whose past each row holds
    for source, target in made.copies:
        assert holds[source] == source, "a past was written over before it was copied"
        holds[target] = source
    used = [row for row in made.indices if row is not None]
    assert sorted([*used, *made.released]) == list(range(rows))
    for row, parent in zip(made.indices, parents, strict=True):
        assert row is None or holds[row] == parent
        assert holds[parent] == parent  # what a row to be added is copied from


def test_the_first_token_of_a_search_is_the_models_own(engine: Engine) -> None:
    step = next(e for e in beam(engine, PROMPT, BeamSettings()) if isinstance(e, BeamStep))
    own = log_softmax(next_logits(engine, PROMPT).logits)
    assert [node.logprob for node in step.nodes] == [own[node.id] for node in step.nodes]
