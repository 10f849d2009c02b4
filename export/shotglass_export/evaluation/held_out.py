"""The held-out text that a model is measured on: its data folder, and the documents in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.contract import Manifest
from shotglass.errors import DataFailed
from shotglass.text import Tokenizer

from ..data.folder import LEXICON, Held, data_root, read_about


def documents(held: Held, tokenizer: Tokenizer, limit: int) -> list[str]:
    """In order, until ``limit`` bytes are reached; the last one may be cut."""
    texts: list[str] = []
    left = limit
    for start, end in zip(held.offsets[:-1], held.offsets[1:], strict=True):
        text = tokenizer.decode(held.tokens[start : end - 1].tolist())  # without the end token
        text = text.encode()[:left].decode("utf-8", "ignore")
        if not text:
            continue
        texts.append(text)
        left -= len(text.encode())
        if left < 4:  # no room for a character
            break
    return texts


def data_folder_of(manifest: Manifest) -> Path:
    """Raises DataFailed where that is not clear."""
    found = {path.parent.resolve() for path in data_root().glob(f"*/{LEXICON}")}
    usable = {path: about for path in sorted(found) if (about := _about(path))}
    own = [path for path, about in usable.items() if _trained_on(manifest, about)]
    chosen = own or list(usable)
    if len(chosen) == 1:
        return chosen[0]
    which = ", ".join(path.name for path in chosen) or "none"
    raise DataFailed(
        f"Data folders with words for questions in {data_root()}: {which}; one was expected: name "
        "it with --data, or build one with shotglass data build house-prose. What needs no such "
        f"folder: shotglass evaluate --text FILE {manifest.id} (bits per byte of a text), and "
        f"shotglass evaluate --gallery {manifest.id} (what examples teach it)."
    )


def _about(path: Path) -> dict[str, Any] | None:
    try:
        return read_about(path)
    except DataFailed:  # of another version
        return None


def _trained_on(manifest: Manifest, about: Mapping[str, Any]) -> bool:
    """Whether the manifest names just these sources, with as many tokens of each."""
    sources = manifest.provenance.get("data", {})
    named = {name: (one.get("sha256"), one.get("tokens")) for name, one in sources.items()}
    return named == {one["name"]: (one["sha256"], one["tokens"]) for one in about["sources"]}
