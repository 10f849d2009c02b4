"""A prompt as the model reads it: its tokens, behind a start token where the source puts one."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import Manifest
from ..events import Piece
from .tokenizer import Tokenizer


@dataclass(frozen=True)
class PromptTokens:
    """``start``: what stands before every text, one token or none (``Manifest.added_start``)."""

    tokenizer: Tokenizer
    start: tuple[int, ...] = ()

    @classmethod
    def of(cls, tokenizer: Tokenizer, manifest: Manifest) -> PromptTokens:
        return cls(tokenizer, manifest.added_start)

    def encode(self, text: str) -> list[int]:
        """Raises InvalidRequest, as ``Tokenizer.encode`` does."""
        return [*self.start, *self.tokenizer.encode(text)]

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """One for each id of ``encode``. Raises InvalidRequest."""
        return (*map(self.special, self.start), *self.tokenizer.pieces(text))

    def special(self, id: int) -> Piece:
        """A token before the text, of which no character of the text is."""
        return Piece(id, self.tokenizer.token_text(id), 0, 0, special=True)
