"""The model that a request names, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...contract import MANIFEST, Manifest
from ...text import Tokenizer
from ..loaded_models import Runner
from ..services import Services


@dataclass(frozen=True)
class Addressed:
    """``context``: tokens served at most, of a prompt and what follows it."""

    runner: Runner
    tokenizer: Tokenizer
    manifest: Manifest
    context: int

    @classmethod
    def of(cls, services: Services, id: str) -> Addressed:
        """Raises ModelNotFound, WrongTask, ModelFolderError, NotReady."""
        found = services.hosting.loaded(id)
        context = served(services, found.manifest)
        return cls(found.runner, found.tokenizer, found.manifest, context)


def served(services: Services, manifest: Manifest) -> int:
    return min(manifest.architecture.context, services.config.context)


def entry(services: Services, id: str) -> dict[str, Any]:
    """As OpenAI lists a model; ``created`` is when it was imported. Raises ModelNotFound."""
    folder = services.hosting.library.folder(id)
    return {
        "id": id,
        "object": "model",
        "created": _written(folder.path / MANIFEST),
        "owned_by": "shotglass",
        "root": id,
        "max_model_len": served(services, folder.manifest),
    }


def _written(path: Path) -> int:
    return int(path.stat().st_mtime)
