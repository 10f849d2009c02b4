"""Messages, and how a model reads them: as the token ids that its chat template writes.

The template's special tokens are commands, those that people type are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field

from ...contract import Manifest
from ...errors import InvalidRequest, NoChatTemplate
from ...events import Piece
from ...text import Tokenizer, end_token
from ..chat_templates import ChatTemplates
from ..schemas import Body
from . import tables
from .fields import TextParts

MOST_MESSAGES = 1024
MOST_NAMED = 256  # characters of who speaks

# Characters for private use: of the first plane, then of the last two.
SPARE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


@tables.MESSAGE.added
class Message(Body):
    """``name``: who speaks; a chat template may write it, as ``message.name``."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str, TextParts("text")]
    name: Annotated[str, Field(min_length=1, max_length=MOST_NAMED)] | None = None


def chat_ids(
    messages: Sequence[Message],
    tokenizer: Tokenizer,
    manifest: Manifest,
    templates: ChatTemplates,
) -> list[int]:
    """One or more. Raises NoChatTemplate, InvalidRequest, QueueFull."""
    ids: list[int] = []
    for text, special in _parts(messages, tokenizer, manifest, templates):
        ids += [special] if special is not None else tokenizer.encode(text)
    if not ids:
        raise InvalidRequest(
            f"The chat template of {manifest.id} writes nothing for these messages, and there is "
            "nothing to continue: send others, or a text of your own to /v1/completions.",
            pointer="/messages",
        )
    return ids


def chat_pieces(
    messages: Sequence[Message],
    tokenizer: Tokenizer,
    manifest: Manifest,
    templates: ChatTemplates,
) -> tuple[str, list[Piece]]:
    """The text that the template writes, and the tokens of ``chat_ids`` with their places in it.

    Raises NoChatTemplate, InvalidRequest, QueueFull.
    """
    written, pieces = "", []
    for text, special in _parts(messages, tokenizer, manifest, templates):
        start = len(written)
        written += text
        if special is not None:
            pieces.append(Piece(special, text, start, len(written), special=True))
            continue
        for piece in tokenizer.pieces(text):
            pieces.append(replace(piece, start=start + piece.start, end=start + piece.end))
    return written, pieces


def _parts(
    messages: Sequence[Message],
    tokenizer: Tokenizer,
    manifest: Manifest,
    templates: ChatTemplates,
) -> list[tuple[str, int | None]]:
    """The rendered text in stretches, each with its id where it is a special token."""
    if manifest.chat_template is None:
        raise NoChatTemplate(
            f"{manifest.id} has no chat template; ask it to continue a text of your own with "
            "/v1/completions.",
            pointer="/model",
        )
    mark = _unused([text for message in messages for text in (message.content, message.name or "")])
    guarded = []  # what a template sees of the messages
    for message in messages:
        fields = {"role": message.role, "content": _guarded(message.content, tokenizer, mark)}
        if message.name is not None:
            fields["name"] = _guarded(message.name, tokenizer, mark)
        guarded.append(fields)
    names = special_names(tokenizer, manifest)
    text = templates.render(manifest.chat_template, guarded, names)
    return _parsed(text, tokenizer, mark)


def special_names(tokenizer: Tokenizer, manifest: Manifest) -> dict[str, str]:
    """The source's tokens that begin and end a text, as far as there are any."""
    ids = {"bos_token": manifest.start_id, "eos_token": end_token(manifest, tokenizer)}
    return {name: tokenizer.token_text(id) for name, id in ids.items() if id is not None}


def _guarded(text: str, tokenizer: Tokenizer, mark: str) -> str:
    """``text`` with every special token's name broken by ``mark``."""
    for name in tokenizer.special_names:
        text = text.replace(name, name[0] + mark + name[1:])
    return text


def _parsed(text: str, tokenizer: Tokenizer, mark: str) -> list[tuple[str, int | None]]:
    """Unbroken names are special tokens; without marks, the rest is text."""
    names = sorted(tokenizer.special_names, key=len, reverse=True)
    pattern = "|".join(map(re.escape, names))
    stretches = re.split(f"({pattern})", text) if names else [text]
    known = tokenizer.special_names
    return [(part.replace(mark, ""), known.get(part)) for part in stretches]


def _unused(texts: Sequence[str]) -> str:
    """A character that stands in none of them. Raises InvalidRequest where each one does."""
    used = set().union(*texts)
    free = (chr(code) for code in chain(*SPARE) if chr(code) not in used)
    if (character := next(free, None)) is None:
        raise InvalidRequest(
            f"The messages hold all {sum(map(len, SPARE)):,} characters for private use, of which "
            "one is needed to keep typed names of special tokens apart: leave one out.",
            pointer="/messages",
        )
    return character
