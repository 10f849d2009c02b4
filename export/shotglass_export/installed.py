"""Is this model here already? Then an import has nothing to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed, ModelFolderError

from .to_onnx.folder import file_entry
from .to_onnx.layout import Storage, layout


class IdTaken(ImportFailed):
    """The id is that of a model from another source."""


def is_installed(target: Path, provenance: Mapping[str, Any], storage: Storage = "full") -> bool:
    """Whether ``target`` is whole, was made from this source and has every graph that an
    import writes; a damaged one is not, and neither is one from before such a graph was.

    Raises IdTaken when the id is taken by a model from another source.
    """
    if not target.exists():
        return False
    try:
        manifest = Manifest.from_json((target / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ModelFolderError):
        return False
    if any(manifest.provenance.get(key) != value for key, value in provenance.items()):
        raise IdTaken(
            f"There is a model {target.name} already, from another source: choose another --id, "
            "or replace it with --force."
        )
    if not layout(manifest.architecture, storage).keys() <= manifest.graphs.keys():
        return False
    return all(_is_intact(target / name, entry) for name, entry in manifest.files.items())


def _is_intact(path: Path, entry: object) -> bool:
    return path.is_file() and file_entry(path) == entry
