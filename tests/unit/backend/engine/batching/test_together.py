"""Several prompts in one run: the bits that each has alone, fewer runs, and when it is not done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.fixtures.engines import EVERY_FAMILY

from shotglass.decoding import DecodingSettings
from shotglass.engine import Batch, Engine, Library, PromptScore, score_batch
from shotglass.engine.batching import prefill
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.messages import Ended, Message, Prefilled, Sampled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.loading import LoadedModel, SealedGraph
from shotglass.engine.runtime.session import RunCancellation, RunCancelled, Session
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.strategies.scoring import Scoring
from shotglass.events import End

LABELS = (" mat", " dog house", " 中", " dog mat the", " dog mat q", " the cat sat the")
ODD = " q" * 17  # a run of its tokens leaves a row over from tiles
SHOTS = "the cat sat -> mat\nthe dog ran -> house\n"
ENDS = ("", " q", " the cat", "中中", "\n q q", " one", " q q q", " mat mat mat")
QUESTIONS = [f"{SHOTS}{word} sat{end} ->" for word in ("the dog", "q", "中") for end in ENDS]


def sealed(root: Path, name: str = "tiny-llama", precision: Any = "fp32") -> SealedGraph:
    return SealedGraph.generating(Library([root]).folder(name), precision, "cpu", 1)


@pytest.fixture(params=EVERY_FAMILY)
def pair(request: pytest.FixtureRequest, tiny_root: Path) -> Iterator[tuple[Engine, Engine]]:
    """One that reads prompts together, and one that never does."""
    folder = Library([tiny_root]).folder(request.param)
    engines = [Engine.open(folder, slots=12, threads=1, prefix_room=0) for _ in range(2)]
    together, alone = (engine._scheduler._session for engine in engines)
    assert together.several_prompts
    alone.several_prompts = False
    yield engines[0], engines[1]
    for engine in engines:
        engine.close()


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many prompts each run of several has read."""
    counted: list[int] = []
    run = Session.run

    def counting(self: Session, first: int, ids: Any, past: Any, *more: Any, **named: Any) -> Any:
        if ids.shape[1] > 1 and len(ids) > 1:
            counted.append(len(ids))
        return run(self, first, ids, past, *more, **named)

    monkeypatch.setattr(Session, "run", counting)
    return counted


def sampling(tokens: int, n: int = 1) -> Sampling:
    return Sampling(DecodingSettings(max_tokens=tokens, n=n))


def scores(
    engine: Engine, prompts: list[str], labels: tuple[str, ...] = LABELS
) -> list[PromptScore]:
    batch = Batch(tuple(prompts), (labels,) * len(prompts), common=True)
    return [score for score in score_batch(engine, batch) if isinstance(score, PromptScore)]


def test_prompts_read_together_have_the_bits_that_each_has_alone(
    pair: tuple[Engine, Engine], sizes: list[int]
) -> None:
    together, alone = pair
    for prompts in (QUESTIONS, QUESTIONS[::-1], [word * 3 for word in QUESTIONS[:9]]):
        assert scores(together, prompts) == scores(alone, prompts)
    assert max(sizes) >= 7
    assert sum(sizes) >= 40, "most of the 57 prompts"


@pytest.mark.parametrize("more", [(), (ODD,), tuple(f" dog cat {word}" for word in "q中n")])
def test_labels_have_the_bits_that_each_has_by_itself(
    pair: tuple[Engine, Engine], more: tuple[str, ...]
) -> None:
    together, alone = pair
    expected = [scores(alone, QUESTIONS[:5], (label,)) for label in LABELS + more]
    read = scores(together, QUESTIONS[:5], LABELS + more)
    for place, score in enumerate(read):
        own = [each[place].labels[0].scores.logprob for each in expected]
        assert [label.scores.logprob for label in score.labels] == own


def test_one_prompt_with_other_labels_is_read_once(pair: tuple[Engine, Engine]) -> None:
    together, alone = pair
    batch = Batch((QUESTIONS[0],) * 3, (LABELS[:2], LABELS[2:], LABELS[:1]))
    read = [score for score in score_batch(together, batch) if isinstance(score, PromptScore)]
    expected = [scores(alone, [QUESTIONS[0]], labels)[0] for labels in batch.labels]
    assert [score.labels for score in read] == [score.labels for score in expected]
    *_, end = score_batch(together, batch)
    assert isinstance(end, End)
    assert end.prompt_tokens == 3 * read[0].prompt_tokens
    assert end.computed_prompt_tokens <= read[0].prompt_tokens


@pytest.mark.parametrize("tokens", [1, 2, 12])
def test_texts_after_prompts_read_together_are_those_that_each_has_alone(
    pair: tuple[Engine, Engine], sizes: list[int], tokens: int
) -> None:
    texts: list[list[object]] = []
    for engine in pair:
        ids = [engine.encode(question) for question in QUESTIONS]
        job = Job(ids, sampling(tokens), [engine_labels(engine)] * len(ids))
        engine.submit(job)
        messages = list(iter(job.read, None))
        texts.append(sorted((message_bits(message) for message in messages), key=str))
    assert texts[0] == texts[1]
    assert sum(sizes) >= 8, "prompts read together"


