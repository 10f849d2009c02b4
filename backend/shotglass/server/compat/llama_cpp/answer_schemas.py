"""Schemas of the answers to llama.cpp's clients, which the routes name in /openapi.json."""

from __future__ import annotations

from ...openapi import Json, list_of, object_of, ref
from ..openai.answer_schemas import IDS, NUMBER, TEXT, WHOLE

BOOLEAN: Json = {"type": "boolean"}
NUMBER_OR_NULL: Json = {"anyOf": [NUMBER, {"type": "null"}]}


def schemas() -> Json:
    return {
        "LlamaToken": _token(),
        "LlamaTimings": _timings(),
        "LlamaCompletion": _completion(),
        "LlamaCompletionChunk": _chunk(),
        "AppliedTemplate": object_of({"prompt": TEXT}),
    }


def _token() -> Json:
    one = {"id": WHOLE, "token": TEXT, "bytes": IDS, "logprob": NUMBER}
    return object_of(one | {"top_logprobs": list_of(object_of(one))})


def _timings() -> Json:
    """A rate is null where there is nothing to divide by."""
    fields: Json = {"cache_n": WHOLE}
    for name in ("prompt", "predicted"):
        rates = dict.fromkeys((f"{name}_per_token_ms", f"{name}_per_second"), NUMBER_OR_NULL)
        fields |= {f"{name}_n": WHOLE, f"{name}_ms": NUMBER} | rates
    return object_of(fields)


def _completion() -> Json:
    """``tokens_cached`` and ``timings`` are there for one prompt, ``completion_probabilities``
    where n_probs asks for them."""
    fields = {
        "model": TEXT,
        "prompt": TEXT,
        "generation_settings": {"type": "object"},
        "has_new_line": BOOLEAN,
        "truncated": {"const": False},
        "stop_type": {"enum": ["eos", "limit", "word", "none"]},
        "stopping_word": TEXT,
    }
    whole = object_of(_counted() | {"stop": {"const": True}} | fields)
    whole["properties"] |= {
        "tokens_cached": WHOLE,
        "timings": ref("LlamaTimings"),
    } | _probabilities()
    return whole


def _chunk() -> Json:
    """The last one of a prompt is a completion without its text."""
    chunk = object_of(_counted() | {"stop": {"const": False}})
    chunk["properties"] |= _probabilities()
    return {"anyOf": [chunk, ref("LlamaCompletion")]}


def _counted() -> Json:
    counts = dict.fromkeys(("index", "tokens_predicted", "tokens_evaluated"), WHOLE)
    return {"content": TEXT, "tokens": IDS} | counts


def _probabilities() -> Json:
    return {"completion_probabilities": list_of(ref("LlamaToken"))}
