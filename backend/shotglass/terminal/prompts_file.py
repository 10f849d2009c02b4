"""A file of prompts to score: JSON Lines, each a text or an object with labels of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine import Batch
from ..errors import InvalidJson, InvalidRequest
from ..parsing import Unfit, loads, parsed
from .options import text_of


@dataclass(frozen=True)
class _Line:
    prompt: str
    labels: tuple[str, ...] | None = None


def read_batch(file: str, labels: Sequence[str], content_free: Sequence[str]) -> Batch:
    """``file``: a path, or "-" for what comes in. ``labels``: of the lines without their own.
    Raises InvalidJson, InvalidRequest, naming the line."""
    lines = [
        _line(number, text, tuple(labels))
        for number, text in enumerate(_text(file).split("\n"), 1)
        if text.strip()
    ]
    if not lines:
        raise InvalidRequest(f"{file} holds no prompts; at least one line was expected.")
    prompts, of_each = zip(*lines, strict=True)
    return Batch(prompts, of_each, tuple(content_free))


def _text(file: str) -> str:
    if file == "-":
        return text_of(file)
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{file} cannot be read as UTF-8 text: {error}.") from error


def _line(number: int, text: str, labels: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    try:
        value = loads(text)
    except ValueError as error:
        raise InvalidJson(
            f"Line {number} is not JSON: {error}. Write a prompt in double quotes, its line ends "
            "as \\n."
        ) from error
    try:
        line = parsed(_Line, {"prompt": value} if isinstance(value, str) else value)
    except Unfit:
        raise InvalidRequest(
            f'Line {number} is neither a text nor {{"prompt": text, "labels": [texts]}}.'
        ) from None
    own = labels if line.labels is None else line.labels
    if not own:
        raise InvalidRequest(
            f"Line {number} has no labels: write some after the options for all lines, or "
            '"labels" in the line.'
        )
    return line.prompt, own