def engine_labels(engine: Engine) -> list[list[int]]:
    return [engine.encode(label) for label in LABELS]


def message_bits(message: Message) -> tuple[object, ...]:
    """What a message says, the distributions to the bit."""
    if isinstance(message, Prefilled):
        prediction = message.prediction.logits.tobytes()
        return "prompt", message.prompt, prediction, message.label_logprobs
    if isinstance(message, Sampled):
        choice = message.choice
        return "token", message.prompt, message.step, choice.id, choice.logprob, message.text
    assert isinstance(message, Ended)
    return "end", message.prompt, message.reason, message.text


def test_a_beginning_that_nobody_has_read_is_read_once(pair: tuple[Engine, Engine]) -> None:
    together, alone = pair
    prompts = [SHOTS * 4 + question for question in QUESTIONS]
    read = []
    for engine in (together, alone):
        before = engine.computed["prompt"]
        scores(engine, prompts)
        read.append(engine.computed["prompt"] - before)
    assert read[0] <= read[1] + prefill.SLACK * len(prompts)
    assert read[0] < 2 * read[1]


def test_what_is_cancelled_ends_and_leaves_the_engine_sound(pair: tuple[Engine, Engine]) -> None:
    together, alone = pair
    token = CancellationToken()
    batch = Batch(tuple(QUESTIONS), (LABELS,) * len(QUESTIONS), common=True)
    for _ in score_batch(together, batch, token):
        token.set()
    assert scores(together, QUESTIONS) == scores(alone, QUESTIONS)


def test_a_run_of_several_that_was_cancelled_raises(tiny_root: Path) -> None:
    session = LoadedModel.load(sealed(tiny_root), 64, 8).session
    cancellation = RunCancellation()
    cancellation.cancel()
    ids, lengths = np.ones((3, 4), np.int64), np.full(3, 4, np.int32)
    with pytest.raises(RunCancelled):
        session.run(0, ids, np.zeros(3, np.int32), np.array([3, 7, 11]), cancellation, lengths)


@pytest.mark.parametrize("precision", ["int8", "fp32"])
@pytest.mark.parametrize("count", [*range(2, 9), 12, 16])
def test_any_number_of_prompts_of_any_length_goes_on_where_each_was(
    tiny_root: Path, precision: str, count: int
) -> None:
    model = LoadedModel.load(sealed(tiny_root, precision=precision), 64, 16)
    session, pool, random = model.session, model.pool, np.random.default_rng(count)
    ids, width = random.integers(0, 90, (count, 24)), 12
    sizes = random.integers(2, width, count).astype(np.int32)
    pasts = random.integers(2, 12, count).astype(np.int32)

    def begin(slot: int) -> None:
        past = int(pasts[slot])
        row = ids[slot : slot + 1, :past]
        session.run(slot, row, np.zeros(1, np.int32), np.array([past - 1]))

    expected = []
    for slot, (past, size) in enumerate(zip(pasts.tolist(), sizes.tolist(), strict=True)):
        begin(slot)
        new = ids[slot : slot + 1, past : past + size]
        expected.append(session.run(slot, new, pasts[slot : slot + 1], np.array([size - 1])))
        begin(slot)
    caches = [pool.read(slot, int(past)) for slot, past in enumerate(pasts)]
    rows = np.stack([ids[slot, past : past + width] for slot, past in enumerate(pasts)])
    picks = np.arange(count) * width + sizes - 1

    logits = session.run(0, rows, pasts, picks, lengths=sizes)

    assert logits.tobytes() == np.concatenate(expected).tobytes()
    for slot, cache in enumerate(caches):
        kept = pool.read(slot, int(pasts[slot]))
        assert all((a == b).all() for a, b in zip(cache, kept, strict=True)), "no past is touched"


@pytest.mark.parametrize(
    ("more", "count", "room", "expected"),
    [
        pytest.param({}, 9, 40, [8], id="the first alone, the others together"),
        pytest.param({}, 9, 3, [], id="padding has no room in the context"),
        pytest.param({}, 2, 40, [], id="two are too few"),
        pytest.param({"prompt_top": 0}, 9, 40, [], id="a prompt's own tokens are scored"),
        pytest.param({"strategy": sampling(1)}, 9, 40, [8], id="a token after each"),
        pytest.param({"strategy": sampling(9)}, 5, 40, [4], id="a text after each"),
        pytest.param({"strategy": sampling(1, n=2)}, 9, 40, [], id="several samples of each"),
    ],
)
def test_which_are_read_together(
    tiny_root: Path,
    sizes: list[int],
    more: dict[str, Any],
    count: int,
    room: int,
    expected: list[int],
) -> None:
    folder = Library([tiny_root]).folder("tiny-llama")
    ids = [[*range(20), number, 7] for number in range(30, 30 + count)]
    engine = Engine.open(folder, threads=1, context=len(ids[0]) + room)
    sizes.clear()  # of what is tried when a model is loaded
    job = Job(ids, **{"strategy": Scoring(), **more})
    engine.submit(job)
    while job.read() is not None:
        pass
    engine.close()
    assert sizes == expected
