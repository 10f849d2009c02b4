"""A small lexicon of made-up words, and a data folder around it, for a tiny model's evaluation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from support.models.tiny import tiny_tokenizer_text
from tokenizers import Tokenizer

from shotglass_export.data.episodes import Lexicon
from shotglass_export.data.episodes.lexicon import Forms, Group
from shotglass_export.data.episodes.splitting import affixes, invented_names
from shotglass_export.data.folder import FORMAT

TEXTS = ("the cat sat on the mat and the dog ran to the red house", "one, two, three, 123. big")


def small_lexicon() -> Lexicon:
    """A word's first letter says its side, the second its class."""

    def sides(mark: str) -> dict[str, list[Any]]:
        return {s: [f"{s[0]}{mark}{c}a" for c in "bdfgklmnprstvwxz"] for s in ("train", "held")}

    def rows(mark: str, endings: str) -> dict[str, list[Any]]:
        return {s: [[w, *(w + end for end in endings)] for w in found]
                for s, found in sides(mark).items()}  # fmt: skip

    return Lexicon(
        groups=(
            Group("kind", False, {name: sides(name[0]) for name in ("animal", "body", "city")}),
            Group("new kind", True, {name: sides(name[0]) for name in ("food", "grass")}),
            Group("part of speech", False, {name: sides(name[0]) for name in ("noun", "verb")}),
        ),
        forms=(
            Forms("verb", False, ("past", "ing", "third"), rows("k", "qrs")),
            Forms("degree", True, ("comparative", "superlative"), rows("l", "qr")),
        ),
        labels={
            "words": {
                "train": ["river", "green", "door", "wide", "gold", "tall", "noon"],
                "held": ["stone", "chalk", "lamp", "milk", "wool", "slow", "east"],
            },
            "invented": {s: invented_names(s) for s in ("train", "held")},
        },
        affixes={s: affixes(s) for s in ("train", "held")},
    )


def write_small_data(path: Path) -> Path:
    """A data folder of one source, "small", of a few documents."""
    (path / "held").mkdir(parents=True)
    (path / "tokenizer.json").write_text(tiny_tokenizer_text(), "utf-8")
    tokenizer = Tokenizer.from_str(tiny_tokenizer_text())
    training = [tokenizer.encode(text).ids for text in TEXTS * 3]
    tokens = _write(path / "train", training)
    np.save(path / "train.sources.npy", np.zeros(len(training), np.uint8))
    _write(path / "held" / "small", [tokenizer.encode(text).ids for text in TEXTS])
    source = {
        "name": "small", "package": "none", "version": "1", "origin": "recipe",
        "licence": "CC0-1.0", "may_ship": True, "about": "Made up.", "sha256": "0" * 64,
        "bytes": 0, "documents": len(training), "tokens": tokens, "dropped": 0,
        "held_bytes": sum(len(text) for text in TEXTS), "held_documents": len(TEXTS),
        "held_tokens": 1,
    }  # fmt: skip
    about = {"format": FORMAT, "recipe": {"repeat": {}}, "sources": [source]}
    (path / "data.json").write_text(json.dumps(about))
    small_lexicon().write(path / "lexicon.json")
    return path


def _write(stem: Path, documents: list[list[int]]) -> int:
    np.array([t for ids in documents for t in (*ids, 0)], np.uint16).tofile(f"{stem}.bin")
    ends = np.cumsum([len(ids) + 1 for ids in documents])
    np.save(f"{stem}.offsets.npy", np.concatenate(([0], ends)).astype(np.int64))
    return int(ends[-1])
