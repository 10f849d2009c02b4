"""Plain prose out of typed books: ASCII punctuation, paragraphs unwrapped, page furniture gone.

A document is its paragraphs with a blank line between them; verse keeps its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
        "–": "-", "—": "--", "―": "--", "−": "-", "‐": "-", "‑": "-", "…": "...", "\u00a0": " ",
        "\u00ad": "", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "ß": "ss", "½": " 1/2",
        "¼": " 1/4", "¾": " 3/4", "¢": " cents", "£": "£", "×": "x", "§": "section",
    }
)  # fmt: skip
_FURNITURE = re.compile(
    r"[\W\d_]*|(the )?(end|finis)\.?|(chapter|volume|book|part|scene|act) [\divxlc]+\b.{0,60}"
    r"|[ivxlc]+\.?|\[[^\]]*\]|\[?\*.*|\[footnote.*",
    re.IGNORECASE | re.DOTALL,
)
VERSE_WIDTH = 60  # a line of verse is seldom longer; wrapped prose mostly is


def plain(text: str) -> str:
    """ASCII (and the pound sign): straight quotes, ``--`` for a dash, letters without accents."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    text = "".join(char for char in text if char < "\x7f" or char == "£")
    text = re.sub(r" *-{2,} *", "--", text.replace("\r\n", "\n").replace("\t", " "))
    return text.replace("''", '"')


def document(text: str) -> str:
    """The prose of one chapter, story or speech; empty if nothing is left of it."""
    prose = "\n\n".join(paragraphs(plain(text)))
    # Printers give a chapter's first words in capitals.
    capitals = re.match(r"\W*[A-Z']{2,}(?: [A-Z']{2,})*(?= [a-zA-Z])", prose)
    if not capitals:
        return prose
    words = capitals[0].split(" ")
    named = [words[0].capitalize() if words[0].isalpha() else words[0].title()]
    return " ".join([*named, *(word.title() for word in words[1:])]) + prose[capitals.end() :]


def without_motto(text: str) -> str:
    """A document without the verse or saying, and its author, that stand above the tale."""
    parts = text.split("\n\n")
    while len(parts) > 1 and ("\n" in parts[0] or re.search(r"[A-Z]{4,}\W*$", parts[0])):
        del parts[0]
    return "\n\n".join(parts)


def paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n[ ]*\n", text):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        stripped = " ".join(line.strip() for line in lines)
        if not lines or _is_furniture(stripped):
            continue
        if _is_verse(lines):
            yield _tidy("\n".join(map(str.strip, lines)))
        else:  # one line, with a word that was cut at a line's end put together again
            joined = re.sub(r"(?<=[a-z])- (?=[a-z])", "-", stripped).replace("-- ", "--")
            yield _tidy(joined)


def _is_furniture(text: str) -> bool:
    """Ornaments, numbers, headings in capitals, footnotes: what is no part of the telling."""
    letters = [char for char in text if char.isalpha()]
    shouted = all(char.isupper() for char in letters) and '"' not in text
    return bool(_FURNITURE.fullmatch(text)) or (shouted and len(text) < 90)


def _is_verse(lines: list[str]) -> bool:
    """Whether the paragraph is verse: two lines or more, all indented and short, most beginning
    with a capital letter."""
    capitals = sum(line.lstrip(" \"'(")[:1].isupper() for line in lines)
    return (
        len(lines) > 1
        and all(line.startswith("  ") for line in lines)
        and all(len(line.strip()) < VERSE_WIDTH for line in lines)
        and capitals >= 0.7 * len(lines)
    )


def _tidy(text: str) -> str:
    text = re.sub(r"\[(?:illustration|footnote)[^\]]*\]", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<![A-Za-z0-9])[_=]+|[_=]+(?![A-Za-z0-9])", "", text)  # emphasis
    text = re.sub(r"(?<=[\w.,;:!?\"'])(?: ?\*)+", "", text)  # a footnote's mark
    return re.sub(r" +", " ", re.sub(r" +([,;.!?])(?![.\d])", r"\1", text)).strip()
