"""Where research keeps what it measured, so that a run that was cut off goes on."""

from __future__ import annotations

import os
from pathlib import Path

from shotglass.engine.library import user_data


def default_experiments() -> Path:
    """Parts of experiments: ``SHOTGLASS_EXPERIMENTS``, else in the user's data folder."""
    return Path(os.environ.get("SHOTGLASS_EXPERIMENTS") or user_data() / "experiments")


def default_evidence() -> Path:
    """Records of the gallery's evidence: ``SHOTGLASS_EVIDENCE``, else in the user's data folder."""
    return Path(os.environ.get("SHOTGLASS_EVIDENCE") or user_data() / "evidence")
