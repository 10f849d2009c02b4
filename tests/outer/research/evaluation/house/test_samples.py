"""Samples of a tiny random model, of held-out text and of an n-gram model, counted alike."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.inputs.small_data import small_data
from support.models.tiny import tiny_tokenizer_text, write_tiny_folder
from tokenizers import Tokenizer

from shotglass.engine import Engine, Library
from shotglass_export.data.folder import DataFolder
from shotglass_export.progress import silent
from shotglass_research.evaluation.house.cached_model import CachedModel
from shotglass_research.evaluation.house.kneser_ney import fit
from shotglass_research.evaluation.house.samples import Sampling, sample_figures, samples_table

TALE = "the cat sat on the mat and the dog ran to the red house again and again"
TALES = [TALE] * 20 + ["one dog ran"]
HELD = [" and ".join([TALE] * 4), "a new tale", "and one more"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny")
    return root


@pytest.fixture(scope="module")
def folder(root: Path) -> DataFolder:
    tokenizer = Tokenizer.from_str(tiny_tokenizer_text())
    tokenizer.save(str(root / "tokenizer.json"))
    return small_data(root, tokenizer, {"tales": TALES}, {"tales": HELD[:2], "talks": HELD[2:]})


def figures(root: Path, folder: DataFolder, sampling: Sampling, kept: Path) -> dict[str, Any]:
    model = fit(folder.train, vocabulary=folder.tokenizer.get_vocab_size())
    with closing(CachedModel(Library((root,)).folder("tiny"), kept, silent)) as asker:
        return sample_figures(asker, folder, model, sampling)


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "few").write_text("\n".join({*TALE.split(), "all", "of"}))
    monkeypatch.setenv("SHOTGLASS_WORDS", str(tmp_path / "few"))


SAMPLING = Sampling(n=10, length=60)


@pytest.fixture
def data(root: Path, folder: DataFolder, words: None, tmp_path: Path) -> dict[str, Any]:
    return figures(root, folder, SAMPLING, tmp_path)


def heap(data: dict[str, Any], of: str) -> dict[str, Any]:
    return next(one for one in data["heaps"] if one["of"] == of)


def test_held_out_documents_are_cut_as_samples_are(data: dict[str, Any]) -> None:
    held = heap(data, "held-out")

    assert held["texts"] == 3  # there are no more
    long = next(text for text in held["first"] if text.startswith(TALE[:20]))
    assert HELD[0].startswith(long)
    assert len(long) < len(HELD[0])
    assert set(held["first"]) >= {"a new tale", "and one more"}


def test_an_n_gram_model_of_two_tales_copies_them(data: dict[str, Any]) -> None:
    assert heap(data, "five-gram")["copied_8"] > 0.5
    assert heap(data, "model")["copied_8"] == 0  # its weights are random
    assert heap(data, "five-gram")["in_dictionary"] > heap(data, "model")["in_dictionary"]
    assert data["dictionary"].startswith("few (")


def test_distinct_words_are_counted_over_equally_many(data: dict[str, Any]) -> None:
    assert data["words_compared"] == min(one["words"] for one in data["heaps"])
    assert all(0 <= one[key] <= 1 for one in data["heaps"] for key in ("distinct_1", "copied_8"))


def test_the_same_seed_gives_the_same_texts_and_another_others(
    root: Path, folder: DataFolder, data: dict[str, Any], tmp_path: Path
) -> None:
    assert figures(root, folder, SAMPLING, tmp_path / "again") == data
    other = figures(root, folder, replace(SAMPLING, seed=2), tmp_path)
    for of in ("model", "five-gram"):
        assert heap(other, of)["first"] != heap(data, of)["first"]


def test_texts_that_were_drawn_are_kept(
    root: Path, folder: DataFolder, data: dict[str, Any], tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(Engine, "open", None)

    assert figures(root, folder, SAMPLING, tmp_path) == data


def test_the_table_has_a_row_for_each(data: dict[str, Any]) -> None:
    table = samples_table(data)

    assert [line.split(" | ")[0] for line in table.splitlines()[2:5]] == [
        "| model", "| held-out", "| five-gram",
    ]  # fmt: skip
    assert "At most 60 tokens each, temperature 1, seed 1" in table
