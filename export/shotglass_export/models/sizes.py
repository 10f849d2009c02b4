"""The sizes in which the members of a family differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The sizes of a model, where None is what the family has. ``window`` is the number of tokens
    that a banded layer sees, including itself."""

    vocabulary: int
    context: int
    layers: int
    width: int
    heads: int
    kv_heads: int | None = None  # Llama alone
    ffn_width: int | None = None
    window: int | None = None  # GPT-3 alone

    @property
    def head_size(self) -> int:
        return self.width // self.heads


def chosen(size: int | None, otherwise: int) -> int:
    return otherwise if size is None else size
