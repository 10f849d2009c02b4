"""A completion's prompts as the model reads them: token ids, and the text that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...contract import Manifest
from ...errors import InvalidRequest
from ...text import Tokenizer, require_tokens
from .fields import Prompts


@dataclass(frozen=True)
class Given:
    """``starts``: where in ``text`` each token begins, in code points. A start token that was put
    before a text is nowhere in it."""

    ids: tuple[int, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, tokenizer: Tokenizer, ids: Sequence[int], start: Sequence[int] = ()) -> Given:
        """``ids`` behind ``start``."""
        starts = (*(0 for _ in start), *tokenizer.starts(ids))
        return cls((*start, *ids), tokenizer.decode(ids), starts)


def read_prompts(
    prompts: Prompts,
    tokenizer: Tokenizer,
    manifest: Manifest,
    keep: int | None,
    *,
    add_start: bool = True,
) -> list[Given]:
    """A text's special tokens are commands here, as whoever writes whole prompts expects; it stands
    behind the start token where the model's source puts one, unless ``add_start`` is False, and an
    empty one in any case. ``keep``: only that many tokens are read, the start token and the last.

    Raises TokenOutOfRange, InvalidRequest.
    """
    found = []
    for item, pointer in zip(prompts.items, prompts.pointers, strict=True):
        if isinstance(item, str):
            start = manifest.added_start if add_start else ()
            ids = _parsed(item, tokenizer, manifest, start, pointer)
        else:
            start, ids = (), item
        require_tokens(ids, manifest.architecture.vocabulary, pointer)
        found.append(Given.of(tokenizer, _last(ids, keep, len(start)), start))
    return found


def _last(ids: Sequence[int], keep: int | None, before: int) -> Sequence[int]:
    """Of ``ids`` those that are kept, when ``before`` tokens stand before them."""
    return ids if keep is None else ids[max(0, len(ids) - max(0, keep - before)) :]


def kept(requested: int | None, context: int, new_tokens: int) -> int | None:
    """How many tokens of a prompt are kept where ``requested`` were; -1 is as many as fit."""
    return max(1, context - new_tokens) if requested == -1 else requested


def _parsed(
    text: str, tokenizer: Tokenizer, manifest: Manifest, start: Sequence[int], pointer: str
) -> Sequence[int]:
    if (ids := tokenizer.parse(text)) or start:
        return ids
    if manifest.start_id is None:
        raise InvalidRequest(
            f"The prompt is empty and {manifest.id} has no start token: write something.",
            pointer=pointer,
        )
    return [manifest.start_id]
