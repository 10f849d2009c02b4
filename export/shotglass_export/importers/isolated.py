"""Untrusted checkpoints, read in a confined process (``shotglass.sandbox``).

The parser runs there and leaves ``worker_output.py``'s two files; here only those are read.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from shotglass.contract import TOKENIZER
from shotglass.errors import ImportFailed, ShotglassError
from shotglass.sandbox import Limits, run_confined
from shotglass.text import Tokenizer

from ..checkpoint import Checkpoint
from .scratch import scratch_folder
from .worker_output import emit, read_worker_output

# By kind of source: who reads it. Named, not imported: each needs packages of its own.
READERS = {
    "gguf": "shotglass_export.importers.gguf.checkpoint:read_gguf",
    "hf": "shotglass_export.importers.hf:read_hf_folder",
    "torch": "shotglass_export.pickled:read_pickled",
}
_SECONDS = 600
_MEMORY = 384 << 20  # with what the process has from the start, half a gigabyte
_WIDENS = 8  # times: what 4-bit blocks take as float32, and a little


@contextmanager
def read_isolated(kind: str, path: Path, scratch: Path) -> Iterator[Checkpoint]:
    """The checkpoint at ``path``, whose weights may be read until the block ends.

    What is worker_output lies inside the folder ``scratch`` meanwhile: four bytes a parameter.
    Raises ImportFailed, whatever becomes of the process that reads.
    """
    size = _size(path)
    limits = Limits(
        memory=_MEMORY + 4 * size,  # a large model's largest matrix, a few times
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
    """What runs in the confined process."""
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


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.iterdir() if file.is_file()]
    return sum(file.stat().st_size for file in files)
