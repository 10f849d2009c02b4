"""Untrusted checkpoints, read in a confined process (``shotglass.sandbox``).

The parser runs there and leaves two plain files: ``weights.safetensors`` by canonical names, and
JSON about the rest. They are all that the importer accepts from it.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from importlib import resources
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.architecture import ModelConfig, Shape, weight_shapes
from shotglass.contract import TOKENIZER
from shotglass.errors import ImportFailed, ModelFolderError, ShotglassError
from shotglass.sandbox import Limits, run_confined
from shotglass.text import Tokenizer

from ..checkpoint import Card, Checkpoint, Floats, InPieces
from .scratch import scratch_folder

# By kind of source: who reads it. Named, not imported: each needs packages of its own.
READERS = {
    "gguf": "shotglass_export.importers.gguf.checkpoint:read_gguf",
    "hf": "shotglass_export.importers.hf:read_hf_folder",
    "torch": "shotglass_export.pickled:read_pickled",
}
_SECONDS = 600
_MEMORY = 384 << 20  # with what the process has from the start, half a gigabyte
_VOCABULARY = 1 << 30  # a tokenizer of a quarter of a million pieces and half a million merges
_WIDENS = 21  # times: what blocks of 1.56 bits a weight take as float32, and a little
WEIGHTS, ABOUT = "weights.safetensors", "checkpoint.json"
_CONFIG_ROOM = 1 << 16  # characters of JSON
_ABOUT_ROOM = 256 << 20  # bytes; a tokenizer of a quarter of a million tokens takes 20 MB


@contextmanager
def read_isolated(kind: str, path: Path, scratch: Path) -> Iterator[Checkpoint]:
    """The checkpoint at ``path``, whose weights may be read until the block ends.

    Those two files lie inside the folder ``scratch`` meanwhile: four bytes a parameter.
    Raises ImportFailed, whatever becomes of the process that reads.
    """
    files = [path] if path.is_file() else [file for file in path.iterdir() if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    limits = Limits(
        # a large model's largest matrix, a few times; and its tokenizer, which a small file cannot
        # claim to be large
        memory=_MEMORY + 4 * size + min(4 * size, _VOCABULARY),
        mapped=2 * size,
        written=_WIDENS * size + (64 << 20),
        seconds=_SECONDS,
    )
    with scratch_folder(scratch) as folder:
        needs = [READERS[kind].split(":")[0], "shotglass.text"]
        source = str(path.resolve())
        isolated(f"{__name__}:emit_into", path, folder, limits, kind, source, needs=needs)
        yield read_worker_output(folder)


def isolated(
    target: str,
    path: Path,
    folder: Path,
    limits: Limits,
    *arguments: str,
    needs: Sequence[str] = (),
) -> None:
    """Call ``target`` on what lies at ``path``, in a confined process that may write into
    ``folder``. Raises ImportFailed, whatever becomes of it."""
    outcome = run_confined(target, folder, limits, *arguments, needs=needs)
    if outcome.refused is not None:
        raise ImportFailed(outcome.refused)
    if outcome.failed is not None:
        raise ImportFailed(
            f"{path.name} could not be read: the process that read it {outcome.failed}. The "
            "file is damaged or hostile; or it is too large for what such a process may use."
        )


def emit_into(folder: Path, kind: str, path: str) -> None:
    """Reads a checkpoint in the confined process."""
    module, name = READERS[kind].split(":")
    read: Callable[[Path], Checkpoint] = getattr(importlib.import_module(module), name)
    checkpoint = read(Path(path))
    try_tokenizer(checkpoint.tokenizer, folder)
    emit(checkpoint, folder)


def try_tokenizer(tokenizer: Mapping[str, Any], folder: Path) -> None:
    """Load it and read a text with it, here where it can do no harm. Raises ImportFailed."""
    path = folder / TOKENIZER
    path.write_text(json.dumps(tokenizer), encoding="utf-8")
    text = resources.files("shotglass_export.to_onnx.checks").joinpath("parity_text.txt")
    try:
        Tokenizer.load(path).encode(text.read_text("utf-8"))
    except ShotglassError as error:
        raise ImportFailed(f"The checkpoint's {error.detail}") from error


def emit(checkpoint: Checkpoint, folder: Path) -> None:
    """Write both files, one tensor at a time. Raises ImportFailed for a weight that is missing, of
    another shape, or not finite."""
    weights, shapes = checkpoint.weights, weight_shapes(checkpoint.config)
    with (folder / WEIGHTS).open("wb") as file:
        file.write(_header(shapes))
        for name, shape in shapes.items():
            if name not in weights:
                raise ImportFailed(
                    f"The checkpoint has no weight {name}; its architecture needs one."
                )
            rows = 0
            for piece in weights.pieces(name) if isinstance(weights, InPieces) else [weights[name]]:
                rows += len(piece)
                if piece.shape[1:] != shape[1:] or rows > shape[0]:
                    raise _of_shape(name, (rows, *piece.shape[1:]), shape)
                if not np.isfinite(piece).all():
                    raise ImportFailed(f"The weight {name} holds a value that is no finite number.")
                file.write(np.ascontiguousarray(piece, "<f4").data)
            if rows != shape[0]:
                raise _of_shape(name, (rows, *shape[1:]), shape)
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
        # Every value at fault is listed while it is parsed, so there may not be millions.
        config = about["config"]
        if len(json.dumps(config)) > _CONFIG_ROOM:
            raise ValueError(f"its architecture takes more than {_CONFIG_ROOM} characters")
        config = ModelConfig.from_json(config)
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


def _of_shape(name: str, shape: Shape, expected: Shape) -> ImportFailed:
    return ImportFailed(f"The weight {name} has shape {shape}; its architecture needs {expected}.")


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
