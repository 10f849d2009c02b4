"""The sources a recipe can name, a file a package or a kind of text."""

from __future__ import annotations

from collections.abc import Mapping

from . import austen, brown, countries, dictionaries, gutenberg, sotu, taxonomy, web_bible, wordnet
from .source import TextSource

SOURCES: Mapping[str, TextSource] = {
    source.name: source
    for module in (
        gutenberg,
        austen,
        sotu,
        web_bible,
        countries,
        wordnet,
        taxonomy,
        dictionaries,
        brown,
    )  # fmt: skip
    for source in module.SOURCES
}
