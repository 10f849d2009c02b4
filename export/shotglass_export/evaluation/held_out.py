"""The held-out text that a model is measured on: its data folder, and the documents in it."""

from __future__ import annotations

from pathlib import Path

from shotglass.contract import Manifest
from shotglass.errors import DataFailed
from shotglass.text import Tokenizer

from ..data.folder import LEXICON, Held, data_root, read_about


def documents(held: Held, tokenizer: Tokenizer, limit: int) -> list[str]:
    """Yields documents in order, until ``limit`` bytes are reached; the last one may be cut."""
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
    named = {
        name: (source.get("sha256"), source.get("tokens"))
        for name, source in manifest.provenance.get("data", {}).items()
    }
    usable, own = [], []  # ``own``: with just the sources, and as many tokens of each
    for path in sorted({path.parent.resolve() for path in data_root().glob(f"*/{LEXICON}")}):
        try:
            sources = read_about(path)["sources"]
        except DataFailed:  # of another version
            continue
        usable.append(path)
        if named == {each["name"]: (each["sha256"], each["tokens"]) for each in sources}:
            own.append(path)
    chosen = own or usable
    if len(chosen) == 1:
        return chosen[0]
    which = ", ".join(path.name for path in chosen) or "none"
    raise DataFailed(
        f"Data folders with words for questions in {data_root()}: {which}; one was expected: name "
        "it with --data, or build one with shotglass data build house-prose. What needs no such "
        f"folder: shotglass evaluate --text FILE {manifest.id} (bits per byte of a text), and "
        f"shotglass evaluate --gallery {manifest.id} (what examples teach it)."
    )
