"""Answers of a model in a file of JSON lines, so that an interrupted run resumes.

Each is stored under a digest of all it depends on. The file only grows; a line that a crash cut off
counts as absent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def digest_of(*parts: Any) -> str:
    """Of anything that JSON can write."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


class AnswerFile:
    """Digest -> answer (anything that JSON can write), which its lines call ``name``."""

    def __init__(self, file: Path, name: str) -> None:
        self._file, self._name = file, name
        self._known: dict[str, Any] = dict(_read(file, name))

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Any:
        return self._known[key]

    def keep(self, answers: Mapping[str, Any]) -> None:
        lines = (json.dumps({"of": key, self._name: answer}) for key, answer in answers.items())
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write("".join(f"\n{line}" for line in lines))  # away from a line cut off
        self._known |= answers


def _read(file: Path, name: str) -> Iterator[tuple[str, Any]]:
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines():
        try:
            data = json.loads(line)
        except json.JSONDecodeError:
            continue
        if name in data:
            yield data["of"], data[name]
