"""An evaluation's record goes into the model's folder: a file of its own, and a summary of it into
the manifest, so that both are served, digests and all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from shotglass.contract import MANIFEST, FileEntry, Manifest
from shotglass.engine import ModelFolder
from shotglass.engine.library import sha256
from shotglass.errors import DataFailed

from ..record import write_record

FILE = "evaluation.json"
UNSEEN = "unseen"  # where in it stands what ``unseen.py`` measures


def write_unseen_into(folder: ModelFolder, unseen: Mapping[str, Any]) -> None:
    """Into the record that is there. Raises DataFailed where there is none of the same model."""
    record = read_record(folder)
    if record is None or record["model"] != unseen["model"]:
        raise DataFailed(
            f"{folder.manifest.id} has no {FILE} of these weights, to add figures to; write one "
            f"first: shotglass evaluate {folder.manifest.id} --write"
        )
    write_into(folder, {**record, UNSEEN: unseen})


def read_record(folder: ModelFolder) -> dict[str, Any] | None:
    """The record in a model's folder, or None."""
    path = folder.path / FILE
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return found


def write_into(folder: ModelFolder, data: dict[str, Any]) -> None:
    """Replaces an older record, of which what ``unseen.py`` measured of the same weights is kept.
    Killed between the two renames, the manifest still names the older record's digest; the next run
    puts that right."""
    older = (read_record(folder) or {}).get(UNSEEN)
    if older and UNSEEN not in data and older["model"] == data["model"]:
        data = {**data, UNSEEN: older}
    written = folder.path / f".{FILE}.new"
    write_record(data, written)
    entry = FileEntry(written.stat().st_size, sha256(written))
    _rename(written, folder.path / FILE)
    _put(folder, _with(folder.manifest, data, entry))


def write_quality(folder: ModelFolder, figures: Mapping[str, Any]) -> None:
    """Into the manifest alone, beside or instead of what ``quality`` has under the same names."""
    quality = {**folder.manifest.quality, **figures}
    _put(folder, replace(folder.manifest, quality=quality))


def _put(folder: ModelFolder, manifest: Manifest) -> None:
    written = folder.path / f".{MANIFEST}.new"
    written.write_text(manifest.to_json(), encoding="utf-8")
    _rename(written, folder.path / MANIFEST)


def _with(manifest: Manifest, data: Mapping[str, Any], entry: FileEntry) -> Manifest:
    files = dict(sorted({**manifest.files, FILE: entry}.items()))
    summary = {
        "few_shot": few_shot(data),
        "bits_per_byte": {one["source"]: one["model"] for one in data["bits_per_byte"]},
    }
    others = {key: value for key, value in manifest.quality.items() if key not in summary}
    return replace(manifest, files=files, quality=others | {k: v for k, v in summary.items() if v})


def few_shot(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule looks at, family by family."""
    rule = data["rule"]
    place = data["ks"].index(rule["k"])
    families = {}
    for family in data["families"]:
        cells = {one["split"]: one["by_k"][place] for one in family["cells"]}
        if at := cells[rule["split"]]:
            choice, low, high = at["choice"]
            families[family["family"]] = {
                "choice": choice, "low": low, "high": high, "chance": family["chance"],
                "form": at["form"][0], "claimed": family["verdict"]["claimed"],
            }  # fmt: skip
    return {"file": FILE, "k": rule["k"], "split": rule["split"], "families": families}


def _rename(written: Path, target: Path) -> None:
    with written.open("r+b") as file:
        os.fsync(file.fileno())
    written.replace(target)
