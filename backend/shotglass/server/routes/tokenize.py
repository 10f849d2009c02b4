"""Routes at the root that show a model's tokenizer, for clients that count tokens themselves.

Names of special tokens are read as those tokens, unlike in ``/api/v1/tokenize``.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from pydantic import Field

from ...engine.tasks.complete import require_tokens
from ...errors import ModelNotFound
from ...text import PromptTokens
from ..leniency import parse_body
from ..openai.addressed import served
from ..openai.chat_prompt import special_names
from ..responses import json_reply
from ..schemas import MOST_TOKENIZED, Body, TokenId
from ..services import Services


class EncodeBody(Body):
    """``model`` may be left out: it is then the one that the server shows first.
    ``add_special_tokens``: true adds what the tokenizer puts at both ends of a text; left out, the
    tokens are those of the text as a prompt of ``/v1/completions``."""

    prompt: str = Field(max_length=MOST_TOKENIZED)
    add_special_tokens: bool | None = None
    model: str | None = None


class DecodeBody(Body):
    tokens: tuple[TokenId, ...] = Field(max_length=MOST_TOKENIZED)
    model: str | None = None


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("tokenizing", __name__)
    hosting, admission = services.hosting, services.admission

    @routes.post("/tokenize")
    def encode() -> Response:
        body = parse_body(EncodeBody, services.config)
        id = _chosen(services, body.model)
        with admission.run():
            tokens = _parsed(hosting.prompts(id), body)
        context = served(services, hosting.library.folder(id).manifest)
        return json_reply({"count": len(tokens), "max_model_len": context, "tokens": tokens})

    @routes.post("/detokenize")
    def decode() -> Response:
        body = parse_body(DecodeBody, services.config)
        id = _chosen(services, body.model)
        known = hosting.library.folder(id).manifest.architecture.vocabulary
        require_tokens(body.tokens, known, "/tokens")
        return json_reply({"prompt": hosting.tokenizer(id).decode(body.tokens)})

    @routes.get("/tokenizer_info")
    def info() -> Response:
        id = _chosen(services, request.args.get("model"))
        manifest, tokenizer = hosting.library.folder(id).manifest, hosting.tokenizer(id)
        names = {"bos_token": None, "eos_token": None} | special_names(tokenizer, manifest)
        return json_reply(
            names
            | {
                "model": id,
                "pad_token": None,
                "add_bos_token": manifest.adds_start,
                "chat_template": manifest.chat_template,
                "vocab_size": tokenizer.vocabulary,
                "max_model_len": served(services, manifest),
            }
        )

    return routes


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
