"""Messages as requests have them, and the conversation that they are for a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from ...engine.conversation import Conversation, read_arguments
from ...engine.tool_calls import Tool
from ...engine.toolbox import NAME
from ..model_registry import ModelRegistry
from ..schemas import Body
from . import tables
from .fields import TextParts

MOST_MESSAGES = 1024
MOST_NAMED = 256  # characters of who speaks
MOST_CALLS = 32  # of an answer

CallId = Annotated[str, Field(min_length=1, max_length=64)]
ToolName = Annotated[str, Field(pattern=NAME)]


class CalledFunction(Body):
    """``arguments``: a JSON object as text."""

    name: ToolName
    arguments: str


class CalledTool(Body):
    """A call that an earlier answer made."""

    id: CallId
    type: Literal["function"]
    function: CalledFunction


@tables.MESSAGE.added
class Message(Body):
    """``name``: who speaks; a chat template may write it, as ``message.name``. ``content`` may be
    null beside ``tool_calls``; ``tool_call_id``: the call that a result of a tool is of."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Annotated[str, TextParts("text")] | None = None
    name: Annotated[str, Field(min_length=1, max_length=MOST_NAMED)] | None = None
    tool_calls: Annotated[tuple[CalledTool, ...], Field(max_length=MOST_CALLS)] | None = None
    tool_call_id: CallId | None = None

    @property
    def called(self) -> list[dict[str, Any]]:
        """The calls as chat templates take them."""
        calls = [call.model_dump() for call in self.tool_calls or ()]
        for call in calls:
            call["function"]["arguments"] = read_arguments(call["function"]["arguments"])
        return calls


def conversation_for(
    hosting: ModelRegistry, id: str, messages: Sequence[Message], tools: Sequence[Tool] = ()
) -> Conversation:
    """Returns the conversation for the model ``id``. Raises ModelNotFound."""
    manifest = hosting.library.folder(id).manifest
    return Conversation(messages, hosting.tokenizer(id), manifest, hosting.templates, tools)
