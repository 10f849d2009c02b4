"""A completion's prompts as the model reads them: token ids, and the text that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...contract import Manifest
from ...engine.complete import require_tokens
from ...errors import InvalidRequest
from ...text import Tokenizer
from .fields import Prompts


@dataclass(frozen=True)
class Given:
    """``starts``: where in ``text`` each token begins, in code points."""

    ids: tuple[int, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, tokenizer: Tokenizer, ids: Sequence[int]) -> Given:
        return cls(tuple(ids), tokenizer.decode(ids), tuple(tokenizer.starts(ids)))


def read_prompts(
    prompts: Prompts, tokenizer: Tokenizer, manifest: Manifest, keep: int | None
) -> list[Given]:
    """A text's special tokens are commands here, as whoever writes whole prompts expects; an empty
    one begins from the start token. ``keep``: only that many of the last tokens are read.

    Raises TokenOutOfRange, InvalidRequest.
    """
    found = []
    for item, pointer in zip(prompts.items, prompts.pointers, strict=True):
        ids = _parsed(item, tokenizer, manifest, pointer) if isinstance(item, str) else item
        require_tokens(ids, manifest.architecture.vocabulary, pointer)
        found.append(Given.of(tokenizer, ids if keep is None else ids[-keep:]))
    return found


def kept(asked: int | None, context: int, new_tokens: int) -> int | None:
    """How many tokens of a prompt are kept where ``asked`` were; -1 is as many as fit."""
    return max(1, context - new_tokens) if asked == -1 else asked


def _parsed(text: str, tokenizer: Tokenizer, manifest: Manifest, pointer: str) -> Sequence[int]:
    if ids := tokenizer.parse(text):
        return ids
    if manifest.start_id is None:
        raise InvalidRequest(
            f"The prompt is empty and {manifest.id} has no start token: write something.",
            pointer=pointer,
        )
    return [manifest.start_id]
