"""Held-out documents are apart from the training text, and nothing is in it twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass_export.data.corpus import build_corpus, paragraph_key, split_by_hash
from shotglass_export.progress import silent

TALE = "the cat and the dog went to see the king and the queen of a house by the river"
WORDS = sorted({*TALE.split(), "heard", "saw", "tree", "not", "but", "from"})


def story(seed: int, paragraphs: int = 4, length: int = 30) -> str:
    draw = random.Random(seed)
    return "\n\n".join(" ".join(draw.choices(WORDS, k=length)) for _ in range(paragraphs))


def keys(texts: tuple[str, ...]) -> set[bytes]:
    return {key for text in texts for part in text.split("\n\n") if (key := paragraph_key(part))}


def test_a_share_of_each_source_is_held_out() -> None:
    texts = [story(seed) for seed in range(200)]
    train, held = split_by_hash(texts, 0.1)
    assert sorted(train + held) == sorted(texts)
    assert 0.08 < sum(map(len, held)) / sum(map(len, texts)) < 0.12


def test_what_is_held_out_does_not_depend_on_the_order() -> None:
    texts = [story(seed) for seed in range(30)]
    assert set(split_by_hash(texts, 0.1)[1]) == set(split_by_hash(texts[::-1], 0.1)[1])


@pytest.mark.parametrize(
    ("count", "share", "held"), [(1, 0.5, 0), (2, 0.01, 1), (9, 0.0, 0), (0, 0.1, 0)]
)
def test_a_small_source_keeps_one_document_for_training(
    count: int, share: float, held: int
) -> None:
    assert len(split_by_hash([story(seed) for seed in range(count)], share)[1]) == held


@given(st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=4), min_size=2, max_size=12))
def test_no_held_out_paragraph_is_in_training(recipes: list[list[int]]) -> None:
    """Documents share paragraphs with one another, in the same source and in another one."""
    texts = ["\n\n".join(story(part, 1) for part in parts) for parts in recipes]
    corpus = build_corpus({"a": texts, "b": texts[::2]}, 0.3, silent)
    train = keys(corpus.train["a"]) | keys(corpus.train["b"])
    assert not train & (keys(corpus.held["a"]) | keys(corpus.held["b"]))


def test_a_nearly_equal_document_is_dropped() -> None:
    first = story(1, 40)
    edition = first.replace("king", "emperor", 3)
    corpus = build_corpus({"a": [first], "b": [edition, story(2)]}, 0.0, silent)
    assert corpus.train["b"] == (story(2),)
    assert corpus.dropped == {"a": 0, "b": 1}


def test_a_copied_paragraph_goes_and_short_ones_stay() -> None:
    shared, own = story(3, 1), story(4, 6)
    corpus = build_corpus(
        {"a": [f"{own}\n\n{shared}\n\nYes."], "b": [f"{story(5, 6)}\n\n{shared}\n\nYes."]},
        0.0, silent,
    )  # fmt: skip
    assert corpus.train["b"] == (f"{story(5, 6)}\n\nYes.",)


def test_a_document_with_a_slur_is_dropped() -> None:
    corpus = build_corpus({"a": [story(1), "Those Darkies!", "A niggardly sum."]}, 0.0, silent)
    assert corpus.dropped == {"a": 1}
