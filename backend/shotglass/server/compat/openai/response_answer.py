"""The answer to ``POST /v1/responses``: a message, calls of functions or both, whole or as named
events.

What the events are and in which order they come, OpenAI's reference of streaming events says. They
end without ``[DONE]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from ....decoding import DecodingSettings
from ....engine.tool_calls import ToolCall
from ....engine.toolbox import Toolbox
from ....events import Accepted, CompletionToken, Done, End, Event, Reason
from ....text import Tokenizer
from ..answer import Answer, cached
from .choices import Head, chat_logprobs
from .response_body import ResponseBody
from .response_items import MessageItem, call_events, call_item

Json = dict[str, Any]


class ResponseAnswer(Answer):
    """A response. With a ``toolbox`` the message begins with the first text that is no call, and
    there is no message where all is a call."""

    def __init__(
        self,
        head: Head,
        body: ResponseBody,
        settings: DecodingSettings,
        tokenizer: Tokenizer,
        toolbox: Toolbox | None = None,
    ) -> None:
        self._head, self._body, self._settings = head.fields(), body, settings
        self._tokenizer, self._toolbox = tokenizer, toolbox
        self._reader = toolbox.reader() if toolbox else None
        self._message, self._numbers = MessageItem(), count()
        self._calls: tuple[ToolCall, ...] = ()
        self._reason: Reason | None = None

    def encoded(self, step: Event) -> bytes:
        return b"".join(self._line(type, data) for type, data in self._events(step))

    def failed(self, error: Json) -> bytes:
        """The fields stand twice: clients look for them at either place."""
        flat = {name: error[name] for name in ("code", "message", "param")}
        return self._line("error", flat | {"error": error})

    def whole(self, steps: list[Event], end: End) -> Json:
        for step in steps:
            for _ in self._events(step):
                pass
        return self._response(end)

    def _line(self, type: str, data: Json) -> bytes:
        data = {"type": type, "sequence_number": next(self._numbers)} | data
        return f"event: {type}\ndata: {json.dumps(data, allow_nan=False)}\n\n".encode()

    def _events(self, step: Event) -> Iterator[tuple[str, Json]]:
        if isinstance(step, Accepted):
            begun = {"response": self._response(None)}
            yield "response.created", begun
            yield "response.in_progress", begun
            if self._reader is None:
                yield from self._message.begin()
        elif isinstance(step, CompletionToken):
            entries: list[Json] = []
            if self._body.logprobs:
                entries = chat_logprobs(self._tokenizer, [step.logprobs])["content"]
            text = step.text if self._reader is None else self._reader.push(step.text)
            yield from self._message.push(text, entries, held=self._reader is not None and not text)
        elif isinstance(step, Done):
            self._reason = step.reason
            rest, self._calls = self._reader.finish() if self._reader else ("", ())
            if rest or not self._calls:
                yield from self._message.push(rest, [])
        elif isinstance(step, End):
            response = self._response(step)
            if self._message.begun:
                yield from self._message.end(response["status"])
            for place, call in enumerate(self._calls, start=int(self._message.begun)):
                yield from call_events(call, place)
            yield f"response.{response['status']}", {"response": response}

    def _response(self, end: End | None) -> Json:
        """``end``: None where it has just begun."""
        cut = end is not None and self._reason == "length"
        status = "incomplete" if cut else "completed" if end else "in_progress"
        head = {name: value for name, value in self._head.items() if name != "created"}
        message = [self._message.item(status)] if self._message.begun else []
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
            "output": message + list(map(call_item, self._calls)) if end else [],
            "usage": usage,
            "instructions": self._body.instructions,
            "max_output_tokens": self._body.max_output_tokens,
            "temperature": self._settings.temperature,
            "top_p": self._settings.top_p,
            "top_logprobs": self._body.top_logprobs or 0,
            **self._tools(),
            "text": {"format": self._body.format.given},
            **NOTHING,
        }

    def _tools(self) -> Json:
        """Returns the tools as they were given. An answer that must be a call is one call."""
        choice = self._body.tool_choice
        named = choice and choice.name and {"type": "function", "name": choice.name}
        return {
            "tools": [tool.model_dump() for tool in self._body.tools or ()],
            "tool_choice": named or (choice.mode if choice else "auto"),
            "parallel_tool_calls": bool(self._toolbox and self._toolbox.choice.mode == "auto"),
        }


# What a response has to say although it is always the same here.
NOTHING: Json = {
    "error": None,
    "previous_response_id": None,
    "background": False,
    "store": False,
    "metadata": {},
    "reasoning": {"effort": None, "summary": None},
    "truncation": "disabled",
}
