"""What stands before a token: the prompt's tokens and those generated after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


@dataclass
class History:
    """Grows with each token by ``append``; repeated tokens are counted as they come."""

    prompt: Sequence[int] = ()
    generated: list[int] = field(default_factory=list)
    _counts: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for id in self.generated:
            self._counts[id] = self._counts.get(id, 0) + 1

    def append(self, id: int) -> None:
        self.generated.append(id)
        self._counts[id] = self._counts.get(id, 0) + 1

    @property
    def seen(self) -> Ids:
        """Ids (n,) that occur in the prompt or after it, each once, ascending."""
        return np.array(sorted({*self.prompt, *self._counts}), np.int64)

    @property
    def counts(self) -> tuple[Ids, Ids]:
        """Ids (n,) that were generated, each once, and how often (n,)."""
        return (
            np.array(list(self._counts), np.int64),
            np.array(list(self._counts.values()), np.int64),
        )
