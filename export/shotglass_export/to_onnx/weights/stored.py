"""The canonical weights of a model folder, read back from the tensors that its graph names.

``store`` packs query, key and value into one matrix, gate and up into another, and stores matrices
(in, out); this is the exact inverse, a weight at each look-up. What fp16 holds is exact in fp32.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ModelFolderError

from ...checkpoint import Floats
from .file import Stored
from .store import Part, Tensors, parts

_DTYPES: dict[int, np.dtype[Any]] = {
    TensorProto.FLOAT: np.dtype("<f4"),
    TensorProto.FLOAT16: np.dtype("<f2"),
}


class StoredWeights(Mapping[str, Floats]):
    """The weights of ``architecture.weight_shapes`` by name, read from the ``tensors`` of an fp32
    or fp16 graph."""

    def __init__(self, config: ModelConfig, folder: Path, tensors: Tensors) -> None:
        """Raises ModelFolderError when a tensor is missing or has another shape."""
        self._folder, self._tensors = folder, tensors
        self._shapes = weight_shapes(config)
        self._places = dict(_places(config))
        for part, _ in self._places.values():
            if part.name not in tensors:
                raise ModelFolderError(
                    f"The graph reads no tensor {part.name}, which its architecture needs: import "
                    "the model again."
                )
            expected = part.shape[::-1] if part.kind == "linear" else part.shape
            if tensors[part.name].shape != expected:
                raise ModelFolderError(
                    f"The tensor {part.name} has shape {tensors[part.name].shape}; {expected} was "
                    "expected: import the model again."
                )

    def __getitem__(self, name: str) -> Floats:
        part, first = self._places[name]
        # As it was packed: (out, in) where it is a matrix. Mapped: only what is used is read.
        stored = self._tensors[part.name]
        dtype = np.dtype(stored.dtype).newbyteorder("<")
        path = self._folder / stored.file
        array: NDArray[Any] = np.memmap(path, dtype, "r", stored.offset, stored.shape)
        packed = array.T if part.kind == "linear" else array
        rows = packed[first : first + self._shapes[name][0]]
        return np.ascontiguousarray(rows, dtype=np.float32)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._places)


def _places(config: ModelConfig) -> Iterator[tuple[str, tuple[Part, int]]]:
    """Yields each weight with the part that holds it and its first row there."""
    for part in parts(config):
        row = 0
        for source, (rows, *_) in part.sources.items():
            yield source, (part, row)
            row += rows


def external_tensors(path: Path) -> dict[str, Stored]:
    """Returns the fp32 and fp16 tensors that the graph ``path`` keeps in other files, by name.

    Raises ModelFolderError for one that lies outside the graph's folder, or beyond its file's end.
    """
    graph = onnx.load(path, load_external_data=False).graph
    external = (t for t in graph.initializer if t.data_location == TensorProto.EXTERNAL)
    return {tensor.name: _stored(path, tensor) for tensor in external}


def _stored(path: Path, tensor: TensorProto) -> Stored:
    where = {item.key: item.value for item in tensor.external_data}
    file, shape = where.get("location", ""), tuple(tensor.dims)
    dtype = _DTYPES.get(tensor.data_type)
    if dtype is None:
        raise ModelFolderError(f"{path.name} keeps {tensor.name} in neither fp32 nor fp16.")
    offset = int(where.get("offset", 0))
    length = int(np.prod(shape, dtype=object)) * dtype.itemsize
    whole = file == Path(file).name and (path.parent / file).is_file()
    if not whole or min(shape, default=1) < 1 or offset < 0:
        raise ModelFolderError(f"{path.name} says that {tensor.name} lies in {file!r}: no such.")
    if offset + length > (path.parent / file).stat().st_size:
        raise ModelFolderError(f"{tensor.name} goes beyond the end of {file}.")
    return Stored(file, offset, length, dtype.name, shape)
