"""A run that begins with the weights of a model folder, as published: the optimiser begins anew."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from shotglass.contract import MANIFEST
from shotglass.errors import ModelFolderError, TrainingFailed


def is_model_folder(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def load_weights(folder: Path, model: nn.Module) -> None:
    """Raises TrainingFailed for a damaged folder, or a model of another shape."""
    from ...formats.source import Source  # loads onnx; other runs need not

    try:
        weights = Source.open(folder).weights
        model.load_state_dict({name: torch.from_numpy(weights[name]) for name in weights})
    except (ModelFolderError, RuntimeError) as error:
        raise TrainingFailed(
            f"The weights of {folder} cannot be taken for this run ({error}): name another start."
        ) from error
