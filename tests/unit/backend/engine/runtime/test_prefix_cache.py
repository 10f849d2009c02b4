"""The prefix cache alone: what it finds, what it forgets, and that it gives back the same bits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import tiny_config

from shotglass.engine.runtime import prefix_cache
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.prefix_cache import PrefixCache

CONFIG = tiny_config("gpt2", context=64)
BYTES = CONFIG.layers * 2 * CONFIG.kv_heads * CONFIG.head_size * 4  # of a token


def pool_of(*texts: Sequence[int]) -> HostPool:
    """A slot for each text and an empty one; a token's buffers hold its number and its place."""
    pool = HostPool(CONFIG, len(texts) + 1, CONFIG.context)
    for slot, ids in enumerate(texts):
        for place, id in enumerate(ids):
            for name, array in pool.views(slot, 1):
                array[0, :, place] = id + place / 64 + 100 * name.endswith("value")
    return pool


def slot_of(pool: HostPool, slot: int, tokens: int) -> list[np.ndarray]:
    return [array[0, :, :tokens].copy() for _, array in pool.views(slot, 1)]


def cached(*texts: Sequence[int], room: int = 1 << 20) -> tuple[PrefixCache, HostPool]:
    pool, cache = pool_of(*texts), PrefixCache(room)
    for slot, ids in enumerate(texts):
        cache.keep(ids, pool, slot)
    return cache, pool


def test_a_longer_prompt_gets_what_an_earlier_one_computed() -> None:
    text = list(range(20))
    cache, pool = cached(text)
    assert cache.load([*text, 7, 7, 7], pool, 1) == 20
    for found, kept in zip(slot_of(pool, 1, 20), slot_of(pool, 0, 20), strict=True):
        assert np.array_equal(found, kept)


def test_two_tokens_of_the_very_same_prompt_stay_to_be_read() -> None:
    text = list(range(20))
    cache, pool = cached(text)
    assert cache.load(text, pool, 1) == 18


@pytest.mark.parametrize("own", [20, 25])
def test_what_the_request_has_itself_is_not_copied_over(own: int) -> None:
    text = list(range(20))
    cache, pool = cached(text)
    assert cache.load([*text, *range(30)], pool, 1, at_least=own) == 0


def test_short_texts_are_neither_kept_nor_looked_for() -> None:
    cache, pool = cached(range(15))
    assert cache.size == 0
    assert cache.load(list(range(15)), pool, 1) == 0
    assert (cache.hits, cache.misses) == (0, 0)


def test_a_text_within_another_is_kept_once() -> None:
    text = list(range(60))
    cache, _ = cached(text[:20], text, text[:25])
    assert cache.size == 60 * BYTES


def test_a_text_of_a_few_tokens_more_is_not_kept_beside() -> None:
    text = list(range(60))
    cache, _ = cached(text[:40], text[:50])
    assert cache.size == 40 * BYTES


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    a, b, c = ([first, *range(19)] for first in (3, 4, 5))
    cache, pool = cached(a, b, room=45 * BYTES)
    assert cache.load(a, pool, 2) == 18
    cache.keep(c, pool_of(c), 0)
    assert cache.load(a, pool, 2) == 18
    assert cache.load(b, pool, 2) == 0
    assert cache.size == 40 * BYTES


def test_no_room_keeps_nothing_and_a_text_larger_than_all_room_throws_nothing_out() -> None:
    cache, pool = cached(range(20), room=0)
    assert (cache.size, cache.load(list(range(20)), pool, 1)) == (0, 0)
    cache, pool = cached(range(20), range(5, 35), room=25 * BYTES)
    assert cache.load(list(range(20)), pool, 2) == 18


def test_no_more_prefixes_than_can_be_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefix_cache, "MOST", 2)
    cache, _ = cached(*([first, *range(19)] for first in range(3)))
    assert cache.size == 40 * BYTES


texts = st.lists(st.integers(0, 1), min_size=16, max_size=24)


@given(st.lists(texts, min_size=1, max_size=5), texts)
def test_the_longest_common_beginning_is_found_whatever_was_kept(
    kept: list[list[int]], asked: list[int]
) -> None:
    cache, pool = cached(*kept)
    tokens = cache.load(asked, pool, len(kept))
    shared = [
        next((i for i, (a, b) in enumerate(zip(one, asked[:-2], strict=False)) if a != b), None)
        for one in kept
    ]
    longest = max(
        min(len(one), len(asked) - 2) if at is None else at
        for one, at in zip(kept, shared, strict=True)
    )
    assert tokens == (longest if longest >= 16 else 0)
