"""The body of ``POST /v1/responses``: texts, calls of functions and their results in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag

from ....contract import Manifest
from ....decoding import Constraint, DecodingSettings
from ....engine.toolbox import MOST_TOOLS, Toolbox, ToolChoice
from ....errors import InvalidRequest
from ...schemas import ITEM_TAGS, Body
from .. import tables
from ..fields import TextParts, Top
from ..formats import AnswerFormat, TextFormat
from ..messages import MOST_MESSAGES, CalledFunction, CalledTool, CallId, Message, ToolName
from ..tables import Only
from .bodies import NewTokens, SamplingBody, no_tools_beside, refuse_options_without_a_stream
from .tools import ResponseChoice, ResponseTool

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


@tables.INPUT_CALL.added
class InputCall(Body):
    """A call that an earlier answer made, as its ``output`` has it. ``arguments``: a JSON object as
    text."""

    type: Literal["function_call"]
    call_id: CallId
    name: ToolName
    arguments: str


@tables.INPUT_CALL.added
class InputResult(Body):
    """What the function that was called gave."""

    type: Literal["function_call_output"]
    call_id: CallId
    output: Annotated[str, TextParts("input_text")]


def _kind(value: object) -> str:
    """What is of no known kind is read, and refused, as a message."""
    kind = value.get("type") if isinstance(value, dict) else None
    return tag if (tag := f"[{kind}]") in ITEM_TAGS else "[message]"


InputItem = Annotated[
    Annotated[InputMessage, Tag("[message]")]
    | Annotated[InputCall, Tag("[function_call]")]
    | Annotated[InputResult, Tag("[function_call_output]")],
    Discriminator(_kind),
]


def _items(value: object) -> object:
    return (InputMessage(role="user", content=value),) if isinstance(value, str) else value


Items = Annotated[
    tuple[InputItem, ...], Field(min_length=1, max_length=MOST_MESSAGES, strict=False)
]
InputField = Annotated[Items, BeforeValidator(_items, json_schema_input_type=str | Items)]


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
    tools: Annotated[tuple[ResponseTool, ...], Field(max_length=MOST_TOOLS)] | None = None
    tool_choice: ResponseChoice | None = None

    def toolbox(self, manifest: Manifest) -> Toolbox | None:
        """Raises InvalidRequest, UnsupportedParameter."""
        tools = [each.tool(f"/tools/{place}") for place, each in enumerate(self.tools or ())]
        made = Toolbox.of(tools, self.tool_choice or ToolChoice("auto"), manifest)
        if made is not None and self.constraint is not None:
            raise no_tools_beside("text.format", "/text/format")
        return made

    @property
    def format(self) -> AnswerFormat:
        return (self.text and self.text.format) or AnswerFormat({"type": "text"})

    @property
    def constraint(self) -> Constraint | None:
        return self.format.constraint

    @property
    def messages(self) -> Sequence[Message]:
        """As a chat has them: calls belong to the answer that they stand behind."""
        messages: list[Message] = []
        if self.instructions:
            messages.append(Message(role="system", content=self.instructions))
        for item in self.input:
            if isinstance(item, InputMessage):
                messages.append(Message(role=item.role, content=item.content))
            elif isinstance(item, InputResult):
                result = Message(role="tool", content=item.output, tool_call_id=item.call_id)
                messages.append(result)
            else:
                if not messages or messages[-1].role != "assistant":
                    messages.append(Message(role="assistant"))
                function = CalledFunction(name=item.name, arguments=item.arguments)
                call = CalledTool(id=item.call_id, type="function", function=function)
                calls = (*(messages[-1].tool_calls or ()), call)
                messages[-1] = messages[-1].model_copy(update={"tool_calls": calls})
        return messages

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
