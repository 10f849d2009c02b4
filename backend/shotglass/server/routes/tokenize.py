"""Routes that show a model's tokenizer: the page's own, and those at the root for clients that
count tokens themselves.

At the root names of special tokens are read as those tokens, unlike in ``/api/v1/tokenize``.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from pydantic import Field

from ...errors import ModelNotFound
from ...events import Piece
from ...text import PromptTokens, require_tokens
from ..openai.bodies import Message
from ..openai.fields import parse_body
from ..openai.prompts import chat_pieces, special_names
from ..openai.routes import served
from ..openapi import Json, described, list_of, object_of, query, ref
from ..responses import json_reply, pieces
from ..schemas import MOST_TOKENIZED, Body, TokenId, TokenizeBody, parse
from ..services import Services


class EncodeBody(Body):
    """``model`` may be left out: it is then the first model of the server. ``add_special_tokens``:
    true adds what the tokenizer puts at both ends of a text; left out, the tokens are those of the
    text as a prompt of ``/v1/completions``."""

    prompt: str = Field(max_length=MOST_TOKENIZED)
    add_special_tokens: bool | None = None
    model: str | None = None


class DecodeBody(Body):
    tokens: tuple[TokenId, ...] = Field(max_length=MOST_TOKENIZED)
    model: str | None = None


class ChatRenderBody(Body):
    """``messages`` are those of ``/v1/chat/completions``."""

    model: str
    messages: tuple[Message, ...] = Field(min_length=1, max_length=1024)


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
        components=_schemas(),
    )
    def tokenize() -> Response:
        admission.refuse_when_draining()
        body = parse(TokenizeBody, request.get_data())
        with admission.run():
            tokens = hosting.prompts(body.model).pieces(body.text)
        return json_reply({"tokens": pieces(tokens), "count": len(tokens)})

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
        tokenizer = hosting.tokenizer(body.model)
        manifest = hosting.library.folder(body.model).manifest
        with admission.run():
            text, tokens = chat_pieces(body.messages, tokenizer, manifest, hosting.templates)
        return json_reply({"text": text, "tokens": pieces(tokens), "count": len(tokens)})


def _add_for_clients(routes: Blueprint, services: Services) -> None:
    """At the root."""
    hosting, admission = services.hosting, services.admission

    @routes.post("/tokenize")
    @described("encode", "Text as token ids", "Encoded", body=EncodeBody)
    def encode() -> Response:
        body = parse_body(EncodeBody, services.config)
        id = _chosen(services, body.model)
        with admission.run():
            tokens = _parsed(hosting.prompts(id), body)
        context = served(services, hosting.library.folder(id).manifest)
        return json_reply({"count": len(tokens), "max_model_len": context, "tokens": tokens})

    @routes.post("/detokenize")
    @described("decode", "Token ids as text", "Decoded", body=DecodeBody)
    def decode() -> Response:
        body = parse_body(DecodeBody, services.config)
        id = _chosen(services, body.model)
        known = hosting.library.folder(id).manifest.architecture.vocabulary
        require_tokens(body.tokens, known, "/tokens")
        return json_reply({"prompt": hosting.tokenizer(id).decode(body.tokens)})

    @routes.get("/tokenizer_info")
    @described("tokenizerInfo", "Names of special tokens", "TokenizerInfo", query=(MODEL,))
    def info() -> Response:
        return json_reply(_info(services, _chosen(services, request.args.get("model"))))


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
        "max_model_len": served(services, manifest),
    }


def _parsed(prompts: PromptTokens, body: EncodeBody) -> list[int]:
    if body.add_special_tokens is None:
        return [*prompts.start, *prompts.tokenizer.parse(body.prompt)]
    return prompts.tokenizer.parse(body.prompt, ends=body.add_special_tokens)


def _chosen(services: Services, id: str | None) -> str:
    """Raises ModelNotFound where none is named and there is none."""
    found = services.hosting.default() if id is None else id
    if found is None:
        raise ModelNotFound("No model is installed: run shotglass import smollm2-135m.")
    return found


def _schemas() -> Json:
    text, whole = {"type": "string"}, {"type": "integer"}
    name = {"anyOf": [text, {"type": "null"}]}
    info = {"bos_token": name, "eos_token": name, "add_bos_token": {"type": "boolean"}}
    counted = {"count": whole, "max_model_len": whole, "tokens": list_of(whole)}
    return {
        "Tokens": object_of({"tokens": list_of(ref("Piece")), "count": whole}),
        "RenderedChat": object_of({"text": text, "tokens": list_of(ref("Piece")), "count": whole}),
        "Encoded": object_of(counted),
        "Decoded": object_of({"prompt": text}),
        "TokenizerInfo": object_of(info),
    }
