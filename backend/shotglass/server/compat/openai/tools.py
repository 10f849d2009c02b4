"""The tools that a chat or a response may call, as their requests have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from ....engine.tool_calls import Tool
from ....engine.toolbox import MOST_TOOLS, ToolChoice
from ....errors import InvalidRequest
from ...schemas import Body
from ..fields import Json, wrong
from ..messages import ToolName
from ..tables import Only


class OfferedFunction(Body):
    """``parameters``: the JSON schema of the arguments. ``strict``: what ``tool_choice`` demands is
    held to it in any case, what the model chooses to call is not."""

    name: ToolName
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None

    def tool(self, pointer: str) -> Tool:
        return Tool(self.name, self.description, self.parameters, f"{pointer}/parameters")


class OfferedTool(Body):
    type: Literal["function"]
    function: OfferedFunction


class ResponseTool(OfferedFunction):
    """A function; tools that OpenAI's own servers run are refused."""

    type: Annotated[Any, Only("function")]


def tools_of(offered: Sequence[OfferedTool] | None) -> tuple[Tool, ...]:
    return tuple(
        each.function.tool(f"/tools/{place}/function") for place, each in enumerate(offered or ())
    )


def _choice(value: object) -> ToolChoice:
    try:
        return ToolChoice.of(value)
    except InvalidRequest:
        raise wrong(
            'none, auto, required or {"type": "function", "function": {"name": ...}} was expected'
        ) from None


def _response_choice(value: object) -> ToolChoice:
    name = value.get("name") if isinstance(value, dict) else None
    if isinstance(name, str) and value == {"type": "function", "name": name}:
        return ToolChoice("required", name)
    if isinstance(value, dict):
        raise wrong('none, auto, required or {"type": "function", "name": ...} was expected')
    return _choice(value)


def _schema(**named: Json) -> WithJsonSchema:
    """``named``: what is beside the type where one function is named."""
    function = {
        "type": "object",
        "properties": {"type": {"const": "function"}, **named},
        "required": ["type", *named],
        "additionalProperties": False,
    }
    return WithJsonSchema({"anyOf": [{"enum": ["none", "auto", "required"]}, function]})


_NAME: Json = {"type": "string"}
_NAMED: Json = {
    "type": "object",
    "properties": {"name": _NAME},
    "required": ["name"],
    "additionalProperties": False,
}
ChoiceField = Annotated[ToolChoice, PlainValidator(_choice), _schema(function=_NAMED)]
ResponseChoice = Annotated[ToolChoice, PlainValidator(_response_choice), _schema(name=_NAME)]
ToolsField = Annotated[tuple[OfferedTool, ...], Field(max_length=MOST_TOOLS)]
