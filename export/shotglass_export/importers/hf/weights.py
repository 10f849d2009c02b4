"""The weights of a checkpoint folder under canonical names, each read when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from shotglass.architecture import ModelConfig, Shape, weight_shapes
from shotglass.errors import ImportFailed

from ...checkpoint import Floats
from ..safetensors_file import FLOATS, SafetensorsFile
from .families.family import HfFamily
from .folder import SINGLE, Folder


class HfWeights(Mapping[str, Floats]):
    """The weights that the family's slices name, checked by the headers before anything is read."""

    def __init__(self, folder: Folder, family: HfFamily, config: ModelConfig) -> None:
        """Raises ImportFailed for tensors that are missing, of another shape or type, or unread."""
        self._tensors = _Tensors(folder, family)
        self._shapes, self._slices = weight_shapes(config), family.slices(config)
        for name, part in self._slices.items():
            shape = self._shapes[name]
            whole = (part.stored(shape[0]), *shape[1:])
            self._tensors.check(part.name, whole[::-1] if part.transposed else whole)
        copies = family.copies(config)
        self._tensors.refuse_unread({part.name for part in self._slices.values()} | set(copies))
        for copy, original in copies.items():
            self._tensors.require_copy(copy, original)

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that is not the model's, ImportFailed for NaN or infinity."""
        part, size = self._slices[name], self._shapes[name][0]
        array = self._tensors.floats(part.name)
        array = array.T if part.transposed else array
        return part.cut(array, size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slices)

    def __len__(self) -> int:
        return len(self._slices)

    @property
    def types(self) -> dict[str, int]:
        """Returns how many tensors there are of each type."""
        return self._tensors.types


class _Tensors:
    """All tensors of a folder's weight files, by the family's names without prefix."""

    def __init__(self, folder: Folder, family: HfFamily) -> None:
        files = {name: SafetensorsFile(folder.path(name)) for name in folder.weight_files()}
        self._found: dict[str, tuple[SafetensorsFile, str]] = {}
        for file in files.values():
            for stored in file.entries:
                name = family.canonical(stored)
                if name in self._found:
                    other, same = self._found[name]
                    raise ImportFailed(
                        f"The tensor {name} is there twice: as {same} in {other.name} and as "
                        f"{stored} in {file.name}."
                    )
                self._found[name] = file, stored
        # What the index says of each tensor is where it is; nothing is there besides.
        listed = set(folder.shards().items()) if SINGLE not in files else set()
        held = {(tensor, name) for name, file in files.items() for tensor in file.entries}
        if SINGLE not in files and (odd := sorted(listed ^ held)):
            tensor, name = odd[0]
            says = (
                "the index says so, the file does not"
                if odd[0] in listed
                else "the index is silent"
            )
            raise ImportFailed(
                f"The tensor {tensor} in {name}: {says}; get the whole folder again."
            )
        self._ignored = {name for name in self._found if family.ignores(name)}

    @property
    def types(self) -> dict[str, int]:
        counts = Counter(file.entries[stored].dtype for file, stored in self._found.values())
        return dict(sorted(counts.items()))

    def floats(self, name: str) -> Floats:
        file, stored = self._found[name]
        return file.floats(stored)

    def check(self, name: str, shape: Shape) -> None:
        if name not in self._found:
            raise ImportFailed(f"The checkpoint has no tensor {name}; its architecture needs one.")
        file, stored = self._found[name]
        entry = file.entries[stored]
        if entry.shape != shape:
            raise ImportFailed(
                f"The tensor {stored} has shape {entry.shape}; its architecture needs {shape}."
            )
        if entry.dtype not in FLOATS:
            raise ImportFailed(
                f"The tensor {stored} is of type {entry.dtype}; one of {', '.join(FLOATS)} was "
                "expected."
            )

    def refuse_unread(self, read: set[str]) -> None:
        """A tensor we would ignore is a part of the model we would compute without."""
        if unread := sorted(set(self._found) - read - self._ignored):
            raise ImportFailed(
                f"The checkpoint has tensors that its architecture has not, such as {unread[0]} "
                f"({len(unread)} of {len(self._found)}); the model would be computed wrongly "
                "without them."
            )

    def require_copy(self, name: str, original: str) -> None:
        """``name`` need not be there; where it is it must hold what ``original`` holds."""
        if name in self._found and not np.array_equal(self.floats(name), self.floats(original)):
            raise ImportFailed(
                f"The tensors {name} and {original} differ, though config.json ties them: say "
                '"tie_word_embeddings": false there if both are meant.'
            )
