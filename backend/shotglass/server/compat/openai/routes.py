"""Routes under /v1: texts and chats to complete, responses, and which models there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response

from ....contract import MANIFEST, Manifest
from ....decoding import DecodingSettings
from ....engine.tasks import Runner
from ....engine.tasks.complete import CompletionRequest
from ...openapi import JSON, STREAM, Json, described, media, ref, stream_of
from ...problems import request_id
from ...responses import json_reply
from ...services import Services
from ...streaming.metrics import Meter
from ...streaming.run import Run, client
from ..answer import Answer, Head, answered
from ..fields import parse_body
from ..prompts import chat_ids, kept, read_prompts
from .answer_schemas import DONE, schemas
from .bodies import ChatBody, CompletionBody, SamplingBody, pointing_at, pointing_at_the_body
from .chat import ChatAnswer
from .completion import CompletionAnswer
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
    @described("response", "Answer an input", _response(), body=ResponseBody)
    def response() -> Response:
        services.admission.refuse_when_draining()
        return _respond(services, parse_body(ResponseBody, services.config))

    return routes


def _response() -> Json:
    return {JSON: media(ref("Response")), STREAM: stream_of("ResponseEvent")}


def _either(name: str) -> Json:
    """Whole, or chunk by chunk."""
    return {JSON: media(ref(name)), STREAM: stream_of(f"{name}Chunk", DONE)}


def _complete(services: Services, body: CompletionBody) -> Response:
    settings, model = body.settings(), services.hosting.runner(body.model, body.precision)
    keep = kept(body.truncate_prompt_tokens, model.context, body.new_tokens)
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
    spoken = _spoken(services, body, "/messages")
    head = Head("chatcmpl-", body.model, spoken.model.fingerprint)
    answer = ChatAnswer(head, body, spoken.request.prompts[0], spoken.model.tokenizer)
    return started(services, spoken.model, spoken.request, answer, bool(body.stream), body.user)


def _respond(services: Services, body: ResponseBody) -> Response:
    spoken = _spoken(services, body, "/input")
    head = Head("resp_", body.model, spoken.model.fingerprint)
    answer = ResponseAnswer(head, body, spoken.settings, spoken.model.tokenizer)
    return started(services, spoken.model, spoken.request, answer, bool(body.stream), body.user)


@dataclass(frozen=True)
class Spoken:
    """A conversation, as it is asked of a model."""

    model: Runner
    request: CompletionRequest
    settings: DecodingSettings


def _spoken(services: Services, body: ChatBody | ResponseBody, pointer: str) -> Spoken:
    """``pointer``: where in the body the conversation is."""
    model = services.hosting.runner(body.model, body.precision)
    with services.admission.run(), pointing_at(pointer):
        templates = services.hosting.templates
        ids = chat_ids(body.messages, model.tokenizer, model.manifest, templates)
    settings = body.settings(model.context - len(ids))
    keep = kept(body.truncate_prompt_tokens, model.context, settings.max_tokens)
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
    """What may end a text."""
    return {
        "min_tokens": body.min_tokens or 0,
        "ignore_stop_tokens": bool(body.ignore_eos),
    }


def started(
    services: Services,
    model: Runner,
    completion: CompletionRequest,
    answer: Answer,
    stream: bool,
    user: object = None,
) -> Response:
    """The answer to a completion that begins now; ``user`` as ``client`` takes it."""
    start = partial(model.complete, completion)
    heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
    run = Run(start, services.admission, client(user), heartbeat, meter)
    with pointing_at_the_body():
        return answered(run, answer, stream, request_id())


def served(services: Services, manifest: Manifest) -> int:
    return min(manifest.architecture.context, services.config.context)


def entry(services: Services, id: str) -> dict[str, Any]:
    """As OpenAI lists a model; ``created`` is when it was imported. Raises ModelNotFound."""
    folder = services.hosting.library.folder(id)
    return {
        "id": id,
        "object": "model",
        "created": _written(folder.path / MANIFEST),
        "owned_by": "shotglass",
        "root": id,
        "max_model_len": served(services, folder.manifest),
    }


def _written(path: Path) -> int:
    return int(path.stat().st_mtime)
