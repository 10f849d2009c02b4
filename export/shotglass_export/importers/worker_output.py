"""A checkpoint as two plain files: ``weights.safetensors`` by canonical names, and its JSON.

This is what a confined process writes after it has read an untrusted file, and all that the
importer accepts from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.architecture import ModelConfig, Shape, weight_shapes
from shotglass.errors import ImportFailed, ModelFolderError

from ..checkpoint import Card, Checkpoint, Floats, Weights

WEIGHTS, ABOUT = "weights.safetensors", "checkpoint.json"
_CONFIG_ROOM = 1 << 16  # characters of JSON
_ABOUT_ROOM = 256 << 20  # bytes; a tokenizer of a quarter of a million tokens takes 20 MB


def emit(checkpoint: Checkpoint, folder: Path) -> None:
    """Write both files, one tensor at a time. Raises ImportFailed for a weight that is missing, of
    another shape, or not finite."""
    shapes = weight_shapes(checkpoint.config)
    with (folder / WEIGHTS).open("wb") as file:
        file.write(_header(shapes))
        for name, shape in shapes.items():
            file.write(_checked(checkpoint.weights, name, shape).tobytes())
    about = {
        "config": checkpoint.config.to_json(),
        "tokenizer": checkpoint.tokenizer,
        "card": asdict(checkpoint.card),
    }
    (folder / ABOUT).write_text(json.dumps(about, allow_nan=False), encoding="utf-8")


def read_worker_output(folder: Path) -> Checkpoint:
    """The checkpoint; its weights are mapped, and may be read while ``folder`` is there.

    Trusts neither file. Raises ImportFailed.
    """
    about = _about(folder / ABOUT)
    try:
        config = ModelConfig.from_json(_small(about["config"]))
        card, tokenizer = _card(about["card"]), about["tokenizer"]
    except (KeyError, TypeError, ValueError, ModelFolderError) as error:
        raise _unusable(error) from error
    if not isinstance(tokenizer, dict):
        raise _unusable("its tokenizer is no object")
    return Checkpoint(config, WorkerWeights(folder / WEIGHTS, config), tokenizer, card)


class WorkerWeights(Mapping[str, Floats]):
    """The tensors of a file that ``emit`` wrote, which must be what it would have written.

    The header is compared, not read: the shapes follow from the architecture.
    """

    def __init__(self, path: Path, config: ModelConfig) -> None:
        size = path.stat().st_size if path.is_file() and not path.is_symlink() else 0
        if not 0 < 4 * config.parameters < size:  # before any name is listed
            raise _unusable("its weights are not those of its architecture")
        self._shapes = weight_shapes(config)
        header = _header(self._shapes)
        with path.open("rb") as file:
            if file.read(len(header)) != header or size != len(header) + 4 * config.parameters:
                raise _unusable("its weights are not those of its architecture")
        self._path, self._at, at = path, dict[str, int](), len(header)
        for name, shape in self._shapes.items():
            self._at[name], at = at, at + 4 * prod(shape)

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the architecture does not have."""
        return np.asarray(
            np.memmap(self._path, np.float32, "r", self._at[name], self._shapes[name])
        )

    def __iter__(self) -> Any:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)


def _header(shapes: Mapping[str, Shape]) -> bytes:
    """Length and JSON, padded with spaces to 8 bytes: https://github.com/huggingface/safetensors"""
    entries, at = {}, 0
    for name, shape in shapes.items():
        end = at + 4 * prod(shape)
        entries[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text


def _checked(weights: Weights, name: str, shape: Shape) -> Floats:
    if name not in weights:
        raise ImportFailed(f"The checkpoint has no weight {name}; its architecture needs one.")
    array = weights[name]
    if array.shape != shape:
        raise ImportFailed(
            f"The weight {name} has shape {array.shape}; its architecture needs {shape}."
        )
    if not np.isfinite(array).all():
        raise ImportFailed(f"The weight {name} holds a value that is no finite number.")
    return np.ascontiguousarray(array, "<f4")


def _about(path: Path) -> dict[str, Any]:
    try:
        if path.is_symlink() or path.stat().st_size > _ABOUT_ROOM:
            raise ValueError(f"it is larger than {_ABOUT_ROOM} bytes")
        about = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unusable(error) from error
    if not isinstance(about, dict):
        raise _unusable("an object was expected")
    return about


def _small(config: Any) -> Any:
    """Every value at fault is listed while it is parsed, so there may not be millions."""
    if len(json.dumps(config)) > _CONFIG_ROOM:
        raise ValueError(f"its architecture takes more than {_CONFIG_ROOM} characters")
    return config


def _card(facts: Mapping[str, Any]) -> Card:
    """Raises TypeError or ValueError for a value of another kind than a card's."""
    card = Card(
        name=str(facts["name"]),
        licence=str(facts["licence"]),
        languages=tuple(map(str, facts["languages"])),
        notes=tuple(map(str, facts["notes"])),
        chat_template=None if facts["chat_template"] is None else str(facts["chat_template"]),
        start_id=None if facts["start_id"] is None else int(facts["start_id"]),
        stop_ids=tuple(map(int, facts["stop_ids"])),
        end_id=None if facts["end_id"] is None else int(facts["end_id"]),
        adds_start=bool(facts["adds_start"]),
        provenance=dict(facts["provenance"]),
    )
    return card


def _unusable(why: object) -> ImportFailed:
    return ImportFailed(f"What was read of the file is no checkpoint: {why}.")
