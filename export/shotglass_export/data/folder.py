"""A data folder: tokens of training and held-out documents, their tokenizer and where all is from.

    tokenizer.json                                  Hugging Face's format
    train.bin  train.offsets.npy  train.sources.npy     uint16, int64 (n + 1), uint8 (n)
    held/<source>.bin  held/<source>.offsets.npy
    data.json                                       sources, licences, digests, the recipe's [data]

Every document ends with token 0, ``<|endoftext|>``. Where the tokenizer is that of an imported
model (``base``), documents end with a token of its own, tokens of a large vocabulary are uint32,
and ``sizes.npy`` has the bytes of each; of rows (``[data.rows]``) there are ``answers.npy``, int64
(n), and ``questions.json``, the rows that are held out.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import platformdirs
from tokenizers import Tokenizer

from shotglass.errors import DataFailed

from ..recipe import DataRecipe
from .base import BaseTokenizer

FORMAT = 4  # what is in a folder; raised when the same recipe would give another one
LEXICON = "lexicon.json"
END = 0  # the token after every document, unless a base has another
SIZES, ANSWERS = "sizes.npy", "answers.npy"

Tokens = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SourceRecord:
    """The facts about a source. ``bytes``, ``documents`` and ``tokens`` are the training part's (a
    token after each document included), counted once."""

    name: str
    package: str
    version: str
    origin: str  # pip, npm, apt or recipe
    licence: str
    may_ship: bool | None  # None: the licence of the recipe's own text is not known
    about: str
    sha256: str
    bytes: int
    documents: int
    tokens: int
    dropped: int  # documents that were copies of others
    held_bytes: int
    held_documents: int
    held_tokens: int


@dataclass(frozen=True)
class Held:
    """A source's held-out documents: ``bytes`` of their text, for bits per byte."""

    tokens: Tokens
    offsets: Offsets
    bytes: int


@dataclass(frozen=True, eq=False)
class DataFolder:
    """``train`` (tokens,) uint16 and ``offsets`` (documents + 1,); ``source_of`` (documents,) is an
    index into ``sources``; ``repeat`` (sources,): how often each is in an epoch. ``end``: the token
    after a document; ``sizes`` (vocabulary,): bytes of a base's tokens; ``answers`` (documents,):
    where in a row its answer begins."""

    path: Path
    tokenizer: Tokenizer
    train: Tokens
    offsets: Offsets
    source_of: npt.NDArray[np.uint8]
    repeat: npt.NDArray[np.float64]
    held: Mapping[str, Held]
    sources: tuple[SourceRecord, ...]
    about: Mapping[str, Any]  # data.json
    end: int = END
    sizes: npt.NDArray[np.int64] | None = None
    answers: npt.NDArray[np.int64] | None = None

    @property
    def epoch(self) -> int:
        """Tokens that an epoch reads, without padding."""
        copies = self.repeat[self.source_of]
        return max(1, round(float((np.diff(self.offsets) * copies).sum())))

    @classmethod
    def open(cls, path: Path) -> DataFolder:
        """Raises DataFailed where there is no whole folder of this format."""
        about = read_about(path)
        sources = tuple(SourceRecord(**source) for source in about["sources"])
        repeat, dtype = about["recipe"]["repeat"], about.get("dtype", "uint16")
        try:
            return cls(
                path=path,
                tokenizer=open_tokenizer(path / "tokenizer.json"),
                train=_tokens(path / "train.bin", dtype),
                offsets=np.load(path / "train.offsets.npy"),
                source_of=np.load(path / "train.sources.npy"),
                repeat=np.array([repeat.get(source.name, 1.0) for source in sources]),
                held={
                    source.name: Held(
                        _tokens(path / "held" / f"{source.name}.bin", dtype),
                        np.load(path / "held" / f"{source.name}.offsets.npy"),
                        source.held_bytes,
                    )
                    for source in sources
                    if source.held_documents
                },
                sources=sources,
                about=about,
                end=about.get("end", END),
                sizes=_array(path / SIZES),
                answers=_array(path / ANSWERS),
            )
        except (OSError, ValueError) as error:
            raise DataFailed(f"{path} is not whole ({error}): build it again.") from error


def read_about(path: Path) -> dict[str, Any]:
    """``data.json``. Raises DataFailed."""
    try:
        about: dict[str, Any] = json.loads((path / "data.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataFailed(
            f"There is no data in {path}: build it with shotglass data build RECIPE."
        ) from error
    if about.get("format") != FORMAT:
        raise DataFailed(f"{path} is of another version of shotglass: build it again.")
    return about


def open_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True  # not part of the file: "<|mask|>" in a text is text
    return tokenizer


def data_root() -> Path:
    """Returns where data folders are: ``SHOTGLASS_DATA``, else the user's data folder."""
    chosen = os.environ.get("SHOTGLASS_DATA")
    home = platformdirs.user_data_dir("shotglass", appauthor=False)
    return Path(chosen) if chosen else Path(home) / "data"


def folder_of(recipe: DataRecipe, root: Path, base: BaseTokenizer | None = None) -> Path:
    """The recipe's data folder: recipes with the same ``[data]`` share it, of one ``base``."""
    return root / recipe_digest(recipe, base)[:16]


def recipe_digest(recipe: DataRecipe, base: BaseTokenizer | None = None) -> str:
    """sha256 of all that decides what is in the folder, but for the packages' versions."""
    digest = hashlib.sha256(json.dumps([FORMAT, recipe_json(recipe)], sort_keys=True).encode())
    for path in (*recipe.files, *([recipe.rows.file] if recipe.rows else [])):
        digest.update(path.read_bytes())
    digest.update(base.digest.encode() if base else b"")
    return digest.hexdigest()


def recipe_json(recipe: DataRecipe) -> dict[str, Any]:
    data = asdict(recipe) | {"files": [path.name for path in recipe.files]}
    rows = data.pop("rows")  # no key where there are none: the digests of text stay as they were
    more = {"rows": rows | {"file": rows["file"].name}} if rows else {}
    return data | {"repeat": dict(recipe.repeat)} | more


def _tokens(path: Path, dtype: str) -> Tokens:
    return np.memmap(path, dtype, "r") if path.stat().st_size else np.zeros(0, dtype)


def _array(path: Path) -> npt.NDArray[np.int64] | None:
    return np.load(path) if path.is_file() else None
