"""GGUF files as llama.cpp writes them, of the architectures in ``families``: read, never run.

Tensors are found under canonical names and dequantised when they are asked for, some rows at a
time, so that neither a file nor a large tensor need be whole in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed, escaped

from ...checkpoint import Card, Checkpoint, Floats
from ..tensor_slice import TensorSlices
from ..unread import unread_note
from .ends import read_ends
from .families import family_of
from .header import Metadata, read_header
from .quantised import StoredTensor, dequantised, row_ranges
from .tensor_names import ROPE_FACTORS, is_fused
from .tokenizer import build_tokenizer


class GgufWeights(Mapping[str, Floats]):
    """Canonical weights of a GGUF, dequantised at each look-up.

    Raises ImportFailed at once for a tensor of another shape than the architecture's.
    """

    def __init__(
        self,
        path: Path,
        config: ModelConfig,
        tensors: Mapping[str, StoredTensor],
        slices: TensorSlices,
    ) -> None:
        self._path, self._tensors, self._slices = path, tensors, slices
        self._shapes = weight_shapes(config)
        for name, part in slices.items():
            if part.name in tensors:
                tensor = tensors[part.name]
                shape = self._shapes[name]
                expected = (part.stored(shape[0]), *shape[1:])
                if tensor.shape != expected:
                    raise ImportFailed(
                        f"The tensor {tensor.name} has the shape {tensor.shape}; the file's own "
                        f"architecture needs {expected}."
                    )

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the file does not have."""
        pieces = list(self.pieces(name))
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def pieces(self, name: str) -> Iterator[Floats]:
        """The same row by row, some rows at a time where they lie one behind another, so that a
        large one is never whole in memory. Raises KeyError as well."""
        part, shape = self._slices[name], self._shapes[name]
        tensor = self._tensors[part.name]
        if part.order or part.heads > 1:
            yield part.cut(dequantised(self._path, tensor), shape[0])
            return
        for rows in row_ranges(shape):
            yield dequantised(self._path, tensor, rows, part.start)

    def __iter__(self) -> Iterator[str]:
        return (name for name, part in self._slices.items() if part.name in self._tensors)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def stored_names(self) -> set[str]:
        return {part.name for part in self._slices.values()}


def read_gguf(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged or describes a model we cannot run."""
    if not path.is_file():
        raise ImportFailed(f"There is no file {path.name}; the path of a .gguf file was expected.")
    header = read_header(path, lambda values: family_of(Metadata(values)))
    metadata, tensors = Metadata(header.values), header.tensors
    family = family_of(metadata)
    factors = None  # by how much each pair of a head turns more slowly, where the file says so
    if (stored := tensors.get(ROPE_FACTORS)) is not None:
        factors = tuple(map(float, dequantised(path, stored).ravel()))
    config = family.config(metadata, tensors, factors)
    tokenizer = build_tokenizer(metadata)
    weights = GgufWeights(path, config, tensors, family.slices(config, fused=is_fused(tensors)))
    # A tensor we would ignore is a part of the model we would compute without.
    if unread := sorted(set(tensors) - weights.stored_names - {ROPE_FACTORS}):
        raise ImportFailed(
            f"The file has tensors that its architecture has not, such as {unread[0][:60]} "
            f"({len(unread)} of {len(tensors)}); the model would be computed wrongly without them."
        )
    types = Counter(tensor.type for tensor in tensors.values())
    ends = read_ends(metadata)
    card = Card(
        name=metadata.text("general.name", escaped(path.stem)),
        licence=metadata.text("general.license", "not stated in the file"),
        languages=tuple(metadata.strings("general.languages", ())),
        chat_template=metadata.text("tokenizer.chat_template", "") or None,
        notes=(*ends.notes, *unread_note("The file", family.unread(metadata))),
        start_id=ends.start,
        stop_ids=ends.stops,
        end_id=ends.end,
        adds_start=ends.adds_start,
        provenance={"file": escaped(path.name), "tensor_types": dict(sorted(types.items()))},
    )
    return Checkpoint(config, weights, tokenizer, card)
