"""How prompts are cut into chunks and what a neighbour's cache may lend."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fixtures.engines import EVERY_FAMILY

from shotglass.decoding import DecodingSettings
from shotglass.engine import Library
from shotglass.engine.batching.prefill import CHUNK, LONG_CHUNK, TILE, chunks, shared_prefix
from shotglass.engine.batching.sequence import Job, TokenSequence
from shotglass.engine.loading import LoadedModel, SealedGraph
from shotglass.engine.runtime.prefix_cache import common_prefix
from shotglass.engine.strategies.sampling import Sampling

SETTINGS = DecodingSettings(n=2)


def rows(*prompts: list[int]) -> list[TokenSequence]:
    return Job(prompts, Sampling(SETTINGS)).sequences()


@given(st.integers(1, 5000), st.sampled_from([CHUNK, LONG_CHUNK]))
def test_chunks_add_up_and_none_leaves_a_row_over_unless_the_prompt_is_one(
    tokens: int, most: int
) -> None:
    sizes = chunks(tokens, most)

    assert sum(sizes) == tokens
    assert max(sizes) <= most
    assert tokens == 1 or all(size % TILE != 1 for size in sizes)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
@pytest.mark.parametrize("name", EVERY_FAMILY)
def test_a_prompt_has_the_same_bits_in_chunks_of_any_size(
    tiny_root: Path, name: str, precision: Any
) -> None:
    graph = SealedGraph.generating(Library([tiny_root]).folder(name), precision, "cpu", 1)
    session, random = LoadedModel.load(graph, 320, 1).session, np.random.default_rng(1)
    ids = random.integers(0, 90, (1, 320))
    for tokens in (320, 300, 257, 256, 250, 131):
        read = set()
        for most in (LONG_CHUNK, CHUNK, 30):
            past = 0
            for size in chunks(tokens, most):
                last, before = np.array([size - 1]), np.array([past], np.int32)
                logits = session.run(0, ids[:, past : past + size], before, last)
                past += size
            read.add(logits.tobytes())
        assert len(read) == 1, tokens


@given(st.lists(st.integers(0, 2)), st.lists(st.integers(0, 2)))
def test_the_common_prefix_is_common_and_cannot_be_longer(a: list[int], b: list[int]) -> None:
    length = common_prefix(a, b)

    assert a[:length] == b[:length]
    assert length in (len(a), len(b)) or a[length] != b[length]


def test_samples_of_one_prompt_share_all_of_it() -> None:
    first, second = rows([1, 2, 3])

    assert shared_prefix(second, [first]) == (first, 3)


def test_another_prompt_leaves_at_least_two_tokens_to_read() -> None:
    short, _, long, _ = rows([1, 2, 3, 4], [1, 2, 3, 4, 5])

    assert shared_prefix(long, [short]) == (short, 3)


def test_other_requests_and_one_token_prompts_lend_nothing() -> None:
    mine, _ = rows([1, 2, 3])
    theirs, _ = rows([1, 2, 3])
    single, _, longer, _ = rows([1], [1, 2, 3, 4])

    assert shared_prefix(mine, [theirs]) == (None, 0)
    assert shared_prefix(longer, [single]) == (None, 0)
