"""The answer to ``POST /v1/chat/completions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ....events import Accepted, CompletionToken, Done, Event
from ....text import Tokenizer
from .bodies import ChatBody
from .choices import FINISH, ChoicesAnswer, Head, chat_logprobs

Json = dict[str, Any]


class ChatAnswer(ChoicesAnswer):
    kind, chunk_kind = "chat.completion", "chat.completion.chunk"

    def __init__(
        self, head: Head, body: ChatBody, prompt: Sequence[int], tokenizer: Tokenizer
    ) -> None:
        super().__init__(head, body.n or 1, body.n or 1, body.usage_at_the_end)
        self._body, self._prompt, self._tokenizer = body, prompt, tokenizer

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
            ids = [step.logprobs.id]
            yield self._piece(self.index(step), {"content": step.text}, logprobs, ids)
        elif isinstance(step, Done):
            yield self._piece(self.index(step), {}) | {"finish_reason": FINISH[step.reason]}

    def join(self, pieces: list[Json]) -> Json:
        logprobs = [piece["logprobs"]["content"] for piece in pieces if piece["logprobs"]]
        content = "".join(piece["delta"].get("content", "") for piece in pieces)
        message = {"role": "assistant", "content": content, "refusal": None}
        choice: Json = {"index": pieces[0]["index"], "message": message}
        choice["logprobs"] = None
        if self._body.logprobs:
            choice["logprobs"] = {"content": sum(logprobs, []), "refusal": None}
        if self._body.return_token_ids:
            choice["token_ids"] = sum((piece["token_ids"] for piece in pieces), [])
        return choice | {"finish_reason": pieces[-1]["finish_reason"]}

    def _piece(
        self, index: int, delta: Json, logprobs: Json | None = None, ids: Sequence[int] = ()
    ) -> Json:
        fields = {"token_ids": list(ids)} if self._body.return_token_ids else {}
        piece = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": None}
        return piece | fields
