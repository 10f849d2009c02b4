"""The fixed lists that a model is asked about: occupations, capitals, misconceptions."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..result import Data

FILE = Path(__file__).parents[1] / "texts/statements.toml"
PRONOUNS = (" he", " she")


@dataclass(frozen=True)
class Asked:
    """A beginning and two ways to go on, each with its leading space; of statements the first is
    true, of occupations they are ``PRONOUNS``."""

    prompt: str
    answers: tuple[str, str]


@dataclass(frozen=True)
class Statements:
    """``by_occupation``: each with all sentences, in the order of the file. ``capitals`` are in
    pairs that swap their answers, so that ignoring the place is right in one of two."""

    by_occupation: dict[str, tuple[Asked, ...]]
    capitals: tuple[Asked, ...]
    misconceptions: tuple[Asked, ...]
    data: Data


def read_statements(most: int | None = None) -> Statements:
    """``most``: only so many of each list, for a run at toy size."""
    text = FILE.read_bytes()
    lists = tomllib.loads(text.decode("utf-8"))
    occupations = lists["occupations"][:most]
    return Statements(
        {name: _sentences(name, lists["sentences"]) for name in occupations},
        _paired(lists["capitals"][:most]),
        tuple(Asked(start, (true, false)) for start, true, false in lists["misconceptions"][:most]),
        Data(FILE.name, sha256(text).hexdigest(), "Apache-2.0", "our own lists"),
    )


def _sentences(occupation: str, sentences: Sequence[str]) -> tuple[Asked, ...]:
    return tuple(Asked(one.format(occupation=occupation), PRONOUNS) for one in sentences)


def _paired(capitals: Sequence[Sequence[str]]) -> tuple[Asked, ...]:
    """Each place with the next one's capital as the false answer, and the other way round."""
    found = []
    for (place, capital), (other, false) in zip(capitals[::2], capitals[1::2], strict=True):
        found.append(Asked(f"The capital of {place} is", (f" {capital}", f" {false}")))
        found.append(Asked(f"The capital of {other} is", (f" {false}", f" {capital}")))
    return tuple(found)
