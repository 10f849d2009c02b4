"""A prompt as the model reads it: its tokens, behind a start token where the source puts one; and
the token that the source calls its end token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..contract import Manifest
from ..errors import TokenOutOfRange
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

    def pieces(self, prompt: str | Sequence[int]) -> tuple[Piece, ...]:
        """One for each id of ``encode``, or for each of the ids that a prompt consists of. Raises
        InvalidRequest."""
        if not isinstance(prompt, str):
            return tuple(self.tokenizer.pieces_of(prompt))
        return (*map(self.special, self.start), *self.tokenizer.pieces(prompt))

    def special(self, id: int) -> Piece:
        """A token before the text, of which no character of the text is."""
        return Piece(id, self.tokenizer.token_text(id), 0, 0, special=True)


def require_tokens(ids: Sequence[int], vocabulary: int, pointer: str) -> None:
    """Raises TokenOutOfRange, pointing at the first id that is no token."""
    for place, id in enumerate(ids):
        if not 0 <= id < vocabulary:
            raise TokenOutOfRange(
                f"{id} is no token: ids from 0 to {vocabulary - 1} were expected.",
                pointer=f"{pointer}/{place}",
            )


def end_token(manifest: Manifest, tokenizer: Tokenizer) -> int | None:
    """None where no token ends a text.

    A folder from before ``end_id`` was written down has its stop tokens by their ids: there it is
    the one that the chat template writes by its name, else the first.
    """
    if manifest.end_id is not None:
        return manifest.end_id
    template = manifest.chat_template or ""
    names = {id: tokenizer.token_text(id) for id in manifest.stop_ids}
    written = (id for id, name in names.items() if name and name in template)
    return next(written, next(iter(manifest.stop_ids), None))
