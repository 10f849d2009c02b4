"""The answer to ``POST /v1/responses``: one message of one text, whole or as named events.

What the events are and in which order they come, OpenAI's reference of streaming events says. They
end without ``[DONE]``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any

from ....decoding import DecodingSettings
from ....events import Accepted, CompletionToken, Done, End, Event, Reason
from ....text import Tokenizer
from ..answer import Answer, cached
from .choices import Head, chat_logprobs
from .response_body import ResponseBody

Json = dict[str, Any]
PLACE: Json = {"output_index": 0, "content_index": 0}  # there is one message, of one part


class ResponseAnswer(Answer):
    def __init__(
        self, head: Head, body: ResponseBody, settings: DecodingSettings, tokenizer: Tokenizer
    ) -> None:
        self._head, self._body, self._settings = head.fields(), body, settings
        self._tokenizer = tokenizer
        self._item, self._numbers = f"msg_{uuid.uuid4().hex}", count()
        self._text, self._logprobs = "", list[Json]()
        self._reason: Reason | None = None

    def encoded(self, step: Event) -> bytes:
        return b"".join(self._line(type, data) for type, data in self._events(step))

    def failed(self, error: Json) -> bytes:
        """The fields stand twice: clients look for them at either place."""
        flat = {name: error[name] for name in ("code", "message", "param")}
        return self._line("error", flat | {"error": error})

    def whole(self, steps: list[Event], end: End) -> Json:
        for step in steps:
            self._take(step)
        return self._response(end)

    def _line(self, type: str, data: Json) -> bytes:
        data = {"type": type, "sequence_number": next(self._numbers)} | data
        return f"event: {type}\ndata: {json.dumps(data, allow_nan=False)}\n\n".encode()

    def _take(self, step: Event) -> list[Json]:
        """The entries of a token's log-probabilities, where they are asked for."""
        entries: list[Json] = []
        if isinstance(step, CompletionToken):
            if self._body.logprobs:
                entries = chat_logprobs(self._tokenizer, [step.logprobs])["content"]
            self._text += step.text
            self._logprobs += entries
        elif isinstance(step, Done):
            self._reason = step.reason
        return entries

    def _events(self, step: Event) -> Iterator[tuple[str, Json]]:
        entries = self._take(step)
        if isinstance(step, Accepted):
            begun = {"response": self._response(None)}
            yield "response.created", begun
            yield "response.in_progress", begun
            item = self._message("in_progress") | {"content": []}
            yield "response.output_item.added", {"output_index": 0, "item": item}
            part = {"item_id": self._item, "part": self._part()}
            yield "response.content_part.added", PLACE | part
        elif isinstance(step, CompletionToken) and (step.text or entries):
            delta = {"item_id": self._item, "delta": step.text, "logprobs": entries}
            yield "response.output_text.delta", PLACE | delta
        elif isinstance(step, End):
            response, place = self._response(step), PLACE | {"item_id": self._item}
            written = {"text": self._text, "logprobs": self._logprobs}
            yield "response.output_text.done", place | written
            yield "response.content_part.done", place | {"part": self._part()}
            item = self._message(response["status"])
            yield "response.output_item.done", {"output_index": 0, "item": item}
            yield f"response.{response['status']}", {"response": response}

    def _part(self) -> Json:
        part = {"type": "output_text", "text": self._text, "annotations": []}
        return part | {"logprobs": self._logprobs}

    def _message(self, status: str) -> Json:
        item = {"id": self._item, "type": "message", "status": status, "role": "assistant"}
        return item | {"content": [self._part()]}

    def _response(self, end: End | None) -> Json:
        """``end``: None where it has just begun."""
        cut = end is not None and self._reason == "length"
        status = "incomplete" if cut else "completed" if end else "in_progress"
        head = {name: value for name, value in self._head.items() if name != "created"}
        usage = end and {
            "input_tokens": end.prompt_tokens,
            "input_tokens_details": {"cached_tokens": cached(end)},
            "output_tokens": end.generated_tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": end.prompt_tokens + end.generated_tokens,
        }
        return {
            **head,
            "object": "response",
            "created_at": self._head["created"],
            "status": status,
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "output": [self._message(status)] if end else [],
            "usage": usage,
            "instructions": self._body.instructions,
            "max_output_tokens": self._body.max_output_tokens,
            "temperature": self._settings.temperature,
            "top_p": self._settings.top_p,
            "top_logprobs": self._body.top_logprobs or 0,
            "tool_choice": self._body.tool_choice or "auto",
            "text": {"format": self._body.format.given},
            **NOTHING,
        }


# What a response has to say although it is always the same here.
NOTHING: Json = {
    "error": None,
    "previous_response_id": None,
    "background": False,
    "store": False,
    "metadata": {},
    "parallel_tool_calls": False,
    "reasoning": {"effort": None, "summary": None},
    "tools": [],
    "truncation": "disabled",
}
