"""The part of a model folder's manifest that an evaluation writes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine import ModelFolder


def write_quality(folder: ModelFolder, figures: Mapping[str, Any]) -> None:
    """Into the manifest alone, beside or instead of what ``quality`` has under the same names."""
    quality = {**folder.manifest.quality, **figures}
    write_manifest(folder, replace(folder.manifest, quality=quality))


def write_manifest(folder: ModelFolder, manifest: Manifest) -> None:
    written = folder.path / f".{MANIFEST}.new"
    written.write_text(manifest.to_json(), encoding="utf-8")
    rename_durably(written, folder.path / MANIFEST)


def rename_durably(written: Path, target: Path) -> None:
    with written.open("r+b") as file:
        os.fsync(file.fileno())
    written.replace(target)
