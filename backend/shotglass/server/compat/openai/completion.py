"""The answers to ``POST /v1/completions`` and ``POST /v1/chat/completions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import reduce
from typing import Any

from ....engine.toolbox import Toolbox
from ....events import Accepted, CompletionToken, Done, Event, PromptComputed
from ....text import Starts, Tokenizer
from ..prompts import Given
from .bodies import ChatBody, CompletionBody
from .choices import FINISH, ChoicesAnswer, Head, chat_logprobs, completion_logprobs

Json = dict[str, Any]


class CompletionAnswer(ChoicesAnswer):
    kind = chunk_kind = "text_completion"

    def __init__(
        self, head: Head, body: CompletionBody, prompts: Sequence[Given], tokenizer: Tokenizer
    ) -> None:
        super().__init__(head, body.samples, body.n or 1, body.usage_at_the_end)
        self._body, self._prompts, self._tokenizer = body, prompts, tokenizer
        self._starts: dict[int, Starts] = {}  # of each choice's tokens

    def pieces(self, step: Event) -> Iterator[Json]:
        if isinstance(step, PromptComputed):
            yield from self._openings(step)
        elif isinstance(step, CompletionToken):
            index, id, logprobs = self.index(step), step.logprobs.id, None
            # Where the token begins, were the text not cut before a stop string.
            prompt = len(self._prompts[int(step.lane)].text) if self._body.echo else 0
            starts = self._starts.setdefault(index, Starts(prompt))
            start = starts.push(self._tokenizer.token_bytes(id))
            if self._body.logprobs is not None:
                logprobs = completion_logprobs(self._tokenizer, [step.logprobs], [start])
            yield self._piece(index, step.text, logprobs, token_ids=[id])
        elif isinstance(step, Done):
            yield self._piece(self.index(step), finish_reason=FINISH[step.reason])

    def join(self, pieces: list[Json]) -> Json:
        return reduce(_joined, pieces[1:], deepcopy(pieces[0]))

    def _openings(self, step: PromptComputed) -> Iterator[Json]:
        """The prompt at the beginning of each of its choices, where it is asked for."""
        body, given = self._body, self._prompts[int(step.lane)]
        fields = {"prompt_token_ids": list(given.ids)} if body.return_token_ids else {}
        if not (body.echo or fields):
            return
        reason = None if body.new_tokens else "length"
        logprobs = None
        if body.echo and body.logprobs is not None:
            logprobs = completion_logprobs(self._tokenizer, step.logprobs, given.starts)
        for sample in range(self._samples):
            index = int(step.lane) * self._samples + sample
            text = given.text if body.echo else ""
            yield self._piece(index, text, logprobs, finish_reason=reason) | fields

    def _piece(
        self,
        index: int,
        text: str = "",
        logprobs: Json | None = None,
        token_ids: Sequence[int] = (),
        finish_reason: str | None = None,
    ) -> Json:
        fields = {"token_ids": list(token_ids)} if self._body.return_token_ids else {}
        piece = {"index": index, "text": text, "logprobs": logprobs, "finish_reason": finish_reason}
        return piece | fields


def _joined(choice: Json, piece: Json) -> Json:
    """``piece`` comes after ``choice``, whose lists grow in place."""
    choice["text"] += piece["text"]
    choice["finish_reason"] = piece["finish_reason"]
    if choice["logprobs"] is None:
        choice["logprobs"] = piece["logprobs"]
    elif piece["logprobs"] is not None:
        for name, values in piece["logprobs"].items():
            choice["logprobs"][name].extend(values)
    if "token_ids" in choice:
        choice["token_ids"].extend(piece["token_ids"])
    return choice


class ChatAnswer(ChoicesAnswer):
    kind, chunk_kind = "chat.completion", "chat.completion.chunk"

    def __init__(
        self,
        head: Head,
        body: ChatBody,
        prompt: Sequence[int],
        tokenizer: Tokenizer,
        toolbox: Toolbox | None = None,
    ) -> None:
        super().__init__(head, body.n or 1, body.n or 1, body.usage_at_the_end)
        self._body, self._prompt, self._tokenizer = body, prompt, tokenizer
        self._readers = [toolbox.reader() for _ in range(self._n)] if toolbox else []

    @property
    def beside(self) -> Json:
        """The prompt's ids stand beside the choices, where vLLM has them."""
        return {"prompt_token_ids": list(self._prompt)} if self._body.return_token_ids else {}

    def pieces(self, step: Event) -> Iterator[Json]:
        if isinstance(step, Accepted):
            for index in range(self._n):
                yield self._piece(index, {"role": "assistant", "content": ""})
        elif isinstance(step, CompletionToken):
            logprobs = None
            if self._body.logprobs:
                logprobs = chat_logprobs(self._tokenizer, [step.logprobs])
            ids, index = [step.logprobs.id], self.index(step)
            text = self._readers[index].push(step.text) if self._readers else step.text
            yield self._piece(index, {"content": text}, logprobs, ids)
        elif isinstance(step, Done):
            yield self._last(self.index(step), FINISH[step.reason])

    def join(self, pieces: list[Json]) -> Json:
        logprobs = [piece["logprobs"]["content"] for piece in pieces if piece["logprobs"]]
        content = "".join(piece["delta"].get("content", "") for piece in pieces)
        message: Json = {"role": "assistant", "content": content, "refusal": None}
        if calls := pieces[-1]["delta"].get("tool_calls"):
            message["content"] = content if content.strip() else None
            message["tool_calls"] = [
                {name: value for name, value in call.items() if name != "index"} for call in calls
            ]
        choice: Json = {"index": pieces[0]["index"], "message": message}
        choice["logprobs"] = None
        if self._body.logprobs:
            choice["logprobs"] = {"content": sum(logprobs, []), "refusal": None}
        if self._body.return_token_ids:
            choice["token_ids"] = sum((piece["token_ids"] for piece in pieces), [])
        return choice | {"finish_reason": pieces[-1]["finish_reason"]}

    def _last(self, index: int, reason: str) -> Json:
        """Returns what was held back of a choice, as text or as calls, and why it ended."""
        delta: Json = {}
        rest, calls = self._readers[index].finish() if self._readers else ("", ())
        if rest:
            delta["content"] = rest
        if calls:
            delta["tool_calls"] = [
                {
                    "index": place,
                    "id": call.id,
                    "type": "function",
                    "function": {"name": call.name, "arguments": call.arguments},
                }
                for place, call in enumerate(calls)
            ]
            reason = "tool_calls" if reason == "stop" else reason
        return self._piece(index, delta) | {"finish_reason": reason}

    def _piece(
        self, index: int, delta: Json, logprobs: Json | None = None, ids: Sequence[int] = ()
    ) -> Json:
        fields = {"token_ids": list(ids)} if self._body.return_token_ids else {}
        piece = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": None}
        return piece | fields
