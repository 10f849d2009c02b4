"""A conversation, and how a model reads it: as the token ids that its chat template writes.

The template's special tokens are commands, those that people type are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

from ..contract import Manifest
from ..errors import InvalidRequest
from ..events import Piece
from ..parsing import loads
from ..text import Tokenizer, end_token
from .chat_templates import ChatTemplates, template_of
from .tool_calls import Tool, form_of

# Characters for private use: of the first plane, then of the last two.
SPARE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


class ChatTurn(Protocol):
    """``role``: "system", "developer", "user", "assistant" or "tool". ``content`` is None only
    beside calls. ``name``: who speaks; a template may write it, as ``message.name``.
    ``called``: the tools that an answer called, as chat templates take them, their arguments read;
    ``tool_call_id``: the call that a result of a tool is of."""

    @property
    def role(self) -> str: ...
    @property
    def content(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def called(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def tool_call_id(self) -> str | None: ...


@dataclass(frozen=True)
class Conversation:
    """Messages for a model, and the ``tools`` that it may call. Each method raises NoChatTemplate,
    InvalidRequest, UnsupportedParameter for tools that the template does not know, QueueFull."""

    messages: Sequence[ChatTurn]
    tokenizer: Tokenizer
    manifest: Manifest
    templates: ChatTemplates
    tools: Sequence[Tool] = ()

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
        template = template_of(self.manifest)
        messages = [_fields(place, message) for place, message in enumerate(self.messages)]
        tools = [tool.described() for tool in self.tools]
        if tools or any(message.keys() & {"tool_calls", "tool_call_id"} for message in messages):
            form_of(self.manifest, "/tools" if tools else "/messages")
        mark = _unused(list(_texts([messages, tools])))
        names = special_names(self.tokenizer, self.manifest)
        guarded = self._guarded(messages, mark), names, self._guarded(tools, mark)
        text = self.templates.render(template, *guarded)
        known = self.tokenizer.special_names
        pattern = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
        stretches = re.split(f"({pattern})", text) if known else [text]
        return [(part.replace(mark, ""), known.get(part)) for part in stretches]

    def _guarded(self, value: Any, mark: str) -> Any:
        """``value``, JSON, with every special token's name in its texts broken by ``mark``."""
        if isinstance(value, dict):
            return {self._guarded(k, mark): self._guarded(v, mark) for k, v in value.items()}
        if isinstance(value, list):
            return [self._guarded(each, mark) for each in value]
        if isinstance(value, str):
            for name in self.tokenizer.special_names:
                value = value.replace(name, name[0] + mark + name[1:])
        return value


def _fields(place: int, message: ChatTurn) -> dict[str, Any]:
    """Returns the fields of a message that a template sees. Raises InvalidRequest."""
    fields: dict[str, Any] = {"role": message.role, "content": message.content or ""}
    if message.name is not None:
        fields["name"] = message.name
    if message.called:
        fields["tool_calls"] = list(message.called)
    elif message.content is None:
        raise InvalidRequest(
            "The message has no content; a text was expected, or the tool_calls of an answer.",
            pointer=f"/messages/{place}/content",
        )
    if message.role == "tool":
        if message.tool_call_id is None:
            raise InvalidRequest(
                "The result of a tool names no call; its tool_call_id was expected.",
                pointer=f"/messages/{place}/tool_call_id",
            )
        fields["tool_call_id"] = message.tool_call_id
    return fields


def read_arguments(text: str) -> dict[str, Any]:
    """Returns the arguments of a call in an earlier answer, as chat templates take them. Raises
    InvalidRequest."""
    try:
        value = loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise InvalidRequest(
            'The arguments of a call in the messages are no JSON object; its text, such as "{}", '
            "was expected.",
            pointer="/messages",
        )
    return value


def _texts(value: Any) -> Iterator[str]:
    """Returns all texts in a JSON value, including the names of fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


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
