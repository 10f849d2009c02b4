"""GGUF files as llama.cpp writes them, of the families in ``gguf_families.py``: read, never run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from shotglass.errors import ImportFailed

from ...checkpoint import Card, Checkpoint
from .ends import read_ends
from .families import ROPE_FACTORS, family_of
from .header import StoredTensor, read_header
from .metadata import Metadata
from .tokenizer import build_tokenizer
from .weights import GgufWeights, dequantised


def read_gguf(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged or describes a model we cannot run."""
    if not path.is_file():
        raise ImportFailed(f"There is no file {path.name}; the path of a .gguf file was expected.")
    header = read_header(path, lambda values: family_of(Metadata(values)))
    metadata, tensors = Metadata(header.values), header.tensors
    family = family_of(metadata)
    config = family.config(metadata, tensors, _rope_factors(path, tensors))
    tokenizer = build_tokenizer(metadata)
    weights = GgufWeights(path, config, tensors, family)
    _refuse_unread(tensors, weights)
    return Checkpoint(config, weights, tokenizer, _card(metadata, tensors, path))


def _rope_factors(path: Path, tensors: Mapping[str, StoredTensor]) -> tuple[float, ...] | None:
    """By how much each pair of a head turns more slowly, where the file says so."""
    if (stored := tensors.get(ROPE_FACTORS)) is None:
        return None
    return tuple(map(float, dequantised(path, stored).ravel()))


def _refuse_unread(tensors: Mapping[str, StoredTensor], weights: GgufWeights) -> None:
    """A tensor we would ignore is a part of the model we would compute without."""
    if unread := sorted(set(tensors) - weights.stored_names - {ROPE_FACTORS}):
        raise ImportFailed(
            f"The file has tensors that its architecture has not, such as {unread[0][:60]} "
            f"({len(unread)} of {len(tensors)}); the model would be computed wrongly without them."
        )


def _card(metadata: Metadata, tensors: Mapping[str, StoredTensor], path: Path) -> Card:
    types = Counter(tensor.type for tensor in tensors.values())
    ends = read_ends(metadata)
    return Card(
        name=metadata.text("general.name", path.stem),
        licence=metadata.text("general.license", "not stated in the file"),
        languages=tuple(metadata.strings("general.languages", ())),
        chat_template=metadata.text("tokenizer.chat_template", "") or None,
        notes=ends.notes,
        start_id=ends.start,
        stop_ids=ends.stops,
        end_id=ends.end,
        adds_start=ends.adds_start,
        provenance={"file": path.name, "tensor_types": dict(sorted(types.items()))},
    )
