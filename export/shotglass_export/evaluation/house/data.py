"""Which data folder a model is asked from: the one it was trained on, or the only one there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.contract import Manifest
from shotglass.errors import DataFailed

from ...data.folder import LEXICON, data_root, read_about


def data_folder_of(manifest: Manifest) -> Path:
    """Raises DataFailed where that is not clear."""
    found = {path.parent.resolve() for path in data_root().glob(f"*/{LEXICON}")}
    usable = {path: about for path in sorted(found) if (about := _about(path))}
    own = [path for path, about in usable.items() if _trained_on(manifest, about)]
    chosen = own or list(usable)
    if len(chosen) == 1:
        return chosen[0]
    which = ", ".join(path.name for path in chosen) or "none"
    raise DataFailed(
        f"Data folders with words for questions in {data_root()}: {which}; one was expected: name "
        "it with --data, or build one with shotglass data build RECIPE."
    )


def _about(path: Path) -> dict[str, Any] | None:
    try:
        return read_about(path)
    except DataFailed:  # of another version
        return None


def _trained_on(manifest: Manifest, about: Mapping[str, Any]) -> bool:
    """Whether the manifest names just these sources, with as many tokens of each."""
    sources = manifest.provenance.get("data", {})
    named = {name: (one.get("sha256"), one.get("tokens")) for name, one in sources.items()}
    return named == {one["name"]: (one["sha256"], one["tokens"]) for one in about["sources"]}
