"""The sources a recipe can name, one file a package."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    austen,
    brown,
    countries,
    devil,
    gutenberg,
    jargon,
    sotu,
    taxonomy,
    web_bible,
    wordnet,
)
from .source import Source

SOURCES: Mapping[str, Source] = {
    source.name: source
    for module in (
        gutenberg,
        austen,
        sotu,
        web_bible,
        countries,
        wordnet,
        taxonomy,
        jargon,
        devil,
        brown,
    )  # fmt: skip
    for source in module.SOURCES
}
