"""Phrases in Chinese, each by its template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

from .errors import Phrase


def in_chinese(phrase: Phrase) -> str:
    """Returns the sentence in Chinese, or in English what the table lacks, as the words of a
    library."""
    values = {name: _value(value) for name, value in phrase.values.items()}
    return Template(templates().get(phrase.template, phrase.template)).substitute(values)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return in_chinese(value) if isinstance(value, Phrase) else str(value)


@cache
def templates() -> Mapping[str, str]:
    """Returns the templates by the English ones, with the same places."""
    table: Mapping[str, str] = json.loads(files(__package__).joinpath("chinese.json").read_bytes())
    return table
