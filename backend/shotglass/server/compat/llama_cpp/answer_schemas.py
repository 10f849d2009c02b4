"""Schemas of the answers to llama.cpp's clients, which the routes name in /openapi.json."""

from __future__ import annotations

from ...openapi import IDS, NUMBER, TEXT, WHOLE, Json, list_of, object_of, or_null, ref

BOOLEAN: Json = {"type": "boolean"}


def schemas() -> Json:
    token = {"id": WHOLE, "token": TEXT, "bytes": IDS, "logprob": NUMBER}
    timings: Json = {"cache_n": WHOLE}
    for name in ("prompt", "predicted"):  # a rate is null where there is nothing to divide by
        rates = dict.fromkeys((f"{name}_per_token_ms", f"{name}_per_second"), or_null(NUMBER))
        timings |= {f"{name}_n": WHOLE, f"{name}_ms": NUMBER} | rates
    return {
        "LlamaToken": object_of(token | {"top_logprobs": list_of(object_of(token))}),
        "LlamaTimings": object_of(timings),
        **_completions(),
        "AppliedTemplate": object_of({"prompt": TEXT}),
    }


def _completions() -> Json:
    """``tokens_cached`` and ``timings`` are there for one prompt, ``completion_probabilities``
    where n_probs asks for them. The last chunk of a prompt is a completion without its text."""
    counts = dict.fromkeys(("index", "tokens_predicted", "tokens_evaluated"), WHOLE)
    written = {"content": TEXT, "tokens": IDS} | counts
    fields = {
        "model": TEXT,
        "prompt": TEXT,
        "generation_settings": {"type": "object"},
        "has_new_line": BOOLEAN,
        "truncated": {"const": False},
        "stop_type": {"enum": ["eos", "limit", "word", "none"]},
        "stopping_word": TEXT,
    }
    probabilities = {"completion_probabilities": list_of(ref("LlamaToken"))}
    whole = object_of(written | {"stop": {"const": True}} | fields)
    whole["properties"] |= {"tokens_cached": WHOLE, "timings": ref("LlamaTimings")} | probabilities
    chunk = object_of(written | {"stop": {"const": False}})
    chunk["properties"] |= probabilities
    return {
        "LlamaCompletion": whole,
        "LlamaCompletionChunk": {"anyOf": [chunk, ref("LlamaCompletion")]},
    }
