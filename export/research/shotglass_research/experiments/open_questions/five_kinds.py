"""Prompts of five kinds of text, of which some repeat themselves as they go on and some do not."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shotglass_export.data.folder import DataFolder

from ..result import Data

LONGEST = 600  # characters of a passage
BEGUN = 5  # words of a passage that its copy begins with
MODULES = ("bisect", "colorsys", "fnmatch", "heapq", "shlex", "textwrap", "statistics", "copy")
NAMES = ("Anna", "Bruno", "Chen", "Dora", "Emil", "Fatima", "Goran", "Hana", "Ivan", "Jun")
PLACES = ("Bern", "Cairo", "Delhi", "Lima", "Oslo", "Quito", "Riga", "Seoul", "Turin", "Vienna")
RECORDS = 6

Prompts = dict[str, list[str]]  # by kind


def prompts(folder: DataFolder, count: int, seed: int) -> Prompts:
    """``count`` of each kind; the passages are of held-out documents of ``folder``."""
    texts = passages(folder, 2 * count, np.random.default_rng([seed, 0]))
    apart, alone = texts[:count], texts[count:]
    return {
        "copying": [f"{text}\n\nThe same text again:\n\n{_begin(text)}" for text in apart],
        "records": [records(np.random.default_rng([seed, 1, at])) for at in range(count)],
        "code": [code(MODULES[at % len(MODULES)]) for at in range(count)],
        "summary": [f"{text}\n\nTL;DR:" for text in apart],
        "prose": alone,
    }


def passages(folder: DataFolder, count: int, rng: np.random.Generator) -> list[str]:
    """The beginnings of ``count`` held-out documents, up to the end of a sentence where one is."""
    long = [text for text in _documents(folder) if len(text) > LONGEST]
    return [_whole_sentences(long[at]) for at in rng.permutation(len(long))[:count]]


def _documents(folder: DataFolder) -> list[str]:
    return [
        folder.tokenizer.decode(held.tokens[begin:end].tolist()).strip()
        for _, held in sorted(folder.held.items())
        for begin, end in zip(held.offsets, held.offsets[1:], strict=False)
    ]


def _whole_sentences(text: str) -> str:
    cut = text[:LONGEST]
    end = cut.rfind(". ")
    return cut[: end + 1] if end > 0 else cut.rstrip()


def _begin(text: str) -> str:
    """The first words of a text, as they stand there."""
    words = text.split()[:BEGUN]
    return text[: text.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])]


def records(rng: np.random.Generator) -> str:
    """The first lines of a JSON list of people."""
    rows = [
        {"name": NAMES[i], "age": int(rng.integers(20, 70)), "city": PLACES[rng.integers(10)]}
        for i in rng.permutation(len(NAMES))[:RECORDS]
    ]
    return "[\n" + "".join(f"  {json.dumps(row)},\n" for row in rows) + "  {"


def code(module: str) -> str:
    """Lines from the first function on of a module of Python's standard library."""
    text = _source(module)
    begin = text.index("\ndef ") + 1
    return text[begin : text.rindex("\n", begin, begin + LONGEST) + 1]


def _source(module: str) -> str:
    from importlib.util import find_spec

    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


def code_data(texts: Sequence[str]) -> Data:
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    name = f"Python {platform.python_version()}, standard library"
    return Data(name, digest, "PSF-2.0", "installed with Python")
