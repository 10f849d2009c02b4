"""Models that an experiment asks: opened through the engine, and named in its result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shotglass_export.places import default_models

from .result import Data

if TYPE_CHECKING:
    from shotglass.engine import Engine
    from shotglass.engine.masked_model import MaskedModel


@contextmanager
def installed_model(id: str, context: int = 2048) -> Iterator[tuple[Engine | MaskedModel, Data]]:
    """A model that ships or was imported, exact (fp32), until the block ends. ``context``: the most
    tokens of a prompt, where the model itself can read as many.

    Raises ModelNotFound, ModelFolderError.
    """
    from shotglass.engine import Engine, Library, default_roots

    folder = Library((default_models(), *default_roots())).folder(id)
    if folder.manifest.task == "masked-lm":
        from shotglass.engine.masked_model import MaskedModel

        model: Engine | MaskedModel = MaskedModel.open(folder)
    else:
        model = Engine.open(folder, context=context)
    about = model.manifest
    weights = about.files[next(f for f in about.files if f.startswith("weights"))].sha256
    try:
        yield model, Data(about.name, weights, about.licence, f"model {id}")
    finally:
        model.close()
