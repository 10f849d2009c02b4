"""The body of ``POST /v1/responses``: text in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from ....decoding import Constraint, DecodingSettings
from ....errors import InvalidRequest
from ...schemas import Body
from .. import tables
from ..fields import TextParts, Top
from ..formats import AnswerFormat, TextFormat
from ..messages import MOST_MESSAGES, Message
from ..tables import Only
from .bodies import NewTokens, SamplingBody, refuse_options_without_a_stream

LOGPROBS = "message.output_text.logprobs"
REASONING = "reasoning.encrypted_content"  # nothing: there is no reasoning


@tables.INPUT_MESSAGE.added
class InputMessage(Body):
    """Also as an earlier answer's ``output`` has it, whose ``id`` and ``status`` say nothing."""

    # Once ``_messages`` has looked at a list, it is no longer JSON to pydantic.
    model_config = ConfigDict(strict=False)

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[
        str, TextParts("input_text", "output_text", beside=("annotations", "logprobs"))
    ]


def _messages(value: object) -> object:
    return (InputMessage(role="user", content=value),) if isinstance(value, str) else value


Messages = Annotated[
    tuple[InputMessage, ...], Field(min_length=1, max_length=MOST_MESSAGES, strict=False)
]
InputField = Annotated[Messages, BeforeValidator(_messages, json_schema_input_type=str | Messages)]


@tables.TEXT_FORMAT.added
class TextOptions(Body):
    """``format``: what the text is held to."""

    format: TextFormat | None = None


@tables.REASONING.added
class Reasoning(Body):
    """None is all there is."""


@tables.STREAM_OPTIONS.added
class ResponseStreamOptions(Body):
    """Has no option that does anything here."""


@tables.RESPONSE.added
class ResponseBody(SamplingBody):
    """``instructions`` are a system message before all others. Nothing is kept, so ``store`` does
    nothing. The knobs beside OpenAI's, such as ``seed``, are those of ``/v1/chat/completions``."""

    input: InputField
    instructions: str | None = None
    max_output_tokens: NewTokens | None = None
    top_logprobs: Top | None = None
    include: tuple[Annotated[Any, Only(LOGPROBS, REASONING)], ...] | None = None
    stream_options: ResponseStreamOptions | None = None
    text: TextOptions | None = None
    reasoning: Reasoning | None = None
    tool_choice: Annotated[Any, Only(None, "none", "auto")] = None

    @property
    def format(self) -> AnswerFormat:
        return (self.text and self.text.format) or AnswerFormat({"type": "text"})

    @property
    def constraint(self) -> Constraint | None:
        return self.format.constraint

    @property
    def messages(self) -> Sequence[Message]:
        """As a chat has them."""
        before = [Message(role="system", content=self.instructions)] if self.instructions else []
        return before + [Message(role=each.role, content=each.content) for each in self.input]

    @property
    def logprobs(self) -> bool:
        return LOGPROBS in (self.include or ())

    def settings(self, room: int) -> DecodingSettings:
        """``room``: tokens left after the prompt. Raises InvalidRequest."""
        most = self.max_output_tokens or max(1, min(room, 4096))
        self.check(most)
        refuse_options_without_a_stream(self.stream_options, self.stream)
        if self.top_logprobs and not self.logprobs:
            raise InvalidRequest(
                f'top_logprobs need include: ["{LOGPROBS}"].', pointer="/top_logprobs"
            )
        return self.settings_of(most, 1)
