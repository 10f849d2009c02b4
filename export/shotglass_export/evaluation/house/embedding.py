"""A model's own input embeddings: what it knows of a word before any layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto
from onnx.external_data_helper import ExternalDataInfo

from shotglass.contract import TOKENIZER
from shotglass.engine import ModelFolder
from shotglass.errors import ModelFolderError
from shotglass.text import Tokenizer

NAME = "embedding.weight"  # as ``architecture.weight_shapes`` calls it
_TYPES: dict[int, str] = {TensorProto.FLOAT: "<f4", TensorProto.FLOAT16: "<f2"}


@dataclass(frozen=True)
class InputEmbedding:
    """``table`` (V, D)."""

    table: NDArray[np.floating]
    tokenizer: Tokenizer

    @classmethod
    def of(cls, folder: ModelFolder) -> InputEmbedding:
        """From the portable graph, whose weights are exact. Raises ModelFolderError."""
        manifest = folder.manifest
        if "portable" not in manifest.graphs:
            raise ModelFolderError(f"{manifest.id} has no portable graph: import it again.")
        graph = onnx.load(folder.file(manifest.graphs["portable"].file), load_external_data=False)
        for tensor in graph.graph.initializer:
            if tensor.name == NAME and tensor.data_type in _TYPES:
                return cls(_mapped(folder, tensor), Tokenizer.load(folder.file(TOKENIZER)))
        raise ModelFolderError(f"{manifest.id}'s portable graph has no float tensor {NAME}.")

    def __call__(self, text: str) -> NDArray[np.float64]:
        """(D,): the mean over the tokens of ``text`` as it stands within a line."""
        ids = self.tokenizer.encode(f" {text}")
        mean: NDArray[np.float64] = self.table[ids].astype(np.float64).mean(axis=0)
        return mean


def _mapped(folder: ModelFolder, tensor: TensorProto) -> NDArray[np.floating]:
    place = ExternalDataInfo(tensor)
    dtype = np.dtype(_TYPES[tensor.data_type])
    file = folder.file(place.location)
    return np.memmap(file, dtype, "r", place.offset or 0, tuple(tensor.dims))
