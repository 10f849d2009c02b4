"""GGUF files as llama.cpp writes them, of the families in ``gguf_families.py``: read, never run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from shotglass.errors import ImportFailed

from ..checkpoint import Card, Checkpoint
from .gguf_families import family_of
from .gguf_header import StoredTensor, read_header
from .gguf_tokenizer import build_tokenizer, end_ids
from .gguf_weights import GgufWeights
from .metadata import Metadata


def read_gguf(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged or describes a model we cannot run."""
    if not path.is_file():
        raise ImportFailed(f"There is no file {path.name}; the path of a .gguf file was expected.")
    header = read_header(path)
    metadata, tensors = Metadata(header.values), header.tensors
    family = family_of(metadata)
    config, tokenizer = family.config(metadata, tensors), build_tokenizer(metadata)
    weights = GgufWeights(path, config, tensors, family)
    _refuse_unread(tensors, weights)
    return Checkpoint(config, weights, tokenizer, _card(metadata, tensors, path))


def _refuse_unread(tensors: Mapping[str, StoredTensor], weights: GgufWeights) -> None:
    """A tensor we would ignore is a part of the model we would compute without."""
    if unread := sorted(set(tensors) - weights.stored_names):
        raise ImportFailed(
            f"The file has tensors that its architecture has not, such as {unread[0][:60]} "
            f"({len(unread)} of {len(tensors)}); the model would be computed wrongly without them."
        )


def _card(metadata: Metadata, tensors: Mapping[str, StoredTensor], path: Path) -> Card:
    types = Counter(tensor.type for tensor in tensors.values())
    return Card(
        name=metadata.text("general.name", path.stem),
        licence=metadata.text("general.license", "not stated in the file"),
        languages=tuple(metadata.strings("general.languages", ())),
        chat_template=metadata.text("tokenizer.chat_template", "") or None,
        start_id=metadata.optional_integer("tokenizer.ggml.bos_token_id"),
        stop_ids=end_ids(metadata),
        provenance={"file": path.name, "tensor_types": dict(sorted(types.items()))},
    )
