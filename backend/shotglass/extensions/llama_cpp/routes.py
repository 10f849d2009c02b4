"""Routes of llama.cpp's own server, at the root: a prompt to go on from, and a chat template to
apply. Its ``/tokenize`` and ``/detokenize`` are vLLM's too and stand in ``routes/tokenize.py``."""

from __future__ import annotations

from flask import Blueprint, Response
from pydantic import Field

from ...engine.tasks.complete import CompletionRequest
from ...server.compat import tables
from ...server.compat.answer import started
from ...server.compat.lenient import parse_body
from ...server.compat.messages import MOST_MESSAGES, Message, conversation_for
from ...server.compat.prompts import read_prompts
from ...server.openapi import (
    IDS,
    JSON,
    NUMBER,
    STREAM,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    media,
    object_of,
    or_null,
    ref,
    stream_of,
)
from ...server.responses import json_reply
from ...server.schemas import Body
from ...server.services import Services
from .answer import LlamaAnswer
from .body import LlamaCompletionBody

_TOKEN = {"id": WHOLE, "token": TEXT, "bytes": IDS, "logprob": NUMBER}
_TIMINGS: Json = {"cache_n": WHOLE}
for _name in ("prompt", "predicted"):  # a rate is null where there is nothing to divide by
    _RATES = dict.fromkeys((f"{_name}_per_token_ms", f"{_name}_per_second"), or_null(NUMBER))
    _TIMINGS |= {f"{_name}_n": WHOLE, f"{_name}_ms": NUMBER} | _RATES
_PROBABILITIES = {"completion_probabilities": list_of(ref("LlamaToken"))}
_WRITTEN = {"content": TEXT, "tokens": IDS} | dict.fromkeys(
    ("index", "tokens_predicted", "tokens_evaluated"), WHOLE
)
_SUMMARY = {
    "model": TEXT,
    "prompt": TEXT,
    "generation_settings": {"type": "object"},
    "has_new_line": {"type": "boolean"},
    "truncated": {"const": False},
    "stop_type": {"enum": ["eos", "limit", "word", "none"]},
    "stopping_word": TEXT,
}
# Cached tokens and timings are there for one prompt, probabilities where n_probs asks for them. The
# last chunk of a prompt is a completion without its text.
_WHOLE = object_of(_WRITTEN | {"stop": {"const": True}} | _SUMMARY)
_WHOLE["properties"] |= {"tokens_cached": WHOLE, "timings": ref("LlamaTimings")} | _PROBABILITIES
_CHUNK = object_of(_WRITTEN | {"stop": {"const": False}})
_CHUNK["properties"] |= _PROBABILITIES
SCHEMAS: Json = {
    "LlamaToken": object_of(_TOKEN | {"top_logprobs": list_of(object_of(_TOKEN))}),
    "LlamaTimings": object_of(_TIMINGS),
    "LlamaCompletion": _WHOLE,
    "LlamaCompletionChunk": {"anyOf": [_CHUNK, ref("LlamaCompletion")]},
    "AppliedTemplate": object_of({"prompt": TEXT}),
}
ANSWERS: Json = {  # a list for a list of prompts
    JSON: media({"anyOf": [ref("LlamaCompletion"), list_of(ref("LlamaCompletion"))]}),
    STREAM: stream_of("LlamaCompletionChunk"),
}


@tables.TEMPLATE.added
class TemplateBody(Body):
    """``messages`` are those of ``/v1/chat/completions``; ``model`` may be left out."""

    messages: tuple[Message, ...] = Field(min_length=1, max_length=MOST_MESSAGES)
    model: str | None = None


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("llama_cpp", __name__)
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post("/completion")
    @described(
        "llamaCompletion",
        "Continue a prompt, as llama.cpp's server does",
        ANSWERS,
        body=LlamaCompletionBody,
        components=SCHEMAS,
    )
    def completion() -> Response:
        return _complete(services, parse_body(LlamaCompletionBody, services.config))

    @routes.post("/completions")
    @described(
        "llamaCompletions",
        "The same as /completion, which llama.cpp's server has at both addresses",
        ANSWERS,
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
        body, hosting = parse_body(TemplateBody, services.config), services.hosting
        conversation = conversation_for(hosting, hosting.chosen(body.model), body.messages)
        with services.admission.run():
            return json_reply({"prompt": conversation.text()})

    return routes


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
