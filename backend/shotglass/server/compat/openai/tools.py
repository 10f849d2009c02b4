"""The tools of a chat's request, and which of them its answer may, must or must not call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from ....contract import Manifest
from ....decoding import Constraint
from ....engine.strategies.grammars import Grammars
from ....engine.tool_calls import Tool, ToolForm, ToolReader, constraint_of, form_of
from ....errors import InvalidRequest
from ...schemas import Body
from ..fields import Json, wrong
from ..messages import ToolName

MOST_TOOLS = 128
MOST_DEMANDED = 16  # of which one must be called: the schema of each is compiled


class OfferedFunction(Body):
    """``parameters``: the JSON schema of the arguments. ``strict``: what ``tool_choice`` demands is
    held to it in any case, what the model chooses to call is not."""

    name: ToolName
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class OfferedTool(Body):
    type: Literal["function"]
    function: OfferedFunction


@dataclass(frozen=True)
class ToolChoice:
    """``mode``: "none", "auto" or "required"; ``name``: of the one tool that must be called."""

    mode: str
    name: str | None = None


def _choice(value: object) -> ToolChoice:
    if value in ("none", "auto", "required"):
        return ToolChoice(str(value))
    named = value.get("function") if isinstance(value, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if not isinstance(name, str) or value != {"type": "function", "function": {"name": name}}:
        raise wrong(
            'none, auto, required or {"type": "function", "function": {"name": ...}} was expected'
        )
    return ToolChoice("required", name)


_NAMED: Json = {
    "type": "object",
    "properties": {
        "type": {"const": "function"},
        "function": {
            "type": "object",
            "properties": {"name": {"type": "string"}},
            "required": ["name"],
            "additionalProperties": False,
        },
    },
    "required": ["type", "function"],
    "additionalProperties": False,
}
ChoiceField = Annotated[
    ToolChoice,
    PlainValidator(_choice),
    WithJsonSchema({"anyOf": [{"enum": ["none", "auto", "required"]}, _NAMED]}),
]
ToolsField = Annotated[tuple[OfferedTool, ...], Field(max_length=MOST_TOOLS)]


@dataclass(frozen=True)
class Toolbox:
    """The tools that a request offers, by the form that the model's template teaches."""

    form: ToolForm
    tools: tuple[Tool, ...]
    choice: ToolChoice

    @classmethod
    def of(
        cls, offered: tuple[OfferedTool, ...] | None, choice: ToolChoice | None, manifest: Manifest
    ) -> Toolbox | None:
        """None where nothing may be called. Raises InvalidRequest, UnsupportedParameter."""
        chosen = choice or ToolChoice("auto")
        if not offered:
            if chosen.mode == "required":
                raise InvalidRequest(
                    "A tool is to be called and none is offered: send tools.",
                    pointer="/tool_choice",
                )
            return None
        functions = [each.function for each in offered]
        tools = tuple(Tool(each.name, each.description, each.parameters) for each in functions)
        names = [tool.name for tool in tools]
        if (twice := next((name for name in names if names.count(name) > 1), None)) is not None:
            raise InvalidRequest(
                f"Two tools are named {twice!r}; each needs a name of its own.", pointer="/tools"
            )
        if chosen.name is not None and chosen.name not in names:
            raise InvalidRequest(
                f"There is no tool {chosen.name!r}; offered are {', '.join(names)[:200]}.",
                pointer="/tool_choice",
            )
        return None if chosen.mode == "none" else cls(form_of(manifest), tools, chosen)

    def constraint(self, grammars: Grammars) -> Constraint | None:
        """What an answer that must be a call is held to. Each schema is compiled by itself first,
        so that a refusal names it. Raises InvalidRequest, QueueFull."""
        if self.choice.mode != "required":
            return None
        chosen = {
            place: tool
            for place, tool in enumerate(self.tools)
            if self.choice.name in (None, tool.name)
        }
        if len(chosen) > MOST_DEMANDED:
            raise InvalidRequest(
                f"One of {len(chosen)} tools must be called; {MOST_DEMANDED} at most were "
                "expected: offer fewer, or name the one in tool_choice.",
                pointer="/tools",
            )
        for place, tool in chosen.items():
            pointer = f"/tools/{place}/function/parameters"
            grammars.compile(Constraint.of_schema(tool.schema(), pointer))
        return constraint_of(self.form, tuple(chosen.values()))

    def reader(self) -> ToolReader:
        return ToolReader(self.form, {tool.name for tool in self.tools})
