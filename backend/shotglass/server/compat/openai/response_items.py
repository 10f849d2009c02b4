"""The items of a response's output: one message of one text, calls of functions; and the events
that tell of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from ....engine.tool_calls import ToolCall

Json = dict[str, Any]
Events = Iterator[tuple[str, Json]]
PLACE: Json = {"output_index": 0, "content_index": 0}  # the message is the first, of one part


class MessageItem:
    """Grows piece by piece. ``begun``: whether there is a message at all."""

    def __init__(self) -> None:
        self._id = f"msg_{uuid.uuid4().hex}"
        self._text, self._logprobs, self._held = "", list[Json](), list[Json]()
        self.begun = False

    def begin(self) -> Events:
        self.begun = True
        item = self.item("in_progress") | {"content": []}
        yield "response.output_item.added", {"output_index": 0, "item": item}
        yield "response.content_part.added", PLACE | {"item_id": self._id, "part": self._part()}

    def push(self, text: str, logprobs: list[Json], held: bool = False) -> Events:
        """``held``: nothing is passed on yet, since what is written may become a call; its
        ``logprobs`` are told with the next text."""
        self._held += logprobs
        if held:
            return
        if not self.begun:
            yield from self.begin()
        entries, self._held = self._held, []
        self._text += text
        self._logprobs += entries
        if text or entries:
            delta = {"item_id": self._id, "delta": text, "logprobs": entries}
            yield "response.output_text.delta", PLACE | delta

    def end(self, status: str) -> Events:
        place = PLACE | {"item_id": self._id}
        written = {"text": self._text, "logprobs": self._logprobs}
        yield "response.output_text.done", place | written
        yield "response.content_part.done", place | {"part": self._part()}
        yield "response.output_item.done", {"output_index": 0, "item": self.item(status)}

    def item(self, status: str) -> Json:
        item = {"id": self._id, "type": "message", "status": status, "role": "assistant"}
        return item | {"content": [self._part()]}

    def _part(self) -> Json:
        part = {"type": "output_text", "text": self._text, "annotations": []}
        return part | {"logprobs": self._logprobs}


def call_item(call: ToolCall) -> Json:
    return {
        "id": f"fc_{call.id}",
        "type": "function_call",
        "status": "completed",
        "call_id": call.id,
        "name": call.name,
        "arguments": call.arguments,
    }


def call_events(call: ToolCall, place: int) -> Events:
    """A call comes whole, at its end; ``place``: in the output."""
    item = call_item(call)
    begun = item | {"status": "in_progress", "arguments": ""}
    yield "response.output_item.added", {"output_index": place, "item": begun}
    where = {"item_id": item["id"], "output_index": place}
    yield "response.function_call_arguments.delta", where | {"delta": call.arguments}
    done = {"name": call.name, "arguments": call.arguments}
    yield "response.function_call_arguments.done", where | done
    yield "response.output_item.done", {"output_index": place, "item": item}
