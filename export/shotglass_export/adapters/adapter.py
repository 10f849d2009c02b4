"""An adapter under canonical names: what is added to which weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed

from ..checkpoint import Floats


@dataclass(frozen=True)
class LowRank:
    """A change of low rank of one weight: ``scale B A`` (out, in) with ``a`` (rank, in) and ``b``
    (out, rank)."""

    a: Floats
    b: Floats
    scale: float

    @property
    def rank(self) -> int:
        return len(self.a)

    def delta(self) -> Floats:
        """Returns what is added to the weight, (out, in)."""
        return np.float32(self.scale) * (self.b @ self.a)


@dataclass(frozen=True)
class Adapter:
    """An adapter has ``parts`` by canonical weight, such as ``layers.0.attention.query.weight``."""

    parts: Mapping[str, LowRank]

    def check(self, config: ModelConfig) -> None:
        """Checks the parts against the model. Raises ImportFailed for a weight that the model does
        not have, or has in another shape."""
        shapes = weight_shapes(config)
        for name, part in self.parts.items():
            shape = (len(part.b), part.a.shape[1])
            if shapes.get(name) != shape:
                raise ImportFailed(
                    f"The adapter changes {name} of shape {shape}; the model has "
                    f"{shapes.get(name, 'no such weight')}: it is of another model."
                )
