"""Models that this machine has looked at, or made: a mark for each, named by its files' digests.

The marks lie in the user's cache (``SHOTGLASS_SEEN``), never in a model's folder, whose giver could
have put one there. Without them a model is only looked at once more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

import platformdirs

from ..contract import Manifest

EXPORTS = "exports"  # of the portable graph, which the server never loads and exports begin with


def is_seen(manifest: Manifest, what: str = "") -> bool:
    """``what``: nothing for all that the server loads, else ``EXPORTS``."""
    return _mark(manifest, what).is_file()


def remember(manifest: Manifest, what: str = "") -> None:
    """Mark the model as verified. Where no mark can be written it is verified again next time."""
    with contextlib.suppress(OSError):
        mark = _mark(manifest, what)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def fingerprint(manifest: Manifest) -> str:
    """Returns a fingerprint of all that a runtime loads: the files' digests, and what the manifest
    says of them."""
    content = json.loads(manifest.to_json())
    loaded = {key: content[key] for key in ("architecture", "files", "graphs", "task")}
    return hashlib.sha256(json.dumps(loaded, sort_keys=True).encode()).hexdigest()


def _mark(manifest: Manifest, what: str) -> Path:
    chosen = os.environ.get("SHOTGLASS_SEEN")
    name = fingerprint(manifest) + (f".{what}" if what else "")
    cache = Path(platformdirs.user_cache_dir("shotglass", appauthor=False))
    return (Path(chosen) if chosen else cache / "seen") / name
