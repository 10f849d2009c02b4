"""Schemas of the answers to OpenAI's clients, which the routes name in /openapi.json."""

from __future__ import annotations

from ...openapi import Json, object_of, ref

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "number"}
WHOLE: Json = {"type": "integer"}
IDS: Json = {"type": "array", "items": WHOLE}
DONE: Json = {"const": "[DONE]"}
FINISH: Json = {"enum": ["stop", "length", None]}
STATUS: Json = {"enum": ["in_progress", "completed", "incomplete"]}
RESPONSE_EVENTS = (
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
    "response.incomplete",
    "error",
)


def schemas() -> Json:
    usage = dict.fromkeys(("prompt_tokens", "completion_tokens", "total_tokens"), WHOLE) | {
        "prompt_tokens_details": object_of({"cached_tokens": WHOLE})
    }
    return {
        "Usage": object_of(usage),
        "ModelEntry": _model(),
        "ModelList": object_of({"object": {"const": "list"}, "data": _list(ref("ModelEntry"))}),
        "CompletionChoice": _completion_choice(),
        "Completion": _answer("text_completion", "CompletionChoice", ref("Usage")),
        "CompletionChunk": _chunk("text_completion", "CompletionChoice"),
        "ChatToken": _chat_token(),
        "ChatChoice": _chat_choice({"message": _message()}),
        "ChatChunkChoice": _chat_choice({"delta": {"type": "object"}}),
        "Chat": _with_ids(
            _answer("chat.completion", "ChatChoice", ref("Usage")), "prompt_token_ids"
        ),
        "ChatChunk": _with_ids(
            _chunk("chat.completion.chunk", "ChatChunkChoice"), "prompt_token_ids"
        ),
        "ResponseUsage": _response_usage(),
        "ResponseMessage": _response_message(),
        "Response": _response(),
        "ResponseEvent": _response_event(),
    }


def _model() -> Json:
    named = {"id": TEXT, "object": {"const": "model"}, "owned_by": TEXT, "root": TEXT}
    return object_of(named | {"created": WHOLE, "max_model_len": WHOLE})


def _answer(kind: str, choice: str, usage: Json) -> Json:
    head = dict.fromkeys(("id", "model", "system_fingerprint"), TEXT)
    fields = {"object": {"const": kind}, "created": WHOLE, "choices": _list(ref(choice))}
    return object_of(head | fields | {"usage": usage})


def _chunk(kind: str, choice: str) -> Json:
    """``usage`` is there only where it was asked for. The stream ends with [DONE]."""
    whole = _answer(kind, choice, _or_null(ref("Usage")))
    return whole | {"required": [name for name in whole["required"] if name != "usage"]}


def _completion_choice() -> Json:
    top = {"type": "object", "additionalProperties": NUMBER}
    logprobs = {
        "tokens": _list(TEXT),
        "token_logprobs": _list(_or_null(NUMBER)),
        "top_logprobs": _list(_or_null(top)),
        "text_offset": IDS,
    }
    fields = {"index": WHOLE, "text": TEXT, "logprobs": _or_null(object_of(logprobs))}
    return _with_ids(object_of(fields | {"finish_reason": FINISH}), "token_ids", "prompt_token_ids")


def _chat_choice(message: Json) -> Json:
    logprobs = object_of({"content": _list(ref("ChatToken")), "refusal": {"type": "null"}})
    fields = {"index": WHOLE, "logprobs": _or_null(logprobs), "finish_reason": FINISH}
    return _with_ids(object_of(message | fields), "token_ids")


def _with_ids(schema: Json, *names: str) -> Json:
    """They are there where ``return_token_ids`` asks for them."""
    schema["properties"] |= dict.fromkeys(names, IDS)
    return schema


def _message() -> Json:
    return object_of({"role": TEXT, "content": TEXT, "refusal": {"type": "null"}})


def _chat_token() -> Json:
    one = {"token": TEXT, "logprob": NUMBER, "bytes": IDS}
    return object_of(one | {"top_logprobs": _list(object_of(one))})


def _response_usage() -> Json:
    counts = dict.fromkeys(("input_tokens", "output_tokens", "total_tokens"), WHOLE)
    details = {
        "input_tokens_details": object_of({"cached_tokens": WHOLE}),
        "output_tokens_details": object_of({"reasoning_tokens": WHOLE}),
    }
    return object_of(counts | details)


def _response_message() -> Json:
    part = {"type": {"const": "output_text"}, "text": TEXT, "annotations": _list({})}
    content = _list(object_of(part | {"logprobs": _list(ref("ChatToken"))}))
    named = {"id": TEXT, "type": {"const": "message"}, "role": {"const": "assistant"}}
    return object_of(named | {"status": STATUS, "content": content})


def _response() -> Json:
    head = dict.fromkeys(("id", "model", "system_fingerprint"), TEXT)
    fields = {
        "object": {"const": "response"},
        "created_at": WHOLE,
        "status": STATUS,
        "incomplete_details": _or_null(object_of({"reason": {"const": "max_output_tokens"}})),
        "output": _list(ref("ResponseMessage")),
        "usage": _or_null(ref("ResponseUsage")),
    }
    return object_of(head | fields)


def _response_event() -> Json:
    """``event`` names its type too; which fields there are beside depends on it."""
    return object_of({"type": {"enum": list(RESPONSE_EVENTS)}, "sequence_number": WHOLE})


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}
