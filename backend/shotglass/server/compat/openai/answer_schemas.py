"""Schemas of the answers to OpenAI's clients, which the routes name in /openapi.json."""

from __future__ import annotations

from ...openapi import IDS, NUMBER, TEXT, WHOLE, Json, list_of, object_of, or_null, ref

DONE: Json = {"const": "[DONE]"}
FINISH: Json = {"enum": ["stop", "length", "tool_calls", None]}
CALL: Json = {
    "id": TEXT,
    "type": {"const": "function"},
    "function": object_of({"name": TEXT, "arguments": TEXT}),
}
STATUS: Json = {"enum": ["in_progress", "completed", "incomplete"]}
RESPONSE_EVENTS = (
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
    "response.completed",
    "response.incomplete",
    "error",
)


def schemas() -> Json:
    named = dict.fromkeys(("id", "owned_by", "root"), TEXT)
    model = named | {"object": {"const": "model"}, "created": WHOLE, "max_model_len": WHOLE}
    usage = dict.fromkeys(("prompt_tokens", "completion_tokens", "total_tokens"), WHOLE)
    cached = {"prompt_tokens_details": object_of({"cached_tokens": WHOLE})}
    message = object_of({"role": TEXT, "content": or_null(TEXT), "refusal": {"type": "null"}})
    message["properties"]["tool_calls"] = list_of(object_of(CALL))  # where there are some
    token = {"token": TEXT, "logprob": NUMBER, "bytes": IDS}
    chat = _answer("chat.completion", "ChatChoice")
    chunk = _chunk("chat.completion.chunk", "ChatChunkChoice")
    event = {"type": {"enum": list(RESPONSE_EVENTS)}, "sequence_number": WHOLE}
    return {
        "Usage": object_of(usage | cached),
        "ModelEntry": object_of(model),
        "ModelList": object_of({"object": {"const": "list"}, "data": list_of(ref("ModelEntry"))}),
        "CompletionChoice": _completion_choice(),
        "Completion": _answer("text_completion", "CompletionChoice"),
        "CompletionChunk": _chunk("text_completion", "CompletionChoice"),
        "ChatToken": object_of(token | {"top_logprobs": list_of(object_of(token))}),
        "ChatChoice": _chat_choice({"message": message}),
        "ChatChunkChoice": _chat_choice({"delta": {"type": "object"}}),
        "Chat": _with_ids(chat, "prompt_token_ids"),
        "ChatChunk": _with_ids(chunk, "prompt_token_ids"),
        **_response_schemas(),
        "ResponseEvent": object_of(event),  # which fields there are beside depends on the type
    }


def _answer(kind: str, choice: str) -> Json:
    head = dict.fromkeys(("id", "model", "system_fingerprint"), TEXT)
    fields = {"object": {"const": kind}, "created": WHOLE, "choices": list_of(ref(choice))}
    return object_of(head | fields | {"usage": ref("Usage")})


def _chunk(kind: str, choice: str) -> Json:
    """``usage`` is there only where it was asked for. The stream ends with [DONE]."""
    chunk = _answer(kind, choice)
    chunk["properties"]["usage"] = or_null(ref("Usage"))
    chunk["required"].remove("usage")
    return chunk


def _completion_choice() -> Json:
    top = {"type": "object", "additionalProperties": NUMBER}
    logprobs = {
        "tokens": list_of(TEXT),
        "token_logprobs": list_of(or_null(NUMBER)),
        "top_logprobs": list_of(or_null(top)),
        "text_offset": IDS,
    }
    fields = {"index": WHOLE, "text": TEXT, "logprobs": or_null(object_of(logprobs))}
    return _with_ids(object_of(fields | {"finish_reason": FINISH}), "token_ids", "prompt_token_ids")


def _chat_choice(message: Json) -> Json:
    logprobs = object_of({"content": list_of(ref("ChatToken")), "refusal": {"type": "null"}})
    fields = {"index": WHOLE, "logprobs": or_null(logprobs), "finish_reason": FINISH}
    return _with_ids(object_of(message | fields), "token_ids")


def _with_ids(schema: Json, *names: str) -> Json:
    """They are there where ``return_token_ids`` asks for them."""
    schema["properties"] |= dict.fromkeys(names, IDS)
    return schema


def _response_schemas() -> Json:
    counts = dict.fromkeys(("input_tokens", "output_tokens", "total_tokens"), WHOLE)
    details = {
        "input_tokens_details": object_of({"cached_tokens": WHOLE}),
        "output_tokens_details": object_of({"reasoning_tokens": WHOLE}),
    }
    part = {"type": {"const": "output_text"}, "text": TEXT, "annotations": list_of({})}
    content = list_of(object_of(part | {"logprobs": list_of(ref("ChatToken"))}))
    named = {"id": TEXT, "type": {"const": "message"}, "role": {"const": "assistant"}}
    call = dict.fromkeys(("id", "call_id", "name", "arguments"), TEXT)
    fields = dict.fromkeys(("id", "model", "system_fingerprint"), TEXT) | {
        "object": {"const": "response"},
        "created_at": WHOLE,
        "status": STATUS,
        "incomplete_details": or_null(object_of({"reason": {"const": "max_output_tokens"}})),
        "output": list_of({"anyOf": [ref("ResponseMessage"), ref("ResponseCall")]}),
        "usage": or_null(ref("ResponseUsage")),
    }
    return {
        "ResponseUsage": object_of(counts | details),
        "ResponseMessage": object_of(named | {"status": STATUS, "content": content}),
        "ResponseCall": object_of(call | {"type": {"const": "function_call"}, "status": STATUS}),
        "Response": object_of(fields),
    }
