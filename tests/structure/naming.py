"""Names and small helpers of the Python code, counted by its syntax trees."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

from structure.measures import Module

# Verbs and pronouns that say nothing of a value: what was found, and one of what?
EMPTY = frozenset({"asked", "found", "one", "told", "said", "kept", "wanted"})


def empty_names(module: Module) -> list[str]:
    """Locals, arguments and fields with one of these names, as ``module:line name``."""
    return [
        f"{module.name}:{line} {name}"
        for line, name in sorted(set(_value_names(module.tree)))
        if name in EMPTY
    ]


def _value_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield node.lineno, name


def doubled_classes(modules: Iterable[Module]) -> dict[str, list[str]]:
    """Names of classes that several modules define, with those modules."""
    places: dict[str, list[str]] = {}
    for module in modules:
        for name in {node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)}:
            places.setdefault(name, []).append(module.name)
    return {name: sorted(names) for name, names in places.items() if len(names) > 1}


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(module.tree) if isinstance(node, kinds)]


def called_once(module: Module) -> list[str]:
    """Private functions that the module names once more, to call them: what could be inline. One
    that is handed on, to a table of families say, is no such helper."""
    uses: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses[node.id] += 1
        elif isinstance(node, ast.Attribute):
            uses[node.attr] += 1
        elif isinstance(node, ast.Call):
            calls[getattr(node.func, "id", getattr(node.func, "attr", ""))] += 1
    names = Counter(function.name for function in functions(module))
    return [
        f"{module.name}.{function.name}"
        for function in functions(module)
        if function.name.startswith("_")
        and names[function.name] == 1  # one of several is a class's own way
        and not function.name.startswith("__")
        and uses[function.name] == calls[function.name] == 1
    ]


def share_called_once(modules: list[Module]) -> float:
    return sum(len(called_once(module)) for module in modules) / sum(
        len(functions(module)) for module in modules
    )
