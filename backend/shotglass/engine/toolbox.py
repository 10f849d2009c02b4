"""The tools that a request offers, and which of them its answer may, must or must not call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..contract import Manifest
from ..decoding import Constraint
from ..errors import InvalidRequest, quoted
from .strategies.grammars import Grammars
from .tool_calls import Tool, ToolCall, ToolForm, ToolReader, constraint_of, form_of

MOST_TOOLS = 128
MOST_DEMANDED = 16  # of which one must be called: the schema of each is compiled
NAME = r"^[A-Za-z0-9_.-]{1,64}$"  # of a tool


@dataclass(frozen=True)
class ToolChoice:
    """``mode``: "none", "auto" or "required"; ``name``: of the one tool that must be called."""

    mode: str
    name: str | None = None

    @classmethod
    def of(cls, value: object) -> ToolChoice:
        """Returns the toolbox of a chat's request. Raises InvalidRequest."""
        if value in ("none", "auto", "required"):
            return cls(str(value))
        named = value.get("function") if isinstance(value, dict) else None
        name = named.get("name") if isinstance(named, dict) else None
        if not isinstance(name, str) or value != {"type": "function", "function": {"name": name}}:
            raise InvalidRequest(
                'The choice of a tool was expected as none, auto, required or {"type": "function", '
                '"function": {"name": ...}}.',
                pointer="/tool_choice",
            )
        return cls("required", name)


@dataclass(frozen=True)
class Toolbox:
    """The tools of a request, in the ``form`` that the model's template teaches."""

    form: ToolForm
    tools: tuple[Tool, ...]
    choice: ToolChoice

    @classmethod
    def of(cls, tools: Sequence[Tool], choice: ToolChoice, manifest: Manifest) -> Toolbox | None:
        """None where nothing may be called. Raises InvalidRequest, UnsupportedParameter."""
        if not tools:
            if choice.mode == "required":
                raise InvalidRequest(
                    "A tool is to be called and none is offered: send tools.",
                    pointer="/tool_choice",
                )
            return None
        names = [tool.name for tool in tools]
        if len(names) > MOST_TOOLS:
            raise InvalidRequest(
                f"There are {len(names)} tools; {MOST_TOOLS} at most were expected.",
                pointer="/tools",
            )
        if (odd := next((name for name in names if not re.search(NAME, name)), None)) is not None:
            raise InvalidRequest(
                f"A tool is named {quoted(odd)}; 1 to 64 letters, digits, dots, hyphens or "
                "underscores were expected.",
                pointer="/tools",
            )
        if (twice := next((name for name in names if names.count(name) > 1), None)) is not None:
            raise InvalidRequest(
                f"Two tools are named {twice!r}; each needs a name of its own.", pointer="/tools"
            )
        if choice.name is not None and choice.name not in names:
            raise InvalidRequest(
                f"There is no tool {quoted(choice.name)}; offered are {', '.join(names)[:200]}.",
                pointer="/tool_choice",
            )
        return None if choice.mode == "none" else cls(form_of(manifest), tuple(tools), choice)

    def constraint(self, grammars: Grammars | None = None) -> Constraint | None:
        """Returns the constraint on an answer that must be a call. With ``grammars`` each schema is
        first compiled by itself, so that a refusal names it. Raises InvalidRequest, QueueFull."""
        if self.choice.mode != "required":
            return None
        chosen = [tool for tool in self.tools if self.choice.name in (None, tool.name)]
        if len(chosen) > MOST_DEMANDED:
            raise InvalidRequest(
                f"One of {len(chosen)} tools must be called; {MOST_DEMANDED} at most were "
                "expected: offer fewer, or name the one in tool_choice.",
                pointer="/tools",
            )
        if grammars is not None:
            for tool in chosen:
                grammars.compile(Constraint.of_schema(tool.schema(), tool.pointer))
        return constraint_of(self.form, chosen)

    def reader(self) -> ToolReader:
        return ToolReader(self.form, {tool.name for tool in self.tools})

    def read(self, text: str) -> tuple[str, tuple[ToolCall, ...]]:
        """A whole answer: what of it is text, and its calls."""
        reader = self.reader()
        passed = reader.push(text)
        rest, calls = reader.finish()
        return passed + rest, calls
