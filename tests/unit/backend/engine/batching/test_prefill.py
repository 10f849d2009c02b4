"""How prompts are cut into chunks and what a neighbour's cache may lend."""

from hypothesis import given
from hypothesis import strategies as st

from shotglass.decoding import DecodingSettings
from shotglass.engine.batching.prefill import CHUNK, TILE, chunks, shared_prefix
from shotglass.engine.batching.sequence import Job, TokenSequence
from shotglass.engine.runtime.prefix_cache import common_prefix
from shotglass.engine.strategies.sampling import Sampling

SETTINGS = DecodingSettings(n=2)


def rows(*prompts: list[int]) -> list[TokenSequence]:
    return Job(prompts, Sampling(SETTINGS)).sequences()


@given(st.integers(1, 5000))
def test_chunks_add_up_and_none_leaves_a_row_over_unless_the_prompt_is_one(tokens: int) -> None:
    sizes = chunks(tokens)

    assert sum(sizes) == tokens
    assert max(sizes) <= CHUNK
    assert tokens == 1 or all(size % TILE != 1 for size in sizes)


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
