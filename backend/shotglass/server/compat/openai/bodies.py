"""The bodies of OpenAI's requests for completions and chats. Fields that have no effect here stand
in ``compat.tables``."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, create_model

from ....contract import Manifest
from ....decoding import Constraint, DecodingSettings
from ....decoding.settings import BOUNDS, MAX_SEED, MOST_BIASES
from ....engine.toolbox import Toolbox, ToolChoice
from ....errors import InvalidRequest, UnsupportedParameter
from ...schemas import Biases, Body, ModelBody, field_of
from .. import tables
from ..fields import AS_WHOLE, MOST_PROMPTS, StopField, Top, TopK, pointing_at
from ..formats import ResponseFormat
from ..messages import MOST_MESSAGES, Message
from ..prompts import Prompts
from ..tables import Ignored
from .prompt_field import documented, prompts_up_to
from .tools import ChoiceField, ToolsField, tools_of

MOST_SEQUENCES = 64  # samples of all prompts together

Temperature = Annotated[float, Field(ge=0, le=2)]  # OpenAI's own bounds
Few = Annotated[int, field_of(BOUNDS["n"]), AS_WHOLE]
Length = Annotated[int, Field(ge=0, le=BOUNDS["max_tokens"].high), AS_WHOLE]
Seed = Annotated[int, Field(ge=-(2**63), le=2**63 - 1), AS_WHOLE]
NewTokens = Annotated[int, Field(ge=1, le=4096), AS_WHOLE]


PromptField = Annotated[
    Prompts,
    PlainValidator(prompts_up_to(MOST_PROMPTS)),
    WithJsonSchema(documented(MOST_PROMPTS)),
]


@tables.STREAM_OPTIONS.added
class StreamOptions(Body):
    include_usage: bool | None = None


# Those for which OpenAI has bounds, defaults or names of its own.
_SHARED = [
    name for name in BOUNDS if name not in ("max_tokens", "temperature", "top_k", "n", "seed")
]
_KNOBS: dict[str, Any] = {
    name: (Annotated[float, field_of(BOUNDS[name])] | None, None) for name in _SHARED
}


@tables.SAMPLING.added
class SamplingBody(create_model("SharedKnobs", __base__=ModelBody, **_KNOBS)):  # type: ignore[misc]
    """What completions, chat and responses have in common; null is the default everywhere. The
    knobs that OpenAI does not bound otherwise are those of DecodingSettings."""

    temperature: Temperature | None = None
    top_k: TopK | None = None
    logit_bias: Annotated[Biases, Field(max_length=MOST_BIASES)] | None = None
    stop: StopField = ()
    seed: Seed | None = None
    min_tokens: Length | None = None
    ignore_eos: bool | None = None
    truncate_prompt_tokens: Annotated[int, Field(ge=-1), AS_WHOLE] | None = None
    stream: bool | None = None
    user: Ignored = None

    @property
    def constraint(self) -> Constraint | None:
        """What answers are held to."""
        return None

    def settings_of(self, max_tokens: int, samples: int) -> DecodingSettings:
        """OpenAI's defaults; without a seed, a random one. Raises InvalidRequest."""
        seed = secrets.randbits(53) if self.seed is None else self.seed % (MAX_SEED + 1)
        given = {name: getattr(self, name) for name in _SHARED}
        bias = tuple((int(id), value) for id, value in (self.logit_bias or {}).items())
        with pointing_at(""):
            return DecodingSettings(
                max_tokens=max_tokens,
                n=samples,
                seed=seed,
                stop=self.stop,
                temperature=1.0 if self.temperature is None else self.temperature,
                top_k=max(self.top_k or 0, 0),
                logit_bias=bias,
                constraint=self.constraint,
                **{name: value for name, value in given.items() if value is not None},
            )

    def check(self, max_tokens: int) -> None:
        """What no single field can get wrong. Raises InvalidRequest."""
        if (self.min_tokens or 0) > max_tokens:
            raise InvalidRequest(
                f"min_tokens is {self.min_tokens}, more than the {max_tokens} tokens that may be "
                "written at most; ask for fewer.",
                pointer="/min_tokens",
            )
        if self.truncate_prompt_tokens == 0:
            raise InvalidRequest(
                "truncate_prompt_tokens is 0, which leaves no prompt; at least 1, or -1 for as "
                "many as fit, was expected.",
                pointer="/truncate_prompt_tokens",
            )


@tables.CHOICES.added
class ChoicesBody(SamplingBody):
    """What completions and chat have in common, whose answers are lists of choices."""

    n: Few | None = None
    return_token_ids: bool | None = None
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None

    @property
    def constraint(self) -> Constraint | None:
        return self.response_format.constraint if self.response_format else None

    @property
    def usage_at_the_end(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)

    def check(self, max_tokens: int) -> None:
        super().check(max_tokens)
        refuse_options_without_a_stream(self.stream_options, self.stream)


@tables.COMPLETION.added
class CompletionBody(ChoicesBody):
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


@tables.CHAT.added
class ChatBody(ChoicesBody):
    messages: tuple[Message, ...] = Field(min_length=1, max_length=MOST_MESSAGES)
    max_tokens: NewTokens | None = None
    max_completion_tokens: NewTokens | None = None
    logprobs: bool | None = None
    top_logprobs: Top | None = None
    tools: ToolsField | None = None
    tool_choice: ChoiceField | None = None

    def toolbox(self, manifest: Manifest) -> Toolbox | None:
        """Raises InvalidRequest, UnsupportedParameter."""
        made = Toolbox.of(tools_of(self.tools), self.tool_choice or ToolChoice("auto"), manifest)
        if made is not None and self.constraint is not None:
            raise no_tools_beside("response_format", "/response_format")
        return made

    def settings(self, room: int) -> DecodingSettings:
        """``room``: tokens left after the prompt, all of which may be generated where the body sets
        no limit. Raises InvalidRequest."""
        most = self.max_completion_tokens or self.max_tokens or max(1, min(room, 4096))
        self.check(most)
        if self.top_logprobs is not None and not self.logprobs:
            raise InvalidRequest("top_logprobs need logprobs: true.", pointer="/top_logprobs")
        return self.settings_of(most, self.n or 1)


def no_tools_beside(name: str, pointer: str) -> InvalidRequest:
    """``name``: of the field that holds the answer to JSON, at ``pointer``."""
    return InvalidRequest(
        f"An answer that {name} holds to JSON can call no tools: leave one of them out.",
        pointer=pointer,
    )


def refuse_options_without_a_stream(options: Body | None, stream: bool | None) -> None:
    if options is not None and not stream:
        raise InvalidRequest("stream_options need stream: true.", pointer="/stream_options")
