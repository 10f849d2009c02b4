"""Routes of llama.cpp's own server, at the root: a prompt to go on from, and a chat template to
apply. Its ``/tokenize`` and ``/detokenize`` are vLLM's too and stand in ``routes/tokenize.py``."""

from __future__ import annotations

from flask import Blueprint, Response
from pydantic import Field

from ....engine.tasks.complete import CompletionRequest
from ...openapi import JSON, STREAM, Json, described, list_of, media, ref, stream_of
from ...responses import json_reply
from ...schemas import Body
from ...services import Services
from .. import tables
from ..answer import started
from ..lenient import parse_body
from ..messages import MOST_MESSAGES, Message, chat_pieces
from ..prompts import read_prompts
from .answer import LlamaAnswer
from .answer_schemas import schemas
from .body import LlamaCompletionBody


@tables.TEMPLATE.added
class TemplateBody(Body):
    """``messages`` are those of ``/v1/chat/completions``; ``model`` may be left out."""

    messages: tuple[Message, ...] = Field(min_length=1, max_length=MOST_MESSAGES)
    model: str | None = None


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("llama_cpp", __name__)

    @routes.post("/completion")
    @described(
        "llamaCompletion",
        "Continue a prompt, as llama.cpp's server does",
        _one_or_many(),
        body=LlamaCompletionBody,
        components=schemas(),
    )
    def completion() -> Response:
        services.admission.refuse_when_draining()
        return _complete(services, parse_body(LlamaCompletionBody, services.config))

    @routes.post("/completions")
    @described(
        "llamaCompletions",
        "The same as /completion, which llama.cpp's server has at both addresses",
        _one_or_many(),
        body=LlamaCompletionBody,
    )
    def completions() -> Response:
        return completion()

    @routes.post("/apply-template")
    @described(
        "applyTemplate",
        "Messages as the model's chat template writes them, as llama.cpp's server tells them",
        "AppliedTemplate",
        body=TemplateBody,
    )
    def apply_template() -> Response:
        services.admission.refuse_when_draining()
        return _applied(services, parse_body(TemplateBody, services.config))

    return routes


def _one_or_many() -> Json:
    """A list for a list of prompts."""
    completion = ref("LlamaCompletion")
    whole = media({"anyOf": [completion, list_of(completion)]})
    return {JSON: whole, STREAM: stream_of("LlamaCompletionChunk")}


def _complete(services: Services, body: LlamaCompletionBody) -> Response:
    hosting = services.hosting
    id = hosting.chosen(body.model)
    model = hosting.runner(id)
    with services.admission.run():
        given = body.prompt.prompts(hosting.prompts(id))
        prompts = read_prompts(given, model.tokenizer, model.manifest, None)
        longest = max(len(prompt.ids) for prompt in prompts)
        settings = body.settings(model.tokenizer, model.context - longest)
    completion = CompletionRequest(
        tuple(prompt.ids for prompt in prompts),
        None if body.n_predict == 0 else settings,
        top=body.n_probs or 0,
        token_logprobs=bool(body.n_probs),
        ignore_stop_tokens=bool(body.ignore_eos),
        pointers=given.pointers,
    )
    answer = LlamaAnswer(id, body, settings, prompts, model.tokenizer)
    return started(services, model, completion, answer, bool(body.stream), body.user)


def _applied(services: Services, body: TemplateBody) -> Response:
    hosting = services.hosting
    id = hosting.chosen(body.model)
    manifest = hosting.library.folder(id).manifest
    with services.admission.run():
        text, _ = chat_pieces(body.messages, hosting.tokenizer(id), manifest, hosting.templates)
    return json_reply({"prompt": text})
