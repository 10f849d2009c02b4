"""Texts that a model writes: one, an answer in a conversation, one a number of examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, Unpack, overload

from ...engine.asking import Changes
from ...errors import InvalidRequest
from ...prompting.render import lanes_of
from ..conversations import Messages, Tools, pointing_at_tools, toolbox_of
from ..interventions import changes_of
from ..items import Progress, followed
from ..prompts import (
    PromptLike,
    SamplingSettings,
    counts_of,
    plain,
    prompt_object,
    settings_of,
)
from ..results.lanes import CompareResult
from ..results.texts import Continuation, GenerateResult, TokenStream
from .opened import OpenModel

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
        chosen = settings_of(settings, read.stops)
        changes = changes_of(interventions)
        question = Continuation(self._computed_by(changes), read.text, chosen, changes)
        tokens = TokenStream(self.backend.generate(read.text, chosen, changes), question)
        return tokens if stream else tokens.result()

    def chat(
        self,
        messages: Messages,
        *,
        tools: Tools = (),
        tool_choice: str | Mapping[str, Any] = "auto",
        **settings: Unpack[SamplingSettings],
    ) -> GenerateResult:
        """The answer to a conversation, as the model's own chat template writes it. ``settings`` as
        in ``generate``, with max_tokens 256, or as many as there is room for.

        ``tools``: functions that the model may call, for which its template must have a place;
        ``calls`` of the result are read from what it wrote. ``tool_choice``: "auto", "none",
        "required", or ``{"type": "function", "function": {"name": ...}}``; of the last two the
        answer is held to a call by the function's schema.

        Raises NoChatTemplate, UnsupportedParameter for tools that the template does not know, and
        as ``generate`` does.
        """
        if isinstance(messages, str):
            messages = [{"role": "user", "content": messages}]
        toolbox = toolbox_of(tools, tool_choice, self.manifest)
        ids = self.backend.written(messages, toolbox.tools if toolbox else ())
        room = max(1, min(ANSWER, self.context - len(ids)))
        chosen = settings_of({"max_tokens": room, **settings})
        if toolbox is None:
            question = Continuation(self._computed_by(), ids, chosen)
            return TokenStream(self.backend.generate(ids, chosen), question).result()
        if chosen.constraint is not None:
            raise InvalidRequest(
                f"An answer that a {chosen.constraint.title} holds can call no tools: leave one of "
                "them out.",
                pointer="/settings/constraint",
            )
        chosen = replace(chosen, constraint=toolbox.constraint())
        with pointing_at_tools():
            question = Continuation(self._computed_by(), ids, chosen)
            result = TokenStream(self.backend.generate(ids, chosen), question).result()
        return result.with_calls(toolbox.read)

    def compare(
        self,
        prompt: PromptLike,
        *,
        shots: Iterable[int] = range(9),
        shot_set: str | None = None,
        interventions: Changes = None,
        progress: Progress | None = None,
        **settings: Unpack[SamplingSettings],
    ) -> CompareResult:
        """A prompt object after each number of examples in ``shots``; those that its set does not
        have are left out. ``shot_set``: which examples, the first set by default. All are run
        together, and each has the bits that it has alone. ``progress``: is called with each event
        of the run as it comes.

        Raises as ``generate`` does; one that is too long has its ``problem`` instead.
        """
        task = prompt_object(prompt)
        lanes = lanes_of(task, counts_of(task, shots, shot_set), shot_set)
        chosen = settings_of(settings)
        changes = changes_of(interventions)
        events = followed(self.backend.compare(task, lanes, chosen, changes), progress)
        model = self._computed_by(changes)
        return CompareResult.of(model, task, lanes, chosen, events, changes=changes)
