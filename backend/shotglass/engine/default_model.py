"""The choice of the model that answers where a request names none.

The rule is one that an import, a training or an export of a model of one's own does not change: the
model that the page's records were made with, else the first of those that ship. A folder of models
that has neither remembers which of its own a server chose, in a file beside them.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..parsing import read_plain
from .library import BUNDLED, Library

RECORDED = "smollm2-135m"
CHOICE = ".default-model"  # in the folder of models
ROOM = 100  # bytes of that file; an id has 64 characters at most


def default_model(library: Library) -> str | None:
    """The id of a model that generates; None where there is none."""
    here = [manifest.id for manifest in library.manifests() if manifest.task == "causal-lm"]
    shipped = sorted(folder.name for folder in BUNDLED.glob("*"))
    return next((id for id in (RECORDED, *shipped, *_remembered(library)) if id in here), None) or (
        here[0] if here else None
    )


def remember_choice(library: Library, id: str) -> None:
    """Writes down which model a server chose, where names alone would decide. In a folder that
    cannot be written to, nothing is remembered."""
    if id == RECORDED or (BUNDLED / id).is_dir() or id in _remembered(library):
        return
    path = library.roots[0] / CHOICE
    partial = path.with_name(f"{CHOICE}.{os.getpid()}")
    with contextlib.suppress(OSError):
        partial.write_text(id, "utf-8")
        partial.replace(path)  # the link itself, if there is one


def _remembered(library: Library) -> list[str]:
    return [text for root in library.roots if (text := _text(root / CHOICE))]


def _text(path: Path) -> str | None:
    try:
        return read_plain(path, ROOM).decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
