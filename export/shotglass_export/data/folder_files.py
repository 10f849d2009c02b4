"""The files of a data folder, written: tokens, what is known of them, rows, a base's tokenizer."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from ..recipe import DataRecipe
from .base import BaseTokenizer
from .folder import ANSWERS, FORMAT, SIZES, SourceRecord, recipe_json
from .own_rows import QUESTIONS, ROWS, own_rows


def append(file: Any, documents: Iterable[Sequence[int]], dtype: str) -> list[int]:
    """The documents' lengths in tokens."""
    lengths = []
    for ids in documents:
        file.write(np.array(ids, dtype).tobytes())
        lengths.append(len(ids))
    return lengths


def offsets_of(lengths: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def write_rows(recipe: DataRecipe, folder: Path, base: BaseTokenizer) -> None:
    """Writes a whole folder of rows. Raises DataFailed."""
    assert recipe.rows is not None, "the caller has looked"
    rows = own_rows(recipe.rows, recipe.held_out, base)
    documents, begins = rows.as_tokens()
    with (folder / "train.bin").open("wb") as file:
        lengths = append(file, documents, base.dtype)
        settle(file)
    np.save(folder / "train.offsets.npy", offsets_of(lengths))
    np.save(folder / "train.sources.npy", np.zeros(len(lengths), np.uint8))
    np.save(folder / ANSWERS, begins)
    rows.write_questions(folder / QUESTIONS)
    record = SourceRecord(
        name=ROWS, package="", version="", origin="recipe",
        licence="not known: that of the recipe's rows", may_ship=None,
        about="The rows in the recipe", sha256="", bytes=rows.bytes, documents=len(lengths),
        tokens=sum(lengths), dropped=0, held_bytes=0, held_documents=0, held_tokens=0,
    )  # fmt: skip
    more = {"held_rows": len(rows.held), "left_out": rows.left_out}
    write_base(folder, recipe, [record], base, more)


def write_base(
    folder: Path,
    recipe: DataRecipe,
    sources: Sequence[SourceRecord],
    base: BaseTokenizer,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Writes the files of a folder whose tokenizer is another model's."""
    (folder / "tokenizer.json").write_text(base.text, encoding="utf-8")
    np.save(folder / SIZES, np.array(base.sizes(), np.int64))
    facts = {
        "begin": base.begin,
        "end": base.end,
        "dtype": base.dtype,
        "base": base.digest,
        **(more or {}),
    }
    write_about(folder, recipe, sources, base.tokenizer.vocabulary, facts | dict(more or {}))


def write_about(
    folder: Path,
    recipe: DataRecipe,
    sources: Sequence[SourceRecord],
    vocabulary: int,
    more: Mapping[str, Any],
) -> None:
    about = {
        "format": FORMAT,
        "code": version("shotglass"),
        "recipe": recipe_json(recipe),
        "sources": [vars(source) for source in sources],
        "vocabulary": vocabulary,
        **more,
    }
    with (folder / "data.json").open("w", encoding="utf-8") as file:
        json.dump(about, file, indent=1)
        settle(file)


def settle(file: Any) -> None:
    """On the disk before the folder gets its name."""
    file.flush()
    os.fsync(file.fileno())
