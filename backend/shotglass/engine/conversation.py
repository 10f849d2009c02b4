"""A conversation, and how a model reads it: as the token ids that its chat template writes.

The template's special tokens are commands, those that people type are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from ..contract import Manifest
from ..errors import InvalidRequest, NoChatTemplate
from ..events import Piece
from ..text import Tokenizer, end_token
from .chat_templates import ChatTemplates

# Characters for private use: of the first plane, then of the last two.
SPARE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


class ChatTurn(Protocol):
    """``role``: "system", "developer", "user" or "assistant". ``name``: who speaks; a template may
    write it, as ``message.name``."""

    @property
    def role(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def name(self) -> str | None: ...


@dataclass(frozen=True)
class Conversation:
    """Messages for a model. Each method raises NoChatTemplate, InvalidRequest, QueueFull."""

    messages: Sequence[ChatTurn]
    tokenizer: Tokenizer
    manifest: Manifest
    templates: ChatTemplates

    def ids(self) -> list[int]:
        """One or more token ids."""
        ids: list[int] = []
        for text, special in self._parts():
            ids += [special] if special is not None else self.tokenizer.encode(text)
        if not ids:
            raise InvalidRequest(
                f"The chat template of {self.manifest.id} writes nothing for these messages, and "
                "there is nothing to continue: send others, or a text of your own to "
                "/v1/completions.",
                pointer="/messages",
            )
        return ids

    def text(self) -> str:
        """What the template writes."""
        return "".join(text for text, _ in self._parts())

    def pieces(self) -> tuple[str, list[Piece]]:
        """The text that the template writes, and the tokens of ``ids`` with their places in it."""
        written, pieces = "", []
        for text, special in self._parts():
            start = len(written)
            written += text
            if special is not None:
                pieces.append(Piece(special, text, start, len(written), special=True))
                continue
            for piece in self.tokenizer.pieces(text):
                pieces.append(replace(piece, start=start + piece.start, end=start + piece.end))
        return written, pieces

    def _parts(self) -> list[tuple[str, int | None]]:
        """The rendered text in stretches, each with its id where it is a special token: names that
        are unbroken once the template has written. Without marks, the rest is text."""
        if self.manifest.chat_template is None:
            raise NoChatTemplate(
                f"{self.manifest.id} has no chat template; ask it to continue a text of your own "
                "with /v1/completions.",
                pointer="/model",
            )
        mark = _unused([part for each in self.messages for part in (each.content, each.name or "")])
        guarded = []  # what a template sees of the messages
        for message in self.messages:
            fields = {"role": message.role, "content": self._guarded(message.content, mark)}
            if message.name is not None:
                fields["name"] = self._guarded(message.name, mark)
            guarded.append(fields)
        names = special_names(self.tokenizer, self.manifest)
        text = self.templates.render(self.manifest.chat_template, guarded, names)
        known = self.tokenizer.special_names
        pattern = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
        stretches = re.split(f"({pattern})", text) if known else [text]
        return [(part.replace(mark, ""), known.get(part)) for part in stretches]

    def _guarded(self, text: str, mark: str) -> str:
        """``text`` with every special token's name broken by ``mark``."""
        for name in self.tokenizer.special_names:
            text = text.replace(name, name[0] + mark + name[1:])
        return text


def special_names(tokenizer: Tokenizer, manifest: Manifest) -> dict[str, str]:
    """The source's tokens that begin and end a text, as far as there are any."""
    ids = {"bos_token": manifest.start_id, "eos_token": end_token(manifest, tokenizer)}
    return {name: tokenizer.token_text(id) for name, id in ids.items() if id is not None}


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
