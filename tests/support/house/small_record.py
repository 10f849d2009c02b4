"""An evaluation record of two families, made up for tests alone, of the types that are written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shotglass_research.evaluation.house.figures import (
    AtK,
    BaselineFigures,
    Beside,
    BesideFamily,
    Cell,
    ConditionFigures,
    ControlFigures,
    FamilyFigures,
    SourceBits,
    Verdict,
)
from shotglass_research.evaluation.house.formats.unseen import OF_LEXICON, OTHER, UnseenCell
from shotglass_research.evaluation.record import Measured

KS = (0, 1, 2, 4, 8)
HEAP = {
    "texts": 200, "words": 9000, "repeated_8": 0.01, "distinct_1": 0.2, "distinct_2": 0.6,
    "in_dictionary": 0.9, "copied_8": 0.02, "first": ["Once upon a time."],
}  # fmt: skip


def interval(value: float) -> tuple[float, float, float]:
    return value, round(value - 0.03, 3), round(value + 0.03, 3)


def family(name: str, choice: float, claimed: bool) -> FamilyFigures:
    by_k = tuple(AtK(k, interval(0.9), interval(choice if k else 0.5), 1) for k in KS)
    gained = interval(choice - 0.5)
    shuffled = ControlFigures("shuffled", interval(0.9), interval(0.5), gained)
    conditions = (
        ConditionFigures("above-chance", gained, 0.15, claimed),
        ConditionFigures("over-majority", gained, 0.0, True),
    )
    return FamilyFigures(
        name, (2, 2), 0.5,
        tuple(Cell(split, 1000, (*by_k, None)) for split in ("train", "held-both")),
        (shuffled,), (BaselineFigures("majority", interval(0.55), gained),),
        Verdict(claimed, claimed, None, conditions),
    )  # fmt: skip


def unseen() -> dict[str, Any]:
    """Two other templates, in two wordings, and other words and names."""

    def cell(
        wording: str, choice: float, words: str = OF_LEXICON, names: str = OF_LEXICON
    ) -> dict[str, Any]:
        by_k = tuple(AtK(k, interval(0.1), interval(choice if k else 0.5), 1) for k in (0, 8))
        return asdict(UnseenCell("kind", wording, words, names, 1000, 0.5, by_k, ()))

    return {
        "ks": [0, 8],
        "questions": {"digest": "", "seed": 1, "n": 1000},
        "templates": {
            "own": ["- {input}:{output}\n"],
            "sentence": ["We say that {input} is{output}.\n"],
            "separator": [" {input} |{output}\n"],
        },
        "cells": [
            cell("own", 0.92), cell("sentence", 0.51), cell("separator", 0.64),
            cell("own", 0.7, OTHER, OTHER),
        ],
    }  # fmt: skip


def measured(id: str, name: str) -> Measured:
    return Measured(id, name, "fp16", "", "", "")


def small_record(id: str) -> dict[str, Any]:
    theirs = BesideFamily("kind", (AtK(8, interval(0.9), interval(0.46), 1),), None, None, None)
    beside = Beside("peer", measured("other", "Another model"), 200, (theirs,))
    bits = SourceBits("fables", 9000, 3, 2.1, (2.0, 2.2), {"five-gram": 2.4})
    return {
        "format": 1,
        "model": asdict(measured(id, id.title())),
        "recorded": "2026-11-24",
        "questions": {"digest": "", "seed": 1, "n": 1000},
        "ks": [*KS, 16], "splits": ["train", "held-both"],
        "rule": {"text": "Claimed only if all hold.", "k": 8, "split": "held-both", "points": 0.15},
        "families": [asdict(family("kind", 0.92, True)), asdict(family("forms", 0.52, False))],
        "beside": [asdict(beside)],
        "bits_per_byte": [asdict(bits)],
        "samples": {
            "length": 200, "temperature": 1.0, "seed": 1, "dictionary": "words",
            "words_compared": 9000, "heaps": [HEAP | {"of": "model"}, HEAP | {"of": "held-out"}],
        },
        "unseen": unseen(),
    }  # fmt: skip


def add_record(folder: Path) -> None:
    """Puts a record into a model folder, as the manifest lists its files."""
    text = json.dumps(small_record(folder.name)).encode()
    (folder / "evaluation.json").write_bytes(text)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    digest = hashlib.sha256(text).hexdigest()
    manifest["files"]["evaluation.json"] = {"bytes": len(text), "sha256": digest}
    path.write_text(json.dumps(manifest))
