"""How a checkout is built, in figures: ``python tests/structure/measures.py [ROOT]`` prints them.

Reads source files alone and imports nothing of what it measures, so that any commit can be
measured by the same rule.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ("backend/shotglass", "export/shotglass_export")
RESEARCH = "export/research/shotglass_research"  # what ran once
PAGE = "web/src"
SMALL = 60  # lines
MOST_IN_FOLDER = 14
GENERATED = ("static", "recordings", "node_modules", "__pycache__", "models")
ITEMS = "web/src/gallery"  # one file for each task and each of its lists
STYLE = re.compile(r"^<style>.*?^</style>", re.MULTILINE | re.DOTALL)
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Words of this project alone that the field has another word for (docs/glossary.md).
RETIRED = frozenset(
    [
        "leaving", "brake", "guesser", "guessing", "outbox", "tally", "regrouping", "placing",
        "told", "said", "asked", "begun", "wrote", "hosted", "metering",
    ]
)  # fmt: skip
RETIRED_PAIRS = frozenset({("prompt", "readings"), ("first", "look"), ("take", "along")})


@dataclass(frozen=True)
class Module:
    name: str  # dotted
    path: Path
    lines: int
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


@cache
def python_modules(root: Path, package: str) -> list[Module]:
    """The modules of ``backend/shotglass`` or its like, by name. They are read once."""
    top = root / package
    found = []
    for path in sorted(top.rglob("*.py")):
        parts = path.relative_to(top.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text()
        found.append(Module(name, path, text.count("\n"), ast.parse(text)))
    return found


def page_files(root: Path) -> list[Path]:
    """The page's TypeScript and Svelte files, tests left out."""
    files = [path for kind in ("*.ts", "*.svelte") for path in (root / PAGE).rglob(kind)]
    return sorted(path for path in files if ".test." not in path.name)


def lines(paths: list[Path]) -> int:
    return sum(path.read_text().count("\n") for path in paths)


def style_lines(root: Path) -> int:
    """Lines of styles in the page's components; what they share stands in ``ui/styles``. A lesson's
    own figure is content, as its words are, and does not count."""
    files = (root / PAGE).rglob("*.svelte")
    own = [
        path for path in files if not path.is_relative_to(root / PAGE / "extensions/course/lessons")
    ]
    styles = (STYLE.search(path.read_text()) for path in own)
    return sum(style[0].count("\n") + 1 for style in styles if style)


def crowded_folders(root: Path, most: int = MOST_IN_FOLDER) -> dict[str, int]:
    """Folders of source with more files than ``most``; a page's tests stand beside their sources
    and do not count, nor do generated files and the gallery's items."""
    counts: Counter[str] = Counter()
    for top in (*PYTHON, RESEARCH, PAGE):
        for path in (root / top).rglob("*"):
            place = path.relative_to(root)
            if not path.is_file() or set(GENERATED) & set(place.parts):
                continue
            if ".test." in path.name or path.name in ("__init__.py", "README.md"):
                continue
            if str(place).startswith(ITEMS) and path.suffix == ".json":
                continue
            counts[str(place.parent)] += 1
    return {folder: count for folder, count in sorted(counts.items()) if count > most}


def importers(modules: list[Module]) -> dict[str, set[str]]:
    """By module, which others import it."""
    names = {module.name for module in modules}
    found: dict[str, set[str]] = {name: set() for name in names}
    for module in modules:
        for target in _imported(module, names):
            if target != module.name:
                found[target].add(module.name)
    return found


def _imported(module: Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in names:
                    yield inner
                elif base in names:
                    yield base


def _base(module: Module, node: ast.ImportFrom) -> str:
    """The module that ``from ... import`` names, dotted and absolute."""
    if node.level == 0:
        return node.module or ""
    parts = module.name.split(".")
    parts = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def small_with_one_importer(modules: list[Module]) -> list[str]:
    """Modules of at most ``SMALL`` lines that one other module alone imports."""
    found = importers(modules)
    return [
        module.name
        for module in modules
        if module.lines <= SMALL and len(found[module.name]) == 1 and not module.is_package
    ]


def retired_names(modules: list[Module], pages: list[Path]) -> list[str]:
    """File names and definitions that hold a retired word, as ``place: name``."""
    found = []
    for module in modules:
        here = [module.path.stem, *_definitions(module.tree)]
        found += [f"{module.name}: {name}" for name in here if is_retired(name)]
    for path in pages:
        here = [path.name.split(".")[0], *_exports(path.read_text())]
        found += [f"{path.name}: {name}" for name in here if is_retired(name)]
    return found


def is_retired(name: str) -> bool:
    words = [word.lower() for word in WORDS.findall(name)]
    return bool(RETIRED & set(words)) or bool(RETIRED_PAIRS & set(pairwise(words)))


def _definitions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
            if not isinstance(node, ast.ClassDef):
                arguments = node.args
                every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
                yield from (argument.arg for argument in every)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _exports(source: str) -> list[str]:
    kinds = "function|class|const|let|interface|type|enum"
    return re.findall(rf"^export (?:async )?(?:{kinds}) (\w+)", source, re.MULTILINE)


def report(root: Path) -> Iterator[str]:
    every: list[Module] = []
    for package in (*PYTHON, RESEARCH):
        modules = python_modules(root, package)
        every += modules
        yield f"{package}: {len(modules)} files, {sum(m.lines for m in modules)} lines"
    pages = page_files(root)
    yield f"{PAGE}: {len(pages)} files, {lines(pages)} lines"
    yield f"lines of styles in components: {style_lines(root)}"
    crowded = crowded_folders(root)
    yield f"folders of over {MOST_IN_FOLDER} files: {len(crowded)} {crowded}"
    lonely = small_with_one_importer(every)
    yield f"modules of at most {SMALL} lines with one importer: {len(lonely)}"
    yield from (f"  {name}" for name in lonely)
    retired = retired_names(every, pages)
    yield f"names with a retired word: {len(retired)}"
    yield from (f"  {name}" for name in retired)


if __name__ == "__main__":
    print("\n".join(report(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)))
