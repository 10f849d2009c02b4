"""An evaluation record of two task families: made up, for tests alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

KS = (0, 1, 2, 4, 8)


def interval(value: float) -> list[float]:
    return [value, round(value - 0.03, 3), round(value + 0.03, 3)]


def family(name: str, choice: float, claimed: bool | None) -> dict[str, Any]:
    by_k = [
        {"k": k, "form": interval(0.9), "choice": interval(choice if k else 0.5), "right": 1}
        for k in KS
    ]
    gained = interval(choice - 0.5)
    return {
        "family": name, "ways": 2, "chance": 0.5,
        "cells": [{"split": split, "n": 1000, "by_k": by_k} for split in ("train", "held-both")],
        "controls": [
            {"control": "shuffled", "form": interval(0.9), "choice": interval(0.5),
             "gold_minus": gained},
        ],
        "baselines": [{"baseline": "majority", "choice": interval(0.55), "gold_minus": gained}],
        "verdict": {
            "claimed": claimed, "unjudged": None, "all_at_once": claimed,
            "conditions": [
                {"condition": "above-chance", "interval": gained, "bound": 0.15, "holds": claimed},
                {"condition": "over-majority", "interval": gained, "bound": 0.0, "holds": True},
            ],
        },
    }  # fmt: skip


def small_record(id: str) -> dict[str, Any]:
    peer = {"role": "peer", "model": {"id": "other", "name": "Another model"}, "n": 200}
    return {
        "format": 1,
        "model": {"id": id, "name": id.title(), "precision": "fp16", "graph": "", "weights": ""},
        "recorded": "2026-11-24",
        "questions": {"digest": "", "seed": 1, "n": 1000, "data": None},
        "ks": list(KS), "splits": ["train", "held-both"],
        "rule": {"text": "Claimed only if all hold.", "k": 8, "split": "held-both", "points": 0.15},
        "families": [family("kind", 0.92, True), family("forms", 0.52, False)],
        "beside": [peer | {"families": [
            {"family": "kind", "by_k": [{"k": 8, "form": None, "choice": interval(0.46)}],
             "gold_minus": None},
        ]}],
        "bits_per_byte": [
            {"source": "fables", "bytes": 9000, "documents": 3, "model": interval(2.1),
             "five_gram": 2.4, "twin": None},
        ],
        "samples": None,
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
