"""The tokenizer of the model that a run goes on from: what cuts its documents and ends them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from shotglass.contract import TOKENIZER
from shotglass.errors import DataFailed
from shotglass.text import Tokenizer

from ..checkpoint import Card


@dataclass(frozen=True)
class BaseTokenizer:
    """``text``: a ``tokenizer.json``. ``begin``: what stands before every document, none or one
    token; ``end``: the token after it."""

    text: str
    begin: tuple[int, ...]
    end: int

    @classmethod
    def of(cls, text: str, card: Card) -> BaseTokenizer:
        """Raises DataFailed for a model none of whose tokens ends or begins a text."""
        ends = (card.end_id, *card.stop_ids, card.start_id)
        end = next((id for id in ends if id is not None), None)
        if end is None:
            raise DataFailed(
                f"{card.name} has no token that ends a text, and documents are parted by it: name "
                "another start."
            )
        adds = card.adds_start and card.start_id is not None
        return cls(text, (card.start_id,) if adds and card.start_id is not None else (), end)

    @property
    def digest(self) -> str:
        """sha256 of all that decides how a document is cut."""
        facts = json.dumps([self.begin, self.end]) + self.text
        return hashlib.sha256(facts.encode()).hexdigest()

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Returns the tokenizer as the engine has it, so that a text has the tokens here that it is
        asked with there."""
        with TemporaryDirectory(prefix="shotglass-tokenizer-") as folder:
            path = Path(folder) / TOKENIZER
            path.write_text(self.text, encoding="utf-8")
            return Tokenizer.load(path)

    def document(self, text: str) -> list[int]:
        return [*self.begin, *self.tokenizer.encode(text), self.end]

    @property
    def dtype(self) -> str:
        """The type of its ids in a file."""
        return "uint16" if self.tokenizer.vocabulary <= 1 << 16 else "uint32"

    def sizes(self) -> list[int]:
        """Bytes of each id's text; special tokens and ids without a token have none."""
        special = frozenset(self.tokenizer.special_names.values())
        return [
            0 if id in special else len(self.tokenizer.token_bytes(id))
            for id in range(self.tokenizer.vocabulary)
        ]

    def after(self, prompt: str, answer: str, tail: str) -> tuple[list[int], list[int]]:
        """The tokens of a prompt, and those of its answer with what ends it: ``tail``, or the end
        token where there is none. Parted as labels are when they are scored: an answer that would
        merge with the prompt's last token is encoded by itself."""
        before = self.tokenizer.encode(prompt)
        own = self._behind(prompt, before, answer)
        ending = self._behind(prompt + answer, before + own, tail) if tail else [self.end]
        return [*self.begin, *before], own + ending

    def _behind(self, text: str, ids: Sequence[int], more: str) -> list[int]:
        whole = self.tokenizer.encode(text + more)
        fits = whole[: len(ids)] == list(ids)
        return whole[len(ids) :] if fits else self.tokenizer.encode(more)
