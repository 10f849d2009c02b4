"""A text as a masked model reads it: a mask token for each gap, and at both ends what the tokenizer
puts there ([CLS] and [SEP] for BERT).

The names of other special tokens are plain text, as they are in a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..contract import Manifest
from ..events import Piece
from .tokenizer import PromptTokens, Tokenizer

MARK = "[MASK]"  # marks a gap for every model, besides the name of the model's own mask token


@dataclass(frozen=True)
class MaskedTokens(PromptTokens):
    """``mask``: the id that stands for a gap, None where the tokenizer has none; ``marks``: the
    texts that mark one; ``end``: the tokens behind every text."""

    mask: int | None = None
    marks: tuple[str, ...] = (MARK,)
    end: tuple[int, ...] = ()

    @classmethod
    def of(cls, tokenizer: Tokenizer, manifest: Manifest) -> MaskedTokens:
        named = tokenizer.special_names.items()
        for name, mask in named:
            if "mask" in name.lower():
                ids = tokenizer.parse(name, ends=True)
                at = ids.index(mask)
                start, end = tuple(ids[:at]), tuple(ids[at + 1 :])
                return cls(tokenizer, start, mask, tuple(dict.fromkeys((MARK, name))), end)
        return cls(tokenizer, manifest.added_start)

    def encode(self, text: str) -> list[int]:
        """Raises InvalidRequest, as ``Tokenizer.encode`` does."""
        return [piece.id for piece in self.pieces(text)]

    def pieces(self, prompt: str | Sequence[int]) -> tuple[Piece, ...]:
        """Returns a piece for each token, those at the ends included. Raises InvalidRequest."""
        if not isinstance(prompt, str):
            return super().pieces(prompt)
        ends = (replace(self.special(id), start=len(prompt), end=len(prompt)) for id in self.end)
        return (*map(self.special, self.start), *self._inner(prompt), *ends)

    def _inner(self, text: str) -> Iterator[Piece]:
        """A space before a gap belongs to it: tokens of words have theirs, and the model has seen
        no space that stands alone before the mask."""
        if self.mask is None:
            yield from self.tokenizer.pieces(text)
            return
        name, begin = self.tokenizer.token_text(self.mask), 0
        for gap in re.finditer("|".join(map(re.escape, self.marks)), text):
            yield from self._between(text[begin : gap.start()].removesuffix(" "), begin)
            yield Piece(self.mask, name, gap.start(), gap.end(), special=True)
            begin = gap.end()
        yield from self._between(text[begin:], begin)

    def _between(self, text: str, begin: int) -> Iterator[Piece]:
        for piece in self.tokenizer.pieces(text):
            yield replace(piece, start=piece.start + begin, end=piece.end + begin)
