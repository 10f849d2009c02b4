"""A training run small enough for a test: its recipe, its data, a session of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from shotglass_export.data.build import build_data
from shotglass_export.data.folder import DataFolder
from shotglass_export.progress import silent
from shotglass_export.recipe import read_recipe
from shotglass_export.training.machine import Machine
from shotglass_export.training.session import Session

WHO = ["owl", "hen", "fox", "cow", "bee", "ant", "yak", "eel", "emu", "pig", "rat", "cat"]
TEXT = "\n\n\n".join(
    f"The {who} of house {number} sleeps until the {other} sings, then it eats {number + 3} figs."
    for number, (who, other) in enumerate(zip(WHO, reversed(WHO), strict=True))
)
TOY: dict[str, dict[str, Any]] = {
    "": {"name": "toy", "seed": 3},
    "model": {"family": "gpt2", "layers": 1, "width": 32, "heads": 2, "context": 32},
    "data": {
        "sources": ["recipe-text"],
        "vocabulary": 300,
        "held_out": 0.1,
        "text": TEXT,
    },
    "training": {
        "tokens": 12 * 4 * 16,  # 12 steps
        "batch": 4,
        "length": 16,
        "compile": False,
        "precision": "fp32",
    },
    "probes": {"every": 5},
}


def write_toy(path: Path, **changes: Any) -> Path:
    """The toy's recipe with ``training__batch=8`` and the like in place of its own values."""
    tables = {name: dict(table) for name, table in TOY.items()}
    for key, value in changes.items():
        name, _, part = key.rpartition("__")
        tables.setdefault(name, {})[part] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_table(name, table) for name, table in tables.items()), "utf-8")
    return path


def toy_session(recipe: Path, runs: Path, *, save_seconds: float = 1e9) -> Session:
    """On one thread, with its data built beside the recipe."""
    torch.set_num_threads(1)
    read, root = read_recipe(recipe), recipe.parent / "data"
    data = DataFolder.open(build_data(read.data, root, root / "packages", silent))
    return Session(read, recipe, data, runs, Machine(torch.device("cpu")), save_seconds)


def _table(name: str, values: dict[str, Any]) -> str:
    lines = [f"[{name}]"] if name else []
    return "\n".join([*lines, *(f"{key} = {_value(value)}" for key, value in values.items()), ""])


def _value(value: Any) -> str:
    """JSON's texts, numbers and lists are TOML's too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    return json.dumps(value)
