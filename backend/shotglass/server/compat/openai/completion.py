"""The answer to ``POST /v1/completions``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import reduce
from typing import Any

from ....events import CompletionToken, Done, Event, PromptComputed
from ....text import Starts, Tokenizer
from ..prompts import Given
from .bodies import CompletionBody
from .choices import FINISH, ChoicesAnswer, Head, completion_logprobs

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
            yield self._written(step)
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

    def _written(self, step: CompletionToken) -> Json:
        index, id = self.index(step), step.logprobs.id
        start, logprobs = self._start(index, step), None
        if self._body.logprobs is not None:
            logprobs = completion_logprobs(self._tokenizer, [step.logprobs], [start])
        return self._piece(index, step.text, logprobs, token_ids=[id])

    def _start(self, index: int, step: CompletionToken) -> int:
        """Where the token begins, were the text not cut before a stop string."""
        prompt = len(self._prompts[int(step.lane)].text) if self._body.echo else 0
        starts = self._starts.setdefault(index, Starts(prompt))
        return starts.push(self._tokenizer.token_bytes(step.logprobs.id))

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
