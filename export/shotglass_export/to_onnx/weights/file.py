"""A weights file: tensors one after another, each found again by file, offset and length."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shotglass.errors import ImportFailed

ALIGNMENT = 64  # bytes: a cache line, and the widest vector register


@dataclass(frozen=True)
class Stored:
    """The place of a tensor. ``file`` is a bare name, since graphs and weights share a folder."""

    file: str
    offset: int
    length: int
    dtype: str
    shape: tuple[int, ...]


class WeightsFile:
    """Appends little-endian tensors to a new file."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._file = path.open("xb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, name: str, array: NDArray[Any]) -> Stored:
        """Appends a tensor. Raises ImportFailed, naming the tensor, when it holds NaN or
        infinity."""
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ImportFailed(
                f"The weight {name} holds NaN or infinity; finite numbers were expected: "
                "the checkpoint is damaged, or its training diverged."
            )
        self._file.write(bytes(-self._file.tell() % ALIGNMENT))
        offset = self._file.tell()
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self._file.write(little.data)
        return Stored(self._name, offset, little.nbytes, array.dtype.name, array.shape)
