"""Label probabilities by the chain rule, and the whole distribution they are read from."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from shotglass.engine import Engine, next_logits, score, score_each
from shotglass.engine.batching.messages import Prefilled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.scoring import Scoring
from shotglass.engine.tasks.task_events import running
from shotglass.errors import LabelConflict

Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]

PROMPT = "the cat sat on the"


def test_a_label_is_the_product_of_its_tokens(exact_engine: Engine, truth: Truth) -> None:
    prompt = exact_engine.encode(PROMPT)

    scored = score(exact_engine, PROMPT, [" mat", " dog house", " zebra"])

    for label in scored.labels:
        logits = truth([*prompt, *label.ids])
        logprobs = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
        places = range(len(prompt) - 1, len(logits) - 1)
        expected = sum(logprobs[at, token] for at, token in zip(places, label.ids, strict=True))
        assert label.logprob == pytest.approx(expected, abs=2e-4)
    assert scored.mass == pytest.approx(sum(label.p for label in scored.labels))
    assert sum(label.share for label in scored.labels) == pytest.approx(1)


def test_a_label_that_begins_another_is_refused_by_name(engine: Engine) -> None:
    with pytest.raises(LabelConflict, match="' the'"):
        score(engine, PROMPT, [" the", " the the"])


def test_logits_are_the_references(exact_engine: Engine, truth: Truth) -> None:
    found = next_logits(exact_engine, PROMPT)
    pieces, logits = found.tokens, found.logits

    ids = exact_engine.encode(PROMPT)
    assert [piece.id for piece in pieces] == ids
    assert np.abs(logits - truth(ids)[-1]).max() < 1e-4


def test_many_prompts_that_begin_alike_score_as_each_alone(engine: Engine) -> None:
    begun = "the dog ran and " * 6
    asked = [
        (begun + end, [" mat", " dog house"]) for end in ("a", "a cat", "the cat sat", "", "o")
    ]

    together = list(score_each(engine, asked))

    assert together == [score(engine, prompt, labels) for prompt, labels in asked]


def test_a_beginning_that_neighbours_share_is_read_once(engine: Engine) -> None:
    ids = engine.encode("the dog ran and " * 6)
    job = Job([[*ids, 5, 6], [*ids, 7, 8, 9], [5, 6, 7]], Scoring())

    with running(engine, job) as messages:
        assert len(list(messages)) == 3

    assert job.computed_tokens == len(ids) + 2 + 3 + 3


@pytest.mark.parametrize("tokens", [18, 33, 40, 65])
def test_wherever_a_shared_beginning_ends_the_bits_are_those_of_the_whole(
    engine: Engine, tokens: int
) -> None:
    """Also where 17, 33, 49, ... tokens are left to read, whose last row would be one alone."""
    ids = [5 + place * 37 % (engine.vocabulary - 10) for place in range(tokens)]
    (whole,) = read(engine, [ids])

    for shared in range(2, tokens - 1):
        _, rest = read(engine, [[*ids[:shared], 3, 4], ids])
        assert rest.tobytes() == whole.tobytes(), shared


def read(engine: Engine, prompts: Sequence[Sequence[int]]) -> list[npt.NDArray[np.float32]]:
    with running(engine, Job(prompts, Scoring())) as messages:
        return [message.prediction.logits for message in messages if isinstance(message, Prefilled)]
