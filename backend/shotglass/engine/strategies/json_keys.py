"""The keys that an object of a JSON text has already, so that none comes twice.

A grammar cannot say that: whether a key is allowed depends on all before it. JSON permits what
readers disagree on, so this forbids the token with which a key would be repeated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...decoding import Mask

_QUOTE, _ESCAPE = ord('"'), ord("\\")
Keys = frozenset[str] | None  # of an object; None for a list


@dataclass
class JsonKeys:
    """The position within a text of JSON, byte by byte. ``within`` are the open objects and lists;
    ``text`` is what follows the open quote, or None."""

    within: list[Keys] = field(default_factory=list)
    text: bytearray | None = None
    is_key: bool = False  # the text that is open, or the next one
    is_escaped: bool = False

    def copy(self) -> JsonKeys:
        text = None if self.text is None else bytearray(self.text)
        return JsonKeys([*self.within], text, self.is_key, self.is_escaped)

    def read(self, data: bytes) -> bool:
        """Goes on by ``data``. Whether no key is repeated by it."""
        repeats = [not self._read(byte) for byte in data]
        return not any(repeats)

    def _read(self, byte: int) -> bool:
        if self.text is not None:
            if byte == _QUOTE and not self.is_escaped:
                return self._end()
            self.is_escaped = byte == _ESCAPE and not self.is_escaped
            self.text.append(byte)
        elif byte == _QUOTE:
            self.text = bytearray()
        elif byte in b"{[":
            self.within.append(frozenset() if byte == ord("{") else None)
            self.is_key = byte == ord("{")
        elif byte in b"}]":
            self.within[-1:] = []
            self.is_key = False
        elif byte in b",:":
            self.is_key = byte == ord(",") and self._keys is not None
        return True

    @property
    def _keys(self) -> Keys:
        """The keys of the innermost object, or None where that is a list or nothing is open."""
        return self.within[-1] if self.within else None

    def _end(self) -> bool:
        """Closes the open text. Returns False for a key that the object has already."""
        text, self.text, keys = bytes(self.text or b""), None, self._keys
        if not self.is_key or keys is None:
            return True
        key = _decoded(text)
        self.within[-1] = keys | {key}
        return key not in keys

    @property
    def quotes(self) -> int:
        """The fewest quotes of a token with which a key could be repeated."""
        if self.text is None:
            return 2
        keys = self._keys or ()
        if not self.is_key:
            return 3
        begun = _decoded(bytes(self.text)) if b"\\" not in self.text else ""
        return 1 if any(key.startswith(begun) for key in keys) else 3


def _decoded(text: bytes) -> str:
    """Returns the text between two quotes of JSON, or as much of it as there is."""
    try:
        return str(json.loads(b'"%s"' % text))
    except ValueError:  # half a character, or half an escape
        return text.decode("utf-8", "ignore")


@dataclass(frozen=True)
class QuotingTokens:
    """The tokens of a vocabulary that hold a quote. ``counts`` (V,): how many."""

    tokens: Sequence[bytes]
    counts: NDArray[np.uint8]

    @classmethod
    def of(cls, tokens: Sequence[bytes]) -> QuotingTokens:
        counts = [min(token.count(b'"'), 3) for token in tokens]
        return cls(tokens, np.array(counts, np.uint8))

    def unrepeated(self, keys: JsonKeys, mask: Mask) -> Mask:
        """``mask`` (V,) without the tokens that repeat a key; as it is where none would be left,
        since ``patternProperties`` may allow few keys, and the answer then has them all."""
        able = np.flatnonzero(mask & (self.counts >= keys.quotes))
        repeating = [id for id in able.tolist() if not keys.copy().read(self.tokens[id])]
        if not repeating:
            return mask
        left = mask.copy()
        left[repeating] = False
        return left if left.any() else mask
