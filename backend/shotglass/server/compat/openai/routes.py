"""Routes under /v1: texts and chats to complete, responses, vectors of texts, and what models there
are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response

from ....contract import MANIFEST
from ....decoding import DecodingSettings
from ....engine.conversation import Conversation
from ....engine.tasks import Runner
from ....engine.tasks.complete import CompletionRequest
from ....engine.toolbox import Toolbox
from ...openapi import JSON, STREAM, Json, described, media, ref, stream_of
from ...responses import json_reply
from ...services import Services
from ..answer import started
from ..fields import pointing_at
from ..lenient import parse_body
from ..prompts import prompt_room, read_prompts
from .answer_schemas import DONE, schemas
from .bodies import ChatBody, CompletionBody, SamplingBody
from .choices import Head
from .completion import ChatAnswer, CompletionAnswer
from .embeddings import add_embeddings
from .response_answer import ResponseAnswer
from .response_body import ResponseBody


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("openai", __name__, url_prefix="/v1")

    @routes.get("/models")
    @described("listV1Models", "Models", "ModelList", components=schemas())
    def models() -> Response:
        data = [entry(services, id) for id in services.hosting.generating()]
        return json_reply({"object": "list", "data": data})

    @routes.get("/models/<id>")
    @described("getV1Model", "A model", "ModelEntry")
    def model(id: str) -> Response:
        return json_reply(entry(services, id))

    @routes.post("/completions")
    @described("completion", "Continue prompts", _either("Completion"), body=CompletionBody)
    def completions() -> Response:
        services.admission.refuse_when_draining()
        return _complete(services, parse_body(CompletionBody, services.config))

    @routes.post("/chat/completions")
    @described("chat", "Answer messages", _either("Chat"), body=ChatBody)
    def chat() -> Response:
        services.admission.refuse_when_draining()
        return _chat(services, parse_body(ChatBody, services.config))

    @routes.post("/responses")
    @described(
        "response",
        "Answer an input",
        {JSON: media(ref("Response")), STREAM: stream_of("ResponseEvent")},
        body=ResponseBody,
    )
    def response() -> Response:
        services.admission.refuse_when_draining()
        return _respond(services, parse_body(ResponseBody, services.config))

    add_embeddings(routes, services)
    return routes


def _either(name: str) -> Json:
    """Whole, or chunk by chunk."""
    return {JSON: media(ref(name)), STREAM: stream_of(f"{name}Chunk", DONE)}


def _complete(services: Services, body: CompletionBody) -> Response:
    settings, model = body.settings(), services.hosting.runner(body.model, body.precision)
    keep = prompt_room(body.truncate_prompt_tokens, model.context, body.new_tokens)
    with services.admission.run():
        prompts = read_prompts(
            body.prompt,
            model.tokenizer,
            model.manifest,
            keep,
            add_start=body.add_special_tokens is not False,
        )
    completion = CompletionRequest(
        tuple(prompt.ids for prompt in prompts),
        settings,
        top=body.logprobs or 0,
        prompt_logprobs=bool(body.echo and body.logprobs is not None),
        token_logprobs=body.logprobs is not None or body.samples > (body.n or 1),
        pointers=body.prompt.pointers,
        **_ends(body),
    )
    head = Head("cmpl-", body.model, model.fingerprint)
    answer = CompletionAnswer(head, body, prompts, model.tokenizer)
    return started(services, model, completion, answer, bool(body.stream), body.user)


def _chat(services: Services, body: ChatBody) -> Response:
    toolbox = body.toolbox(services.hosting.library.folder(body.model).manifest)
    spoken = _spoken(services, body, "/messages", toolbox)
    head = Head("chatcmpl-", body.model, spoken.model.fingerprint)
    answer = ChatAnswer(head, body, spoken.request.prompts[0], spoken.model.tokenizer, toolbox)
    return started(services, spoken.model, spoken.request, answer, bool(body.stream), body.user)


def _respond(services: Services, body: ResponseBody) -> Response:
    toolbox = body.toolbox(services.hosting.library.folder(body.model).manifest)
    spoken = _spoken(services, body, "/input", toolbox)
    head = Head("resp_", body.model, spoken.model.fingerprint)
    answer = ResponseAnswer(head, body, spoken.settings, spoken.model.tokenizer, toolbox)
    return started(services, spoken.model, spoken.request, answer, bool(body.stream), body.user)


@dataclass(frozen=True)
class Spoken:
    """A conversation, as it is asked of a model."""

    model: Runner
    request: CompletionRequest
    settings: DecodingSettings


def _spoken(
    services: Services,
    body: ChatBody | ResponseBody,
    pointer: str,
    toolbox: Toolbox | None,
) -> Spoken:
    """``pointer``: where in the body the conversation is."""
    model = services.hosting.runner(body.model, body.precision)
    with services.admission.run(), pointing_at(pointer, "/messages"):
        templates = services.hosting.templates
        tools = toolbox.tools if toolbox else ()
        ids = Conversation(body.messages, model.tokenizer, model.manifest, templates, tools).ids()
    settings = body.settings(model.context - len(ids))
    if toolbox and (held := toolbox.constraint(model.grammars)):
        settings = replace(settings, constraint=held)
    keep = prompt_room(body.truncate_prompt_tokens, model.context, settings.max_tokens)
    ids = ids if keep is None else ids[-keep:]
    request = CompletionRequest(
        (tuple(ids),),
        settings,
        top=body.top_logprobs or 0,
        token_logprobs=bool(body.logprobs),
        pointers=(pointer,),
        **_ends(body),
    )
    return Spoken(model, request, settings)


def _ends(body: SamplingBody) -> dict[str, Any]:
    """Returns the tokens and texts that may end a text."""
    return {
        "min_tokens": body.min_tokens or 0,
        "ignore_stop_tokens": bool(body.ignore_eos),
    }


def entry(services: Services, id: str) -> dict[str, Any]:
    """Returns a model as OpenAI lists it; ``created`` is when it was imported. Raises
    ModelNotFound."""
    folder = services.hosting.library.folder(id)
    return {
        "id": id,
        "object": "model",
        "created": int((folder.path / MANIFEST).stat().st_mtime),
        "owned_by": "shotglass",
        "root": id,
        "max_model_len": services.served_context(folder.manifest),
    }
