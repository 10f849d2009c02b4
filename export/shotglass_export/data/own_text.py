"""A text of one's own: read from a file as UTF-8, and parted into documents."""

from __future__ import annotations

from pathlib import Path

from shotglass.errors import DataFailed

DOCUMENT_END = "\n\n\n"  # two blank lines


def read_own_text(path: Path) -> str:
    """The file's text without a byte order mark and with ``\\n`` as the end of every line.

    Raises DataFailed for a file that cannot be read or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataFailed(f"{path} cannot be read ({error.strerror}): name a text file.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataFailed(
            f"{path} is not UTF-8: byte {error.start}, in line {line}, is "
            f"0x{error.object[error.start]:02x}. Save it as UTF-8, or convert it: "
            f"iconv -f LATIN1 -t UTF-8 {path.name} > utf8.txt, if it is Latin-1."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def documents_of(text: str) -> list[str]:
    """The parts of ``text`` between two blank lines that are not empty.

    >>> documents_of("One.\\n\\n\\nTwo,\\n\\nstill two.\\n")
    ['One.', 'Two,\\n\\nstill two.\\n']
    """
    return [part for part in text.split(DOCUMENT_END) if part.strip()]
