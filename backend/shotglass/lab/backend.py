"""The answers of a model of the Python API beyond those that every model gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..engine.asking import Asker
from ..engine.runtime.session import Floats
from ..engine.tasks.inside.embedding import EmbedRequest
from ..engine.tool_calls import Tool
from ..events import Piece
from ..precisions import Precision


class Backend(Asker, Protocol):
    """``context``: tokens that are served at most. ``precision``: as it was asked for."""

    @property
    def context(self) -> int: ...
    @property
    def precision(self) -> Precision | None: ...

    def pieces(self, text: str) -> tuple[Piece, ...]: ...
    def written(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool]
    ) -> tuple[int, ...]:
        """Messages, and the tools that are offered, as the token ids that the model's chat template
        writes."""
        ...

    def embed(self, request: EmbedRequest) -> tuple[Floats, int]:
        """Vectors (N, D) of its texts, and how many tokens these are."""
        ...

    def close(self) -> None: ...
