"""Names the new code of results whose experiments were moved, and nothing else:

    python export/research/restamp.py COMMIT OLD_FOLDER NEW_FOLDER [OLD_NAME=NEW_NAME ...]

A result holds the sha256 of its experiment's file, so that a changed experiment makes it stale. A
move changes that file's imports and nothing that it computes. For each result, whose file stood in
OLD_FOLDER at COMMIT and stands now in NEW_FOLDER, this proves that both files have the same syntax
tree without imports, and import the same names of the same modules, where OLD_NAME=NEW_NAME tells
which packages were renamed. Then it writes the new digest into the result, and both digests into
``restamped.json``, which a test holds against git: the result still names the commit of the rule
that stood before its run.
"""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RESTAMPED = Path(__file__).with_name("restamped.json")
Renamed = Mapping[str, str]  # packages: the old name to the new one


def check_same_but_for_imports(
    old: bytes, old_module: str, new: bytes, new_module: str, renamed: Renamed
) -> None:
    """Raises ValueError where two files differ in more than where their imports are from."""
    trees = ast.parse(old), ast.parse(new)
    before, after = (
        sorted(_imports(tree, module, renamed))
        for tree, module in zip(trees, (old_module, new_module), strict=True)
    )
    if before != after:
        odd = set(before) ^ set(after)
        raise ValueError(f"{new_module} imports other things than {old_module}: {sorted(odd)}.")
    before_body, after_body = (ast.dump(_WithoutImports().visit(tree)) for tree in trees)
    if before_body != after_body:
        raise ValueError(f"{new_module} differs from {old_module} in more than its imports.")


class _WithoutImports(ast.NodeTransformer):
    def visit_Import(self, node: ast.Import) -> None:
        return None

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        return None


def _imports(tree: ast.Module, module: str, renamed: Renamed) -> Iterator[tuple[str, str, str]]:
    """Module, name and the name it is used by, of every import, by the modules' new names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", alias.asname or ""
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield _renamed(source, renamed), alias.name, alias.asname or ""


def _renamed(module: str, renamed: Renamed) -> str:
    for old, new in renamed.items():
        if module == old or module.startswith(f"{old}."):
            return new + module.removeprefix(old)
    return module


def restamp(commit: str, old_folder: str, new_folder: str, renamed: Renamed) -> Iterator[str]:
    """A line for each result that it restamps. Raises ValueError where a file changed."""
    record = read_restamped()
    for path in sorted((ROOT / "web/src/extensions/course/lessons").glob("*/*result.json")):
        text = path.read_text("utf-8")
        result = json.loads(text)
        (new_path,) = (ROOT / new_folder).rglob(f"{result['name']}.py")
        inner = new_path.relative_to(ROOT / new_folder)
        old_path = f"{old_folder}/{inner}"
        old, new = file_at(commit, old_path), new_path.read_bytes()
        if result["code"] != _sha256(old):
            raise ValueError(f"{path} was stale before: it is not of {old_path} at {commit}.")
        modules = dotted_name(Path(old_path)), dotted_name(new_path.relative_to(ROOT))
        check_same_but_for_imports(old, modules[0], new, modules[1], renamed)
        path.write_text(text.replace(result["code"], _sha256(new)), "utf-8")
        first = record["results"].get(result["name"], {"path": old_path, "was": result["code"]})
        record["results"][result["name"]] = {**first, "is": _sha256(new)}
        yield f"{result['name']}: {result['code'][:12]} is now {_sha256(new)[:12]}"
    record["renamed"] |= renamed
    RESTAMPED.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def read_restamped() -> dict[str, Any]:
    """``results``: by name the ``path`` of the file whose digest the result had, this digest
    (``was``) and the one that it has now (``is``); ``renamed``: packages."""
    if not RESTAMPED.exists():
        return {"renamed": {}, "results": {}}
    record: dict[str, Any] = json.loads(RESTAMPED.read_text("utf-8"))
    return record


def file_at(commit: str, path: str) -> bytes:
    """The file's bytes in a commit. Raises CalledProcessError where it was not there."""
    command = ["git", "-C", str(ROOT), "show", f"{commit}:{path}"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def dotted_name(path: Path) -> str:
    """Of a module below ``export``."""
    parts = path.with_suffix("").parts
    package = next(n for n, part in enumerate(parts) if part.startswith("shotglass_"))
    return ".".join(parts[package:])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    commit, old_folder, new_folder, *pairs = sys.argv[1:]
    names = dict(pair.split("=") for pair in pairs)
    print("\n".join(restamp(commit, old_folder, new_folder, names)))
