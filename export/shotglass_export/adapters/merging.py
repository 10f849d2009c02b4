"""A checkpoint with an adapter merged into its weights, and what its card says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..checkpoint import Checkpoint, Floats, Weights
from .adapter import Adapter
from .peft_folder import PeftFolder


class MergedWeights(Mapping[str, Floats]):
    """The base's weights, each with what the adapter adds to it, are computed when they are asked
    for."""

    def __init__(self, base: Weights, adapter: Adapter) -> None:
        self._base, self._adapter = base, adapter

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that is not the model's."""
        part = self._adapter.parts.get(name)
        return self._base[name] if part is None else self._base[name] + part.delta()

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)

    def digest(self) -> str:
        """Returns the sha256 of the merged weights that change, float32 one after another by
        name."""
        digest = hashlib.sha256()
        for name in sorted(self._adapter.parts):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self[name], "<f4").tobytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Merge:
    """``base``: what identifies the model that the adapter is put onto."""

    adapter: PeftFolder
    base: Mapping[str, Any]

    def provenance(self) -> dict[str, Any]:
        """Identifies base and adapter; known before either is read."""
        return {"adapter": {"files": self.adapter.digests(), "onto": dict(self.base)}}

    def checkpoint(self, base: Checkpoint) -> Checkpoint:
        """Returns the merged checkpoint. Its weights are read from the base's when they are asked
        for. ``merge`` of the card's provenance has the digest of the merged weights. Raises
        ImportFailed."""
        adapter = self.adapter.read(base.config, base.card)
        weights, name = MergedWeights(base.weights, adapter), self.adapter.name
        ranks = sorted({part.rank for part in adapter.parts.values()})
        merge = {"sha256": weights.digest(), "weights": len(adapter.parts), "ranks": ranks}
        note = (
            f"The adapter {name} (LoRA, rank {', '.join(map(str, ranks))}) is merged into "
            f"{len(adapter.parts)} of its weights; its licence is not known here."
        )
        card = replace(
            base.card,
            name=f"{base.card.name} + {name}",
            notes=(*base.card.notes, note),
            provenance={"base": base.card.provenance, **self.provenance(), "merge": merge},
        )
        return replace(base, weights=weights, card=card)
