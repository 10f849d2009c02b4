"""A program that runs an export: a text whose capital words stand for what is the model's own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TEXTS = Path(__file__).parent / "texts"
_LANGUAGES = {"py": "python", "mjs": "js"}


@dataclass(frozen=True)
class Program:
    """``file``: its text is ``texts/<file>.txt``. ``needs``: the commands before it. ``masked``:
    for models that fill gaps, whose texts are in ``texts/masked``."""

    file: str
    needs: str
    masked: bool = False

    @property
    def language(self) -> str:
        """The language by which Markdown colours the program."""
        return _LANGUAGES[self.file.rpartition(".")[2]]

    def text(self, values: Mapping[str, Any]) -> str:
        """Returns the text with JSON for each word of ``values``, which Python and JavaScript read
        alike."""
        words = "|".join(values)
        folder = _TEXTS / "masked" if self.masked else _TEXTS
        text = (folder / f"{self.file}.txt").read_text("utf-8")
        return re.sub(
            rf"\b({words})\b", lambda word: json.dumps(values[word[1]], ensure_ascii=False), text
        )
