"""Log-probabilities as OpenAI's clients read them: of completions, and of chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...engine.batching.messages import TokenLogprobs
from ...text import Tokenizer

LEAST = -9999.0  # stands for minus infinity, which is no JSON

Json = dict[str, Any]


def finite(logprob: float) -> float:
    """NaN never comes here: logits that are no numbers end a run (``NonFiniteLogits``)."""
    return max(logprob, LEAST)


def completion_logprobs(
    tokenizer: Tokenizer, readings: Sequence[TokenLogprobs], starts: Sequence[int]
) -> Json:
    """``starts``: where each token begins in the choice's text, in code points."""
    return {
        "tokens": [tokenizer.token_text(reading.id) for reading in readings],
        "token_logprobs": [
            None if reading.logprob is None else finite(reading.logprob) for reading in readings
        ],
        "top_logprobs": [_top(tokenizer, reading) for reading in readings],
        "text_offset": list(starts),
    }


def _top(tokenizer: Tokenizer, reading: TokenLogprobs) -> dict[str, float] | None:
    """The likeliest tokens by their text, and the token itself with the very float that
    ``token_logprobs`` has; of two with the same text the likelier one."""
    if reading.logprob is None:
        return None
    found: dict[str, float] = {}
    for id, logprob in (*reading.top, (reading.id, reading.logprob)):
        text = tokenizer.token_text(id)
        found[text] = max(found.get(text, LEAST), finite(logprob))
    return found


def chat_logprobs(tokenizer: Tokenizer, readings: Sequence[TokenLogprobs]) -> Json:
    return {"content": [_entry(tokenizer, reading) for reading in readings], "refusal": None}


def _entry(tokenizer: Tokenizer, reading: TokenLogprobs) -> Json:
    top = [_token(tokenizer, id, logprob) for id, logprob in reading.top]
    return _token(tokenizer, reading.id, reading.logprob or 0.0) | {"top_logprobs": top}


def _token(tokenizer: Tokenizer, id: int, logprob: float) -> Json:
    data = list(tokenizer.token_bytes(id))
    return {"token": tokenizer.token_text(id), "logprob": finite(logprob), "bytes": data}
