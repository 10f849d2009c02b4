"""A house model in the engine: fp16 weights, fp32 arithmetic, one graph and one precision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models.tiny import Family, rounded, tiny_config, tiny_weights, write_tiny_folder
from support.references import reference

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, ExplainOptions, Library, explain, generate, score
from shotglass.engine.batching.prefill import chunks
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.session import Session
from shotglass.errors import PrecisionNotOffered
from shotglass.events import Token

SEED = 6
FAMILIES: tuple[Family, ...] = ("llama", "gpt1", "gpt2", "gpt3")
PROMPT = "Review: good\nSentiment:"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    for family in FAMILIES:
        write_tiny_folder(root, family, family, SEED, storage="half")
    return root


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> Family:
    return request.param


@pytest.fixture
def engine(root: Path, family: Family) -> Iterator[Engine]:
    opened = Engine.open(Library([root]).folder(family), slots=8, threads=1)
    yield opened
    opened.close()


def greedy(engine: Engine, prompt: str) -> list[tuple[int, float]]:
    events = generate(engine, prompt, DecodingSettings(max_tokens=12, temperature=0))
    return [(event.id, event.logprob) for event in events if isinstance(event, Token)]


def test_it_says_what_the_rounded_weights_say(engine: Engine, family: Family) -> None:
    weights = rounded(tiny_weights(tiny_config(family), SEED))
    ids = engine.encode(PROMPT)
    for id, logprob in greedy(engine, PROMPT):
        row = reference.logits(tiny_config(family), weights, ids)[-1]
        assert id == row.argmax()
        assert logprob == pytest.approx(np.log(reference.softmax(row)[id]), abs=1e-5)
        ids.append(id)


def test_sines_of_positions_relu_and_a_head_of_its_own_are_served(tmp_path: Path) -> None:
    changes: dict[str, Any] = {"positions": "sinusoidal", "activation": "relu", "tied": False}
    write_tiny_folder(tmp_path, "vaswani", "gpt2", SEED, storage="half", **changes)
    config = tiny_config("gpt2", **changes)
    weights = rounded(tiny_weights(config, SEED))
    engine = Engine.open(Library([tmp_path]).folder("vaswani"), slots=8, threads=1)
    ids = engine.encode(PROMPT)
    for id, logprob in greedy(engine, PROMPT):
        row = reference.logits(config, weights, ids)[-1]
        assert logprob == pytest.approx(np.log(reference.softmax(row)[id]), abs=1e-5)
        ids.append(id)
    engine.close()


def test_asked_for_8_bits_it_says_that_it_has_none(root: Path, family: Family) -> None:
    with pytest.raises(PrecisionNotOffered, match="is its only precision. Ask for fp32"):
        Engine.open(Library([root]).folder(family), precision="int8", threads=1)


def test_asked_for_fp32_it_is_the_same_graph(root: Path, family: Family, engine: Engine) -> None:
    exact = Engine.open(Library([root]).folder(family), precision="fp32", slots=2, threads=1)
    assert greedy(exact, PROMPT) == greedy(engine, PROMPT)
    exact.close()


def test_scores_and_the_inside_are_one_model(engine: Engine) -> None:
    said = explain(engine, PROMPT + " Positive", ExplainOptions()).surprisals
    before = len(engine.encode(PROMPT))
    assert said is not None
    total = sum(token.nats for token in said[before:] if token)
    label = score(engine, PROMPT, [" Positive"]).labels[0]
    assert total == pytest.approx(-label.logprob, abs=1e-4)


@pytest.mark.parametrize("threads", [1, 2])
def test_bits_depend_neither_on_the_chunks_nor_on_the_company(
    root: Path, family: Family, threads: int
) -> None:
    """A prompt in chunks of two and more; then one step of 16 rows of different lengths."""
    folder, config = Library([root]).folder(family), tiny_config(family)
    pool = HostPool(config, 16, config.context)
    session = Session(folder.file("native.onnx"), config, pool, threads)
    random = np.random.default_rng(0)
    ids = random.integers(0, config.vocabulary, 300)

    def read(slot: int, sizes: list[int]) -> np.ndarray:
        ends = np.cumsum(sizes)
        parts = [
            session.run(slot, ids[None, end - size : end], past(end - size), np.arange(size))
            for end, size in zip(ends, sizes, strict=True)
        ]
        return np.concatenate(parts)

    def past(*tokens: int) -> np.ndarray:
        return np.array(tokens, np.int32)

    whole = read(0, chunks(300))
    for sizes in ([2, 2, 128, 128, 40], [3, 125, 2, 128, 42], [16] * 18 + [12], [2] * 150):
        assert np.array_equal(read(0, sizes), whole), sizes
    lengths = [2, 3, 299, *random.integers(2, 299, 13).tolist()]
    for slot, length in enumerate(lengths):
        read(slot, chunks(length))
    alone = [
        session.run(slot, ids[None, length : length + 1], past(length), np.array([0]))[0]
        for slot, length in enumerate(lengths)
    ]
    for rows in range(2, 17):
        now = session.run(0, ids[lengths[:rows]][:, None], past(*lengths[:rows]), np.arange(rows))
        assert np.array_equal(now, np.stack(alone[:rows])), rows
