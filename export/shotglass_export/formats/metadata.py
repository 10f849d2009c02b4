"""What an exported graph says of itself in its ``metadata_props``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import onnx

from shotglass.contract import Manifest

from .report import Check

_ORIGIN = ("package", "repository", "file", "run", "commit", "sha256")  # the rest is long


def tool() -> str:
    return f"shotglass {version('shotglass')}"


def origin(manifest: Manifest) -> dict[str, Any]:
    """Where the weights come from, in few words."""
    return {key: manifest.provenance[key] for key in _ORIGIN if key in manifest.provenance}


def add_metadata(
    model: onnx.ModelProto,
    manifest: Manifest,
    precision: str,
    weights_sha256: str,
    checks: Sequence[Check],
) -> None:
    """Source, licence, digest of the weights file, what was measured, and by what."""
    told = {
        "model": manifest.id,
        "name": manifest.name,
        "source": json.dumps(origin(manifest), ensure_ascii=False),
        "licence": manifest.licence,
        "precision": precision,
        "weights_sha256": weights_sha256,
        "parity": json.dumps({c.name: c.value for c in checks if c.value is not None}),
        "tool": tool(),
    }
    onnx.helper.set_model_props(model, told)
