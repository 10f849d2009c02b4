"""Texts that a model writes: one, an answer in a conversation, one a number of examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Unpack, overload

from ...prompting.render import lanes_of
from ...run_file import RunModel
from ..backend import Changes
from ..prompts import PromptLike, SamplingSettings, counts_of, plain, prompt_object, settings_of
from ..results.lanes import CompareResult
from ..results.texts import GenerateResult, TokenStream
from .opened import OpenModel

Messages = str | Sequence[Mapping[str, str]]
"""One message of the user, or ``{"role": ..., "content": ...}`` in their order."""

ANSWER = 256  # tokens of an answer in a conversation, unless another number is asked for


class Texts(OpenModel):
    """Generate, chat, compare."""

    @overload
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: Literal[False] = False,
        **settings: Unpack[SamplingSettings],
    ) -> GenerateResult: ...
    @overload
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: Literal[True],
        **settings: Unpack[SamplingSettings],
    ) -> TokenStream: ...
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: bool = False,
        **settings: Unpack[SamplingSettings],
    ) -> GenerateResult | TokenStream:
        """Continue a prompt. ``settings`` are those of ``DecodingSettings``: max_tokens 16,
        temperature 0.8 (0 is greedy), seed 0, n 1, top_k, top_p, stop and others.

        ``stream``: an iterator over the tokens as they come. Raises ContextLengthExceeded,
        InvalidRequest, TokenOutOfRange, QueueFull, WrongTask.
        """
        read = plain(prompt, shots)
        events = self.backend.generate(read.text, settings_of(settings, read.stops), interventions)
        tokens = TokenStream(events)
        return tokens if stream else tokens.result()

    def chat(self, messages: Messages, **settings: Unpack[SamplingSettings]) -> GenerateResult:
        """The answer to a conversation, as the model's own chat template writes it. ``settings`` as
        in ``generate``, with max_tokens 256, or as many as there is room for.

        Raises NoChatTemplate, and as ``generate`` does.
        """
        if isinstance(messages, str):
            messages = [{"role": "user", "content": messages}]
        ids = self.backend.written(messages)
        room = max(1, min(ANSWER, self.context - len(ids)))
        limited: SamplingSettings = {"max_tokens": room, **settings}
        return TokenStream(self.backend.generate(ids, settings_of(limited))).result()

    def compare(
        self,
        prompt: PromptLike,
        *,
        shots: Iterable[int] = range(9),
        shot_set: str | None = None,
        interventions: Changes = None,
        **settings: Unpack[SamplingSettings],
    ) -> CompareResult:
        """A prompt object after each number of examples in ``shots``; those that its set does not
        have are left out. ``shot_set``: which examples, the first set by default. All are run
        together, and each has the bits that it has alone.

        Raises as ``generate`` does; one that is too long has its ``problem`` instead.
        """
        task = prompt_object(prompt)
        lanes = lanes_of(task, counts_of(task, shots, shot_set), shot_set)
        chosen = settings_of(settings)
        events = self.backend.compare(task, lanes, chosen, interventions)
        model = RunModel.of(self.manifest, self.backend.computed)
        changed = interventions is not None
        return CompareResult.of(model, task, lanes, chosen, events, changed=changed)
