"""Hostile checkpoints of torch made by hand: pickles with code, and tensors that are none."""

from __future__ import annotations

import os
import pickle
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from outer.hostile.good import copy
from outer.hostile.handmade import Case
from support.models.tiny_nanogpt import nano_state, random_model


class Deed:
    def __init__(self, *deed: Any) -> None:
        self._deed = deed

    def __reduce__(self) -> Any:
        return self._deed[0], self._deed[1:]


def pickles(good: Path, root: Path) -> Iterator[Case]:
    root.mkdir()
    state = nano_state(random_model(layers=1))
    outside = str(root / "written-by-a-pickle")
    wte = "transformer.wte.weight"

    def with_table(table: Any) -> dict[str, Any]:
        return state | {"model": state["model"] | {wte: table, "lm_head.weight": table}}

    def saved(name: str, what: Any, **options: Any) -> Case:
        folder = copy(good, root / name)
        torch.save(what, folder / "ckpt.pt", **options)
        return name, "torch", folder / "ckpt.pt"

    yield saved("a-pickle-that-writes", state | {"optimizer": Deed(open, outside, "w")})
    yield saved("a-pickle-that-runs", state | {"optimizer": Deed(os.system, f"touch {outside}")})
    yield saved("a-pickle-of-before", state, _use_new_zipfile_serialization=False)
    yield saved("a-table-expanded", with_table(torch.zeros(1).expand(1 << 20, 1 << 20)))
    yield saved("a-table-of-another-shape", with_table(torch.zeros(3)))
    yield saved("weights-of-infinity", with_table(torch.full((331, 24), torch.inf)))
    folder = copy(good, root / "a-bare-pickle")
    (folder / "ckpt.pt").write_bytes(pickle.dumps(Deed(os.system, f"touch {outside}")))
    yield "a-bare-pickle", "torch", folder / "ckpt.pt"
    folder = copy(good, root / "a-storage-cut")
    _rezip(good / "ckpt.pt", folder / "ckpt.pt", lambda n, d: d[:8] if "/data/" in n else d)
    yield "a-storage-cut", "torch", folder / "ckpt.pt"
    folder = copy(good, root / "a-zip-that-inflates")
    with zipfile.ZipFile(folder / "ckpt.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/data.pkl", bytes(300 << 20))
    yield "a-zip-that-inflates", "torch", folder / "ckpt.pt"


def _rezip(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
