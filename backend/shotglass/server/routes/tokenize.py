"""Routes that show a model's tokenizer: the page's own, and those at the root for clients that
count tokens themselves.

At the root names of special tokens are read as those tokens, unlike in ``/api/v1/tokenize``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import Field
from werkzeug.wsgi import ClosingIterator

from ...engine.conversation import special_names
from ...engine.runtime.process_memory import return_unused_memory
from ...errors import InvalidRequest
from ...events import Piece
from ...text import PromptTokens, require_tokens
from ..compat.lenient import parse_body
from ..compat.messages import Message, conversation_for
from ..compat.openai.tools import ToolsField, tools_of
from ..openapi import TEXT, WHOLE, Json, described, list_of, object_of, or_null, query, ref
from ..responses import json_reply, pieces
from ..schemas import MOST_TOKENIZED, Body, TokenId, TokenizeBody, parse
from ..services import Services

T = TypeVar("T")
LONG = 20_000  # characters, each of which may be a token
PART = 1_000  # tokens that are written at once
_PIECE = object_of({"id": WHOLE, "piece": {"anyOf": [TEXT, list_of(WHOLE)]}})
_ENCODED = {"anyOf": [list_of(WHOLE), list_of(_PIECE)]}
_NAMES = dict.fromkeys(("bos_token", "eos_token"), or_null(TEXT))
SCHEMAS: Json = {
    "Tokens": object_of({"tokens": list_of(ref("Piece")), "count": WHOLE}),
    "RenderedChat": object_of({"text": TEXT, "tokens": list_of(ref("Piece")), "count": WHOLE}),
    "Encoded": object_of({"count": WHOLE, "max_model_len": WHOLE, "tokens": _ENCODED}),
    "Decoded": object_of({"prompt": TEXT, "content": TEXT}),
    "TokenizerInfo": object_of(_NAMES | {"add_bos_token": {"type": "boolean"}}),
}


class EncodeBody(Body):
    """``prompt`` with vLLM's field or ``content`` with llama.cpp's: one of the two. ``model`` may
    be left out: it is then the first model of the server.

    ``add_special_tokens``: true adds what the tokenizer puts at both ends of a text; left out, the
    tokens are those of the text as a prompt of ``/v1/completions``. ``add_special``: the same, but
    left out it is false. ``parse_special``: false leaves the names of special tokens text.
    ``with_pieces``: tokens are answered as {"id", "piece"}, where a piece that is no text is its
    bytes."""

    prompt: str | None = Field(None, max_length=MOST_TOKENIZED)
    add_special_tokens: bool | None = None
    content: str | None = Field(None, max_length=MOST_TOKENIZED)
    add_special: bool | None = None
    parse_special: bool | None = None
    with_pieces: bool | None = None
    model: str | None = None

    def ids(self, prompts: PromptTokens) -> list[int]:
        """Raises InvalidRequest where there are both texts, or neither."""
        if (self.prompt is None) == (self.content is None):
            given = "neither" if self.prompt is None else "both"
            raise InvalidRequest(
                f"One of prompt and content (a text) was expected, and {given} is here.",
                pointer="/prompt",
            )
        if self.content is not None:
            ends = bool(self.add_special)
            if self.parse_special is False and ends:
                return prompts.encode(self.content)
            if self.parse_special is False:
                return prompts.tokenizer.encode(self.content)
            return prompts.tokenizer.parse(self.content, ends=ends)
        text = self.prompt or ""
        if self.add_special_tokens is None:
            return [*prompts.start, *prompts.tokenizer.parse(text)]
        return prompts.tokenizer.parse(text, ends=self.add_special_tokens)


class DecodeBody(Body):
    tokens: tuple[TokenId, ...] = Field(max_length=MOST_TOKENIZED)
    model: str | None = None


class ChatRenderBody(Body):
    """``messages`` and ``tools`` are those of ``/v1/chat/completions``."""

    model: str
    messages: tuple[Message, ...] = Field(min_length=1, max_length=1024)
    tools: ToolsField | None = None


MODEL = query("model", "The model; else the first", {"type": "string"})


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("tokenize", __name__)
    _add_own(routes, services)
    _add_for_clients(routes, services)
    return routes


def _add_own(routes: Blueprint, services: Services) -> None:
    """What the page asks for."""
    hosting, admission = services.hosting, services.admission

    @routes.post("/api/v1/tokenize")
    @described(
        "tokenize",
        "Text as tokens",
        "Tokens",
        body=TokenizeBody,
        types=(Piece,),
        components=SCHEMAS,
    )
    def tokenize() -> Response:
        admission.refuse_when_draining()
        body = parse(TokenizeBody, request.get_data())
        with admission.run(), _place(services, len(body.text)) as place:
            tokens = hosting.prompts(body.model).pieces(body.text)
            return _answer({}, tokens, pieces, place)

    @routes.post("/api/v1/chat/render")
    @described(
        "renderChat",
        "Messages as the model's own chat template writes them: text and tokens",
        "RenderedChat",
        body=ChatRenderBody,
        types=(Piece,),
    )
    def render_chat() -> Response:
        admission.refuse_when_draining()
        body = parse(ChatRenderBody, request.get_data())
        tools = tools_of(body.tools)
        conversation = conversation_for(hosting, body.model, body.messages, tools)
        length = sum(len(message.content or "") for message in body.messages)
        length += sum(len(str(tool.described())) for tool in tools)
        with admission.run(), _place(services, length) as place:
            text, tokens = conversation.pieces()
            return _answer({"text": text}, tokens, pieces, place)


def _add_for_clients(routes: Blueprint, services: Services) -> None:
    """At the root."""
    hosting, admission = services.hosting, services.admission

    @routes.post("/tokenize")
    @described("encode", "Text as token ids", "Encoded", body=EncodeBody)
    def encode() -> Response:
        body = parse_body(EncodeBody, services.config)
        id = hosting.chosen(body.model)
        context = services.served_context(hosting.library.folder(id).manifest)
        with admission.run(), _place(services, len(body.prompt or body.content or "")) as place:
            ids = body.ids(hosting.prompts(id))
            tokenizer = hosting.tokenizer(id)

            def with_pieces(ids: Sequence[int]) -> list[Json]:
                return [{"id": id, "piece": _piece(tokenizer.token_bytes(id))} for id in ids]

            write = with_pieces if body.with_pieces else list
            return _answer({"max_model_len": context}, ids, write, place)

    @routes.post("/detokenize")
    @described("decode", "Token ids as text", "Decoded", body=DecodeBody)
    def decode() -> Response:
        body = parse_body(DecodeBody, services.config)
        id = hosting.chosen(body.model)
        known = hosting.library.folder(id).manifest.architecture.vocabulary
        require_tokens(body.tokens, known, "/tokens")
        text = hosting.tokenizer(id).whole_text(body.tokens)
        return json_reply({"prompt": text, "content": text})  # as vLLM and as llama.cpp name it

    @routes.get("/tokenizer_info")
    @described("tokenizerInfo", "Names of special tokens", "TokenizerInfo", query=(MODEL,))
    def info() -> Response:
        return json_reply(_info(services, hosting.chosen(request.args.get("model"))))


@contextmanager
def _place(services: Services, characters: int) -> Iterator[ExitStack]:
    """Where a text may be of very many tokens, one of the places for such, which is waited for.
    Whoever answers in parts takes it over (``pop_all``). Raises QueueFull."""
    with ExitStack() as place:
        if characters > LONG:
            place.callback(return_unused_memory)
            place.enter_context(services.long_texts.taken(1))
        yield place


def _answer(
    head: Json, tokens: Sequence[T], write: Callable[[Sequence[T]], list[Any]], place: ExitStack
) -> Response:
    """``head`` with the tokens as ``write`` makes JSON of them, a part at a time: all at once they
    would take many times the memory of the answer, and keep all other threads waiting."""
    if len(tokens) <= LONG:
        return json_reply(head | {"tokens": write(tokens), "count": len(tokens)})
    parts = ClosingIterator(_parts(head, tokens, write), place.pop_all().close)
    return Response(parts, content_type="application/json")


def _parts(
    head: Json, tokens: Sequence[T], write: Callable[[Sequence[T]], list[Any]]
) -> Iterator[bytes]:
    """The same text as ``json_reply`` would give."""
    whole = partial(json.dumps, ensure_ascii=False, allow_nan=False)
    rest = whole(head)[:-1] + (", " if head else "")
    yield f'{rest}"tokens": ['.encode()
    for first in range(0, len(tokens), PART):
        comma = ", " if first else ""
        yield (comma + whole(write(tokens[first : first + PART]))[1:-1]).encode()
    yield f'], "count": {len(tokens)}}}'.encode()


def _info(services: Services, id: str) -> Json:
    hosting = services.hosting
    manifest, tokenizer = hosting.library.folder(id).manifest, hosting.tokenizer(id)
    names = {"bos_token": None, "eos_token": None} | special_names(tokenizer, manifest)
    return names | {
        "model": id,
        "pad_token": None,
        "add_bos_token": manifest.adds_start,
        "chat_template": manifest.chat_template,
        "vocab_size": tokenizer.vocabulary,
        "max_model_len": services.served_context(manifest),
    }


def _piece(data: bytes) -> str | list[int]:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return list(data)
