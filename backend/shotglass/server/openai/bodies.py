"""The bodies of OpenAI's requests: what is asked, what is taken and ignored, what is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ...decoding import DecodingSettings
from ...errors import InvalidRequest, UnsupportedParameter
from ..schemas import Body
from .fields import ContentField, Ignored, Only, PromptField
from .sampling import AS_WHOLE, Few, Length, NoList, Nothing, SamplingBody, Top

MOST_SEQUENCES = 64  # samples of all prompts together
MOST_NAMED = 256  # characters of who speaks


class CompletionBody(SamplingBody):
    """``echo``: the prompt and what the model thought of its tokens come first. ``best_of``: how
    many samples the ``n`` with the highest mean log-probability are chosen from.
    ``add_special_tokens``: false leaves out the start token that the model's tokenizer puts before
    a text; prompts of token ids are read as they are in any case."""

    prompt: PromptField
    max_tokens: Length | None = None
    best_of: Few | None = None
    echo: bool | None = None
    logprobs: Top | None = None
    add_special_tokens: bool | None = None
    suffix: Annotated[Any, Only(None, "")] = None

    @property
    def new_tokens(self) -> int:
        return 16 if self.max_tokens is None else self.max_tokens

    @property
    def samples(self) -> int:
        return self.best_of or self.n or 1

    def settings(self) -> DecodingSettings | None:
        """None where nothing is to be written. Raises InvalidRequest, UnsupportedParameter."""
        self.check(self.new_tokens)
        self._check_samples()
        if self.new_tokens == 0 and not self.echo:
            raise InvalidRequest(
                "max_tokens is 0, so nothing would be answered; ask for at least 1, or for the "
                "prompt with echo: true.",
                pointer="/max_tokens",
            )
        made = self.settings_of(max(self.new_tokens, 1), self.samples)
        return made if self.new_tokens else None

    def _check_samples(self) -> None:
        n, samples = self.n or 1, self.samples
        if samples < n:
            raise InvalidRequest(
                f"best_of is {samples} and n is {n}; at least n were expected.", pointer="/best_of"
            )
        if samples > n and self.stream:
            raise UnsupportedParameter(
                "With stream: true, best_of cannot be more than n: which samples are the best is "
                "known only at the end.",
                pointer="/best_of",
            )
        if samples * len(self.prompt.items) > MOST_SEQUENCES:
            raise InvalidRequest(
                f"{len(self.prompt.items)} prompts of {samples} samples each are more than the "
                f"{MOST_SEQUENCES} texts that may be asked for at once.",
                pointer="/prompt",
            )


class Message(Body):
    """``name``: who speaks; a chat template may write it, as ``message.name``."""

    role: Literal["system", "developer", "user", "assistant"]
    content: ContentField
    name: Annotated[str, Field(min_length=1, max_length=MOST_NAMED)] | None = None
    refusal: Nothing = None
    tool_calls: NoList = None
    audio: Nothing = None
    function_call: Nothing = None


class ChatBody(SamplingBody):
    messages: tuple[Message, ...] = Field(min_length=1, max_length=1024)
    max_tokens: Annotated[int, Field(ge=1, le=4096), AS_WHOLE] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1, le=4096), AS_WHOLE] | None = None
    logprobs: bool | None = None
    top_logprobs: Top | None = None
    parallel_tool_calls: Ignored = None
    tools: NoList = None
    functions: NoList = None
    tool_choice: Annotated[Any, Only(None, "none", "auto")] = None
    function_call: Annotated[Any, Only(None, "none", "auto")] = None
    modalities: Annotated[Any, Only(None, ["text"])] = None
    audio: Nothing = None
    prediction: Nothing = None
    reasoning_effort: Annotated[Any, Only(None, "none")] = None
    verbosity: Nothing = None
    web_search_options: Nothing = None

    def settings(self, room: int) -> DecodingSettings:
        """``room``: tokens left after the prompt, all of which may be written where nothing is
        said. Raises InvalidRequest."""
        asked = self.max_completion_tokens or self.max_tokens or max(1, min(room, 4096))
        self.check(asked)
        if self.top_logprobs is not None and not self.logprobs:
            raise InvalidRequest("top_logprobs need logprobs: true.", pointer="/top_logprobs")
        return self.settings_of(asked, self.n or 1)
