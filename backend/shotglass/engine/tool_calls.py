"""Calls of tools in what a model writes: the forms that chat templates teach, how each is read, and
the grammar that holds an answer to one.

A form is known by words of the template. The table has those whose calls are JSON; a template that
teaches another one is refused rather than read wrongly.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..contract import Manifest
from ..decoding import Constraint
from ..errors import UnsupportedParameter
from ..parsing import loads
from .chat_templates import template_of

Json = dict[str, Any]
# JSON in a line, as answers by a schema are.
_LINE = {"whitespace_flexible": False, "item_separator": ", ?", "key_separator": ": ?"}


@dataclass(frozen=True)
class ToolForm:
    """``words``: what a template that teaches it says, ``others``: what none of these says.
    ``opening`` and ``closing`` stand around a call, ``arguments`` is their key. ``alone``: the
    answer is the call and nothing else, and ``opening`` may be missing; ``listed``: it is a list of
    calls."""

    name: str
    words: tuple[str, ...]
    arguments: str
    opening: str
    closing: str = ""
    others: tuple[str, ...] = ()
    alone: bool = False
    listed: bool = False


FORMS = (
    ToolForm(  # Hermes, Qwen2.5, Qwen3, SmolLM3
        "hermes",
        words=("<tool_call>", "</tool_call>", "arguments"),
        others=("<function=", "<arg_key>"),
        arguments="arguments",
        opening="<tool_call>",
        closing="</tool_call>",
    ),
    ToolForm(
        "llama 3",
        words=('"parameters": dictionary of argument name',),
        arguments="parameters",
        opening="<|python_tag|>",
        alone=True,
    ),
    ToolForm(
        "mistral",
        words=("[TOOL_CALLS]", "[AVAILABLE_TOOLS]"),
        others=("[ARGS]",),
        arguments="arguments",
        opening="[TOOL_CALLS]",
        alone=True,
        listed=True,
    ),
)


@dataclass(frozen=True)
class Tool:
    """``parameters``: the JSON schema of its arguments; ``pointer``: where it stands in what was
    asked."""

    name: str
    description: str | None
    parameters: Json | None
    pointer: str = "/tools"

    def schema(self) -> Json:
        """Returns the schema that the arguments of an answer are held to: an object with what
        ``parameters`` names and no more, unless they say otherwise, since a model might go on."""
        given = self.parameters or {"properties": {}}
        closed = {"additionalProperties": False} if "properties" in given else {}
        return {**closed, **given, "type": "object"}

    def described(self) -> Json:
        """Returns the tool as chat templates take it."""
        fields = {"description": self.description, "parameters": self.parameters}
        given = {key: value for key, value in fields.items() if value is not None}
        return {"type": "function", "function": {"name": self.name, **given}}


@dataclass(frozen=True)
class ToolCall:
    """``arguments``: a JSON object as text. ``id``: nine characters, as Mistral's template asks."""

    name: str
    arguments: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:9])


def form_of(manifest: Manifest, pointer: str = "/tools") -> ToolForm:
    """The form that the model's chat template teaches; ``pointer``: what in the request needs it.
    Raises UnsupportedParameter, NoChatTemplate."""
    template = template_of(manifest)
    if not re.search(r"\btools\b", template):
        raise UnsupportedParameter(
            f"The chat template of {manifest.id} has no place for tools: leave them out and say in "
            "a message what to answer; response_format holds the answer to a JSON schema.",
            pointer=pointer,
        )
    for form in FORMS:
        if all(word in template for word in form.words) and not any(
            word in template for word in form.others
        ):
            return form
    raise UnsupportedParameter(
        f"The chat template of {manifest.id} teaches a form of calls that is not read here (those "
        f"of {', '.join(form.name for form in FORMS)} are): leave tools out and describe them in a "
        "message; response_format holds the answer to a JSON schema.",
        pointer=pointer,
    )


