"""A model's own chat template, rendered in a sandbox that bounds its steps and its output.

The template comes with the model's folder and is code of its author's: it sees the messages and
nothing else, and only the few methods and filters that chat templates use. No sandbox of jinja's
bounds what one expression takes, so this runs in a confined process (``engine/chat_templates.py``),
whose time and memory the kernel bounds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_STEPS = 100_000  # of all loops and macros together
MOST_CHARACTERS = 600_000
_SHOWN = 300  # characters of an error

METHODS = frozenset(
    {
        *("capitalize", "endswith", "find", "get", "items", "keys", "lower", "lstrip", "replace"),
        *("rstrip", "split", "splitlines", "startswith", "strip", "title", "upper", "values"),
    }
)
FILTERS = frozenset(
    {
        *("capitalize", "default", "d", "first", "int", "items", "join", "last", "length", "count"),
        *("list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse"),
        *("round", "safe", "select", "selectattr", "sort", "string", "title", "trim", "unique"),
        "upper",
    }
)


class _Refused(Exception):
    """The template itself says that it cannot write these messages."""


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        plain = isinstance(obj, (str, list, tuple, dict))
        return super().is_safe_attribute(obj, attr, value) and (attr in METHODS or not plain)

    def wrap_str_format(self, value: Any) -> None:
        """``format`` is no method like others to the sandbox, and a width can be a billion."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
            raise SecurityError(f"{operator} works on numbers alone here")
        if operator == "**":
            raise SecurityError("powers are not needed here")
        return super().call_binop(context, operator, left, right)


def render(task: Mapping[str, Any]) -> dict[str, str]:
    """``task``: the template (``source``), the ``messages``, by ``names`` the tokens "bos_token"
    and "eos_token", and ``tools``, where there are some.

    One key comes back: ``text``, the prompt that an answer follows; ``refused``, the template's own
    words against these messages; or ``failed``, what was raised, for the log. Raises MemoryError.
    """
    try:
        steps = iter(range(MOST_STEPS))
        values = {
            "messages": list(task["messages"]),
            "add_generation_prompt": True,
            **task["names"],
            **({"tools": task["tools"]} if "tools" in task else {}),
        }
        pieces = _compiled(task["source"]).generate(**values, _step=lambda: _counted(steps))
        text, length = "", 0
        for piece in pieces:
            length += len(piece)
            if length > MOST_CHARACTERS:
                raise SecurityError(f"more than {MOST_CHARACTERS} characters")
            text += piece
        text.encode()  # half a pair of surrogates is no text
        return {"text": text}
    except _Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        raise
    except Exception as error:  # a template can raise anything that Python can
        return {"failed": f"{type(error).__name__}: {error}"[:_SHOWN]}


@lru_cache(maxsize=16)
def _compiled(source: str) -> jinja2.Template:
    sandbox = _Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    sandbox.filters = {name: sandbox.filters[name] for name in FILTERS} | {"tojson": _json}
    known = {name: sandbox.globals[name] for name in ("namespace", "range")}
    sandbox.globals = known | {"raise_exception": _refuse}
    tree = sandbox.parse(source)
    repeated: list[nodes.For | nodes.Macro] = [*tree.find_all(nodes.For)]
    repeated += tree.find_all(nodes.Macro)
    for node in repeated:
        step = nodes.Output([nodes.Call(nodes.Name("_step", "load"), [], [], None, None)])
        node.body.insert(0, step.set_lineno(node.lineno).set_environment(sandbox))
    return sandbox.from_string(tree)


def _counted(steps: Iterator[int]) -> str:
    if next(steps, None) is None:
        raise SecurityError(f"more than {MOST_STEPS} steps")
    return ""


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=min(indent, 8) if indent else None)


def _refuse(message: object) -> str:
    raise _Refused(str(message)[:200].rstrip("."))
