"""What kind each value of a ``manifest.json`` must be, since nobody vouches for a folder's own.

Files are plain names, so that none is looked for outside the folder. Stdlib only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from .errors import ModelFolderError

TASKS = ("causal-lm", "masked-lm")
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_TOKENS = 1 << 22
_LARGEST = 1 << 50  # bytes


def check_kinds(data: Mapping[str, Any]) -> None:
    """Raises ModelFolderError for the first value of another kind; KeyError for a missing key."""
    for key, (is_right, expected) in _KINDS.items():
        if key in data and not is_right(data[key]):
            _refuse(key, data[key], expected)
    for name, entry in data["files"].items():
        _check_file(name, entry)
    for kind, entry in data["graphs"].items():
        _check_graph(kind, entry, data["files"])


def _check_file(name: str, entry: Any) -> None:
    if not FILE_NAME.fullmatch(name):
        _refuse("files", name, "plain file names were")
    if not isinstance(entry, Mapping) or set(entry) != {"bytes", "sha256"}:
        _refuse(f"files.{name}", entry, "bytes and sha256 were")
    if type(entry["bytes"]) is not int or not 0 <= entry["bytes"] <= _LARGEST:
        _refuse(f"files.{name}.bytes", entry["bytes"], "a number of bytes was")
    if not isinstance(entry["sha256"], str) or not _DIGEST.fullmatch(entry["sha256"]):
        _refuse(f"files.{name}.sha256", entry["sha256"], "64 hexadecimal digits were")


def _check_graph(kind: str, entry: Any, files: Mapping[str, Any]) -> None:
    if not isinstance(entry, Mapping) or set(entry) != {"file", "weights", "precision"}:
        _refuse(f"graphs.{kind}", entry, "file, weights and precision were")
    if not isinstance(entry["precision"], str) or not _are_texts(entry["weights"]):
        _refuse(f"graphs.{kind}", entry, "a precision and a list of weight files were")
    for name in (entry["file"], *entry["weights"]):
        if not isinstance(name, str) or name not in files:
            _refuse(f"graphs.{kind}", name, "a name that files lists was")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_token(value: object) -> bool:
    return type(value) is int and 0 <= value < _MOST_TOKENS


_TEXT = (_is_text, "a text was")
_OBJECT = (_is_object, "an object was")
_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": _TEXT,
    "name": _TEXT,
    "task": (lambda value: value in TASKS, f"{' or '.join(TASKS)} was"),
    "licence": _TEXT,
    "chat_template": (lambda value: value is None or _is_text(value), "a text or null was"),
    "languages": (_are_texts, "a list of texts was"),
    "notes": (_are_texts, "a list of texts was"),
    "start_id": (lambda value: value is None or _is_token(value), "a token's id or null was"),
    "end_id": (lambda value: value is None or _is_token(value), "a token's id or null was"),
    "adds_start": (lambda value: isinstance(value, bool), "true or false was"),
    "stop_ids": (
        lambda value: isinstance(value, list) and all(map(_is_token, value)),
        "a list of token ids was",
    ),
    "architecture": _OBJECT,
    "graphs": _OBJECT,
    "files": _OBJECT,
    "provenance": _OBJECT,
    "parity": _OBJECT,
    "quality": _OBJECT,
}


def _refuse(key: str, value: object, expected: str) -> NoReturn:
    raise ModelFolderError(f"manifest.json: {key[:80]} is {value!r:.80}; {expected} expected.")
