"""The answer to llama.cpp's ``POST /completion``: a text for each prompt, whole or as it is
written. What each field means, the README of llama.cpp's server says; a stream has no [DONE]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...decoding import DecodingSettings
from ...events import CompletionToken, Done, End, Event, Reason
from ...server.compat.answer import Answer, cached, data_line, finite
from ...server.compat.prompts import Given
from ...text import Tokenizer
from .body import SAMPLERS, LlamaCompletionBody

Json = dict[str, Any]
STOP_TYPES: dict[Reason | None, str] = {
    "stop_token": "eos",
    "stop_text": "word",
    "length": "limit",
    "cancelled": "none",
    None: "limit",  # nothing was to be written
}


@dataclass
class Written:
    """The text that has come after a prompt so far."""

    text: str = ""
    ids: list[int] = field(default_factory=list)
    probabilities: list[Json] = field(default_factory=list)
    reason: Reason | None = None
    closed: bool = False  # its last chunk has been sent


class LlamaAnswer(Answer):
    def __init__(
        self,
        model: str,
        body: LlamaCompletionBody,
        settings: DecodingSettings,
        prompts: Sequence[Given],
        tokenizer: Tokenizer,
    ) -> None:
        self._model, self._body, self._settings = model, body, settings
        self._prompts, self._tokenizer = prompts, tokenizer
        self._written = [Written() for _ in prompts]

    def encoded(self, step: Event) -> bytes:
        return b"".join(map(data_line, self._chunks(step)))

    def failed(self, error: Json) -> bytes:
        return data_line({"error": error})

    def whole(self, steps: list[Event], end: End) -> Json | list[Json]:
        for step in steps:
            self._take(step)
        texts = []
        for lane, written in enumerate(self._written):
            text = self._final(lane, end) | {"content": written.text}
            if self._body.return_tokens:
                text["tokens"] = written.ids
            if self._body.n_probs:
                text["completion_probabilities"] = written.probabilities
            texts.append(text)
        return texts if self._body.prompt.many else texts[0]

    def _chunks(self, step: Event) -> Iterator[Json]:
        self._take(step)
        if isinstance(step, CompletionToken):
            lane = int(step.lane)
            written = self._written[lane]
            chunk: Json = {
                "index": lane,
                "content": step.text,
                "tokens": [step.logprobs.id],
                "stop": False,
                "tokens_predicted": len(written.ids),
                "tokens_evaluated": len(self._prompts[lane].ids),
            }
            if written.probabilities:
                chunk["completion_probabilities"] = written.probabilities[-1:]
            yield chunk
        elif isinstance(step, Done) and len(self._prompts) > 1:
            yield self._final(int(step.lane), None)
        elif isinstance(step, End):
            for lane, written in enumerate(self._written):
                if not written.closed:
                    yield self._final(lane, step)

    def _take(self, step: Event) -> None:
        if isinstance(step, CompletionToken):
            written = self._written[int(step.lane)]
            written.text += step.text
            written.ids.append(step.logprobs.id)
            if self._body.n_probs:
                reading = step.logprobs
                top = {"top_logprobs": [self._token(*pair) for pair in reading.top]}
                written.probabilities.append(self._token(reading.id, reading.logprob or 0.0) | top)
        elif isinstance(step, Done):
            self._written[int(step.lane)].reason = step.reason

    def _final(self, lane: int, end: End | None) -> Json:
        """``end``: None where other prompts are still gone on from. Its counts are those of all
        prompts, and so of a text only where there is one prompt."""
        written, given = self._written[lane], self._prompts[lane]
        written.closed = True
        fields: Json = {
            "index": lane,
            "content": "",
            "tokens": [],
            "stop": True,
            "model": self._model,
            "tokens_predicted": len(written.ids),
            "tokens_evaluated": len(given.ids),
            "generation_settings": self._generation_settings(),
            "prompt": self._tokenizer.whole_text(given.ids),
            "has_new_line": "\n" in written.text,
            "truncated": False,
            "stop_type": STOP_TYPES[written.reason],
            "stopping_word": self._stopping_word(written),
        }
        if end is not None and len(self._prompts) == 1:
            # The prompt's time is that until the first token, waiting for a place included.
            first = end.first_token_ms or end.total_ms
            timings = {
                "cache_n": cached(end),
                **_speed("prompt", end.computed_prompt_tokens, first),
                **_speed("predicted", end.generated_tokens, end.total_ms - first),
            }
            fields |= {"tokens_cached": cached(end), "timings": timings}
        return fields

    def _stopping_word(self, written: Written) -> str:
        """The text ends before it, its tokens do not."""
        if written.reason != "stop_text":
            return ""
        rest = self._tokenizer.decode(written.ids)[len(written.text) :]
        return next((stop for stop in self._body.stop if rest.startswith(stop)), "")

    def _generation_settings(self) -> Json:
        """Returns the settings as they acted."""
        body, settings = self._body, self._settings
        biases = [{"token": id, "bias": bias} for id, bias in settings.logit_bias]
        return {
            "n_predict": 0 if body.n_predict == 0 else settings.max_tokens,
            "seed": settings.seed,
            "temperature": settings.temperature,
            "top_k": settings.top_k,
            "top_p": settings.top_p,
            "min_p": settings.min_p,
            "repeat_penalty": settings.repetition_penalty,
            "repeat_last_n": -1,
            "presence_penalty": settings.presence_penalty,
            "frequency_penalty": settings.frequency_penalty,
            "logit_bias": biases,
            "stop": list(settings.stop),
            "grammar": body.grammar or "",
            "ignore_eos": bool(body.ignore_eos),
            "stream": bool(body.stream),
            "n_probs": body.n_probs or 0,
            "samplers": list(SAMPLERS),
        }

    def _token(self, id: int, logprob: float) -> Json:
        text, data = self._tokenizer.token_text(id), list(self._tokenizer.token_bytes(id))
        return {"id": id, "token": text, "bytes": data, "logprob": finite(logprob)}


def _speed(name: str, tokens: int, ms: float) -> Json:
    """Null where there is nothing to divide by."""
    return {
        f"{name}_n": tokens,
        f"{name}_ms": ms,
        f"{name}_per_token_ms": ms / tokens if tokens else None,
        f"{name}_per_second": 1000 * tokens / ms if ms else None,
    }