def constraint_of(form: ToolForm, tools: Sequence[Tool]) -> Constraint:
    """Holds an answer to one call of one of ``tools``, with arguments by its schema."""
    rules, names = [], []
    for place, tool in enumerate(tools):
        schema = {**tool.schema(), "x-guidance": _LINE}
        head = f'{{"name": {json.dumps(tool.name)}, "{form.arguments}": '
        names.append(f"call_{place}")
        rules.append(f'{names[-1]}: {json.dumps(head)} %json {json.dumps(schema)} "}}"')
    call = " | ".join(names)
    around = (f"{form.opening}\n", f"\n{form.closing}") if form.closing else ("", "")
    around = ("[", "]") if form.listed else around
    before, after = (f"{json.dumps(part)} " if part else "" for part in around)
    source = "\n".join([f"start: {before}call {after}", f"call: {call}", *rules])
    return Constraint("grammar", source, "/tools")


class ToolReader:
    """Reads an answer as it is written: text that cannot be the beginning of a call is passed on,
    the rest is held back to the end. ``names``: of the tools that were offered."""

    def __init__(self, form: ToolForm, names: Collection[str]) -> None:
        self._form, self._names = form, names
        self._held, self._plain = "", False

    def push(self, text: str) -> str:
        """Returns the part of the text so far that is certainly no call and was not passed on
        yet."""
        if self._plain:
            return text
        self._held += text
        start = (_alone if self._form.alone else _opened)(self._form, self._held)
        passed, self._held = self._held[:start], self._held[start:]
        self._plain = self._form.alone and bool(passed)
        return passed

    def finish(self) -> tuple[str, tuple[ToolCall, ...]]:
        """The rest that is text, and the calls."""
        held, self._held = self._held, ""
        return read_calls(self._form, held, self._names)


def _alone(form: ToolForm, text: str) -> int:
    """0 while the whole ``text`` may be a call, else its length."""
    begun = text.lstrip()
    openings = form.opening, "[" if form.listed else "{"
    possible = any(begun.startswith(x) or x.startswith(begun) for x in openings)
    return 0 if possible else len(text)


def _opened(form: ToolForm, text: str) -> int:
    """Returns where an opening begins, or what may become one, or else the length of ``text``."""
    if (at := text.find(form.opening)) >= 0:
        return at
    sizes = range(min(len(form.opening) - 1, len(text)), 0, -1)
    size = next((size for size in sizes if text.endswith(form.opening[:size])), 0)
    return len(text) - size


def read_calls(
    form: ToolForm, text: str, names: Collection[str]
) -> tuple[str, tuple[ToolCall, ...]]:
    """Returns the text of a whole answer and its calls. Whatever is no call of one of ``names``
    with an object of arguments stays text, as the model wrote it."""
    if form.alone:
        body = text.strip().removeprefix(form.opening).strip()
        value = _decoded(body, 0)
        if value is None or value[1] != len(body):
            return text, ()
        entries = value[0] if form.listed else [value[0]]
        read = [_call(form, each, names) for each in entries] if isinstance(entries, list) else []
        whole = [call for call in read if call is not None]
        return ("", tuple(whole)) if whole and len(whole) == len(read) else (text, ())
    rest, calls, at = "", list[ToolCall](), 0
    while (start := text.find(form.opening, at)) >= 0:
        rest += text[at:start]
        call, at = _enclosed(form, text, start, names)
        if call is None:
            rest += text[start:at]
        else:
            calls.append(call)
    rest += text[at:]
    return (rest.rstrip() if calls else rest), tuple(calls)


def _enclosed(
    form: ToolForm, text: str, start: int, names: Collection[str]
) -> tuple[ToolCall | None, int]:
    """The call whose opening is at ``start``, and where it ends. The closing may be missing at the
    end of the text."""
    inside = start + len(form.opening)
    value = _decoded(text, inside)
    if value is None:
        return None, inside
    call, end = _call(form, value[0], names), value[1]
    while end < len(text) and text[end].isspace():
        end += 1
    if text.startswith(form.closing, end):
        return call, end + len(form.closing)
    return (call, end) if end == len(text) else (None, inside)


def _decoded(text: str, at: int) -> tuple[Any, int] | None:
    """The JSON that begins at ``at``, behind spaces, and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    try:
        end = json.JSONDecoder().raw_decode(text, at)[1]
        return loads(text[at:end], parse_constant=_no_number), end
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON.")


def _call(form: ToolForm, value: object, names: Collection[str]) -> ToolCall | None:
    name = value.get("name") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(name, str) or name not in names:
        return None
    arguments = value.get(form.arguments, {})
    if not isinstance(arguments, dict):
        return None
    return ToolCall(name, json.dumps(arguments, ensure_ascii=False))
