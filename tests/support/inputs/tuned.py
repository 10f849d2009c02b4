"""A fine-tuning run small enough for a test: a random checkpoint of transformers to begin with,
rows with two answers or a text, a session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from support.inputs.toy import TEXT
from support.models.tiny_hf import Maker, Written, write_checkpoint

from shotglass_export.data.build import build_data
from shotglass_export.data.folder import DataFolder
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.progress import silent
from shotglass_export.recipe import read_recipe
from shotglass_export.training.machine import Machine
from shotglass_export.training.session import Session
from shotglass_export.training.tuning.row_batches import of_data
from shotglass_export.training.tuning.start import StartModel

THINGS = ["egg", "ant", "bee", "cab", "den", "fig", "hat", "jam", "kid", "lid"]
ROWS = "text,label\n" + "".join(
    f"{thing} {word},{answer}\n"
    for thing in THINGS
    for word, answer in (("hot", "yes"), ("raw", "no"))
)
TEMPLATE = "Q {input}\\nA:{output}\\n"


def write_start(
    root: Path, family: str = "llama", seed: int = 1, maker: Maker | None = None
) -> Written:
    return write_checkpoint(root, family, seed, maker=maker)


def write_tuned(folder: Path, start: Path, *, rows: str | None = ROWS, **training: Any) -> Path:
    """The recipe ``folder/tuned.toml``; of ``rows`` None it is one of text."""
    folder.mkdir(parents=True, exist_ok=True)
    data = "held_out = 0.2\n"
    if rows is None:
        (folder / "own.txt").write_text(TEXT, "utf-8")
        data += 'sources = ["recipe-text"]\nfiles = ["own.txt"]\n'
    else:
        (folder / "rows.csv").write_text(rows, "utf-8")
        data += f'[data.rows]\nfile = "rows.csv"\ntemplate = "{TEMPLATE}"\n'
    values = {
        "epochs": 2,
        "batch": 4,
        "length": 20,
        "precision": "fp32",
        "compile": False,
    } | training
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
    path = folder / "tuned.toml"
    path.write_text(
        f'name = "tuned"\nseed = 3\n[data]\n{data}'
        f'[training]\nstart = "{start}"\n{lines}[probes]\nevery = 3\n',
        "utf-8",
    )
    return path


def tuned_session(recipe: Path, start: Path, runs: Path, *, save_seconds: float = 1e9) -> Session:
    """On one thread, its start read in this process."""
    torch.set_num_threads(1)
    opened = StartModel(read_hf_folder(start), str(start))
    read, root = read_recipe(recipe), recipe.parent / "data"
    data = DataFolder.open(build_data(read.data, root, root / "packages", silent, opened.base))
    machine = Machine(torch.device("cpu"))
    return Session(of_data(read, data), recipe, data, runs, machine, save_seconds, start=opened)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
