"""Regular expressions of the Python code, found by its syntax trees."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from structure.measures import Module

READING = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
# What a method does with a text; those that are left out go through it as ``finditer`` does.
_ASK: dict[str, Callable[[Any, Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
}


@dataclass(frozen=True)
class Pattern:
    """``name``: of the module and the value, or of the function that it stands in. ``pattern``:
    None where its text is made when it runs. ``methods``: by which it is asked."""

    name: str
    pattern: re.Pattern[Any] | None
    methods: frozenset[str]

    def ask(self, text: str) -> None:
        assert self.pattern is not None
        read = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        for method in self.methods:
            _ASK.get(method, _through)(self.pattern, read)


def _through(pattern: re.Pattern[Any], text: Any) -> None:
    """Keeps no match: a list of them would take time of its own."""
    deque(pattern.finditer(text), maxlen=0)


def patterns_of(modules: Iterable[Module]) -> Iterator[Pattern]:
    modules = list(modules)
    for module in modules:
        for place, node in _calls(module.tree, ""):
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = f"{module.name}.{place}" if place else module.name
            value = None if "()" in place else getattr(import_module(module.name), place, None)
            if isinstance(value, re.Pattern):
                own = [module] if place.startswith("_") else modules
                yield Pattern(name, value, _methods(own, place))
            else:
                methods = READING if method == "compile" else {method}
                yield Pattern(name, _literal(node), frozenset(methods))


def _calls(node: ast.AST, place: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of ``re``, each with the value of the module or the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        inner = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{child.name}()"
        elif not place and isinstance(child, ast.Assign | ast.AnnAssign):
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            inner = ast.unparse(target)
        match child:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)) if (
                attr in READING or attr == "compile"
            ):
                yield inner, child
        yield from _calls(child, inner)


def _methods(modules: Iterable[Module], name: str) -> frozenset[str]:
    """By which a pattern of that name is asked anywhere; all where nobody can tell."""
    methods = set()
    for module in modules:
        for node in ast.walk(module.tree):
            match node:
                case ast.Attribute(
                    value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=method
                ) if owner == name and method in READING:
                    methods.add(method)
    return frozenset(methods or READING)


def _literal(call: ast.Call) -> re.Pattern[Any] | None:
    try:
        text = ast.literal_eval(call.args[0])
    except ValueError:
        return None
    names = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    flags = [re.RegexFlag[name] for name in names & re.RegexFlag.__members__.keys()]
    return re.compile(text, reduce(or_, flags, re.RegexFlag(0)))
