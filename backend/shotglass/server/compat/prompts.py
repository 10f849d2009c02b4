"""Prompts as the model reads them: token ids, and where each token begins in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...contract import Manifest
from ...errors import InvalidRequest
from ...text import Tokenizer, require_tokens

Ids = tuple[int, ...]


@dataclass(frozen=True)
class Prompts:
    """What was given as ``prompt``: texts or token ids. ``many``: as a list of them."""

    items: tuple[str | Ids, ...]
    many: bool

    @property
    def pointers(self) -> tuple[str, ...]:
        """The places of the prompts in the body."""
        return tuple(f"/prompt/{i}" if self.many else "/prompt" for i in range(len(self.items)))


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
        text = tokenizer.whole_text(ids)
        before = len(tokenizer.decode(ids)) - len(text)
        starts = (max(at - before, 0) for at in tokenizer.starts(ids))
        return cls((*start, *ids), text, (*(0 for _ in start), *starts))


def read_prompts(
    prompts: Prompts,
    tokenizer: Tokenizer,
    manifest: Manifest,
    keep: int | None,
    *,
    add_start: bool = True,
) -> list[Given]:
    """Special tokens in a text are parsed as such, as clients that send whole prompts expect; it
    stands behind the start token where the model's source puts one, unless ``add_start`` is False,
    and an empty one in any case. ``keep``: only that many tokens are read, the start token and the
    last.

    Raises TokenOutOfRange, InvalidRequest.
    """
    read = []
    for item, pointer in zip(prompts.items, prompts.pointers, strict=True):
        if isinstance(item, str):
            start = manifest.added_start if add_start else ()
            ids = _prompt_ids(item, tokenizer, manifest, start, pointer)
        else:
            start, ids = (), item
        require_tokens(ids, manifest.architecture.vocabulary, pointer)
        if keep is not None:
            ids = ids[max(0, len(ids) - max(0, keep - len(start))) :]
        read.append(Given.of(tokenizer, ids, start))
    return read


def prompt_room(requested: int | None, context: int, new_tokens: int) -> int | None:
    """Returns how many tokens of a prompt are kept where ``requested`` were; -1 asks for as many as
    fit."""
    return max(1, context - new_tokens) if requested == -1 else requested


def _prompt_ids(
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
