"""Batches of whole documents, the same for the same seed and step."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import BPE

from shotglass.errors import DataFailed
from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import lay_out, prose_batch

LENGTHS = st.lists(st.integers(1, 70), min_size=1, max_size=60)


def folder(lengths: list[int], repeat: tuple[float, ...] = (1.0,)) -> DataFolder:
    """Documents whose tokens are all different but for the end after each."""
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    train = np.arange(1, offsets[-1] + 1, dtype=np.uint16)
    train[offsets[1:] - 1] = 0
    return DataFolder(
        path=Path("data"), tokenizer=Tokenizer(BPE()), train=train, offsets=offsets,
        source_of=(np.arange(len(lengths)) % len(repeat)).astype(np.uint8),
        repeat=np.array(repeat), held={}, sources=(), about={},
    )  # fmt: skip


def pieces_of(data: DataFolder, length: int, seed: int = 0) -> list[list[tuple[int, int]]]:
    epoch = lay_out(data, length, np.random.default_rng(seed))
    pieces = list(zip(epoch.start.tolist(), epoch.size.tolist(), strict=True))
    return [pieces[a:b] for a, b in zip(epoch.first, epoch.first[1:], strict=False)]


@given(LENGTHS, st.integers(2, 40), st.integers(0, 5))
def test_every_row_is_full_and_every_token_is_a_target(
    lengths: list[int], length: int, seed: int
) -> None:
    data = folder(lengths)
    rows = pieces_of(data, length, seed)
    assert all(sum(size for _, size in row) == length for row in rows)
    seen = Counter(at for row in rows for start, size in row for at in range(start, start + size))
    assert set(seen) == set(range(len(data.train)))


@given(LENGTHS, st.integers(2, 40))
def test_a_row_begins_where_a_document_or_a_full_piece_does(
    lengths: list[int], length: int
) -> None:
    data = folder(lengths)
    starts = data.offsets[:-1].tolist()
    for row in pieces_of(data, length):
        start, size = row[0]
        of = max(at for at in starts if at <= start)
        assert (start - of) % length == 0
        assert all(at in starts or (at - max(s for s in starts if s <= at)) % length == 0
                   for at, _ in row)  # fmt: skip


@given(LENGTHS, st.integers(2, 40), st.integers(1, 5), st.integers(0, 9))
def test_a_batch_depends_on_seed_and_step_alone(
    lengths: list[int], length: int, rows: int, step: int
) -> None:
    direct = prose_batch(folder(lengths), 3, step, rows, length)
    data = folder(lengths)
    after = [prose_batch(data, 3, at, rows, length) for at in (step + 2, 0, step)]
    assert direct.shape == (rows, length + 1)
    np.testing.assert_array_equal(direct, after[-1])


@given(LENGTHS, st.integers(2, 40))
def test_the_token_before_a_rows_first_target_is_the_one_before_it_in_the_text(
    lengths: list[int], length: int
) -> None:
    data = folder(lengths)
    for first, second in prose_batch(data, 0, 0, 8, length)[:, :2]:
        at = int(np.flatnonzero(data.train == second)[0]) if second else None
        if at is not None:
            assert first == (data.train[at - 1] if at else 0)


def test_each_epoch_has_all_documents_in_another_order() -> None:
    data = folder([8] * 20)
    epochs = [prose_batch(data, 0, step, 20, 8)[:, 1] for step in range(3)]
    assert all(sorted(epoch) == sorted(epochs[0]) for epoch in epochs)
    assert any((epoch != epochs[0]).any() for epoch in epochs)


def test_sources_are_repeated_as_the_recipe_says() -> None:
    data = folder([8] * 400, repeat=(2.0, 0.5, 0.0, 1.0))
    rows = pieces_of(data, 8)
    per_source = Counter(row[0][0] // 8 % 4 for row in rows)
    assert (per_source[0], per_source[2], per_source[3]) == (200, 0, 100)
    assert 30 < per_source[1] < 70


def test_little_is_shown_twice_where_documents_are_many() -> None:
    draw = np.random.default_rng(0)
    data = folder(draw.integers(1, 60, 800).tolist())
    rows = pieces_of(data, 64)
    assert len(rows) * 64 < 1.04 * len(data.train)


def test_data_without_a_document_is_refused() -> None:
    with pytest.raises(DataFailed, match="no training document"):
        prose_batch(folder([4, 4], repeat=(0.0,)), 0, 0, 1, 8)
