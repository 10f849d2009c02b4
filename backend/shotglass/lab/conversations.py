"""Messages and tools of a conversation as programs have them, in the form of ``/v1``."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from ..contract import Manifest
from ..engine.conversation import read_arguments
from ..engine.tool_calls import Tool
from ..engine.toolbox import Toolbox, ToolChoice
from ..errors import InvalidRequest
from ..parsing import Unfit, json_pointer, parsed

T = TypeVar("T")

Messages = str | Sequence[Mapping[str, Any]]
"""One message of the user, or ``{"role": ..., "content": ...}`` in their order; of an answer with
``tool_calls``, and of a tool's result with ``tool_call_id``."""
Tools = Sequence[Mapping[str, Any]]
"""``{"type": "function", "function": {"name": ..., "description": ..., "parameters": ...}}`` each;
``parameters``: the JSON schema of the arguments."""


@dataclass(frozen=True)
class FunctionCall:
    name: str
    arguments: str


@dataclass(frozen=True)
class ChatCall:
    id: str
    type: Literal["function"]
    function: FunctionCall


@dataclass(frozen=True)
class ChatMessage:
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | None = None
    name: str | None = None
    tool_calls: tuple[ChatCall, ...] = ()
    tool_call_id: str | None = None

    @property
    def called(self) -> list[dict[str, Any]]:
        """Returns the calls as chat templates take them. Raises InvalidRequest."""
        calls = [asdict(call) for call in self.tool_calls]
        for call in calls:
            call["function"]["arguments"] = read_arguments(call["function"]["arguments"])
        return calls


@dataclass(frozen=True)
class FunctionTool:
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


@dataclass(frozen=True)
class ChatTool:
    type: Literal["function"]
    function: FunctionTool


def messages_of(messages: Sequence[Mapping[str, Any]]) -> list[ChatMessage]:
    """Raises InvalidRequest."""
    return [
        _read(ChatMessage, message, "messages", place) for place, message in enumerate(messages)
    ]


def toolbox_of(
    offered: Tools, choice: str | Mapping[str, Any], manifest: Manifest
) -> Toolbox | None:
    """None where nothing may be called. Raises InvalidRequest, UnsupportedParameter."""
    functions = [
        _read(ChatTool, each, "tools", place).function for place, each in enumerate(offered)
    ]
    tools = [Tool(each.name, each.description, each.parameters) for each in functions]
    return Toolbox.of(tools, ToolChoice.of(choice), manifest)


def _read(kind: type[T], value: Mapping[str, Any], *place: str | int) -> T:
    try:
        return parsed(kind, {**value})
    except Unfit as fault:
        pointer = json_pointer((*place, *fault.place))
        raise InvalidRequest(f"{fault}.", pointer=pointer) from None


@contextmanager
def pointing_at_tools() -> Generator[None]:
    """A refusal of what the schemas of tools were made into names the tools."""
    try:
        yield
    except InvalidRequest as error:
        if error.pointer.startswith("/settings/constraint"):
            error.pointer = "/tools"
        raise
