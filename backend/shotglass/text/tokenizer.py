"""A tokenizer.json as text <-> ids <-> bytes, by Hugging Face's ``tokenizers``.

Every token is a run of UTF-8 bytes (``token_bytes``), so a character may be cut between tokens.
Offsets are counted here from those bytes, in Unicode code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tokenizers

from ..contract import Manifest
from ..errors import InvalidRequest, ModelFolderError, TokenOutOfRange
from ..events import Piece
from .streaming import Starts
from .token_bytes import byte_table, missing_bytes, takes_space_off

LONG = 4_000  # characters


class Tokenizer:
    """Ids run from 0 to ``vocabulary - 1``; an id that has no token has no bytes.

    ``texts``, the text of every token by id, ``token_text`` and ``token_bytes`` read tables made at
    load, so they cost nothing per token.
    """

    def __init__(self, inner: tokenizers.Tokenizer) -> None:
        """``inner`` becomes this object's own: its special tokens, padding, truncation are off."""
        inner.encode_special_tokens = True  # "<|im_end|>" typed by a person is text, not a command
        inner.no_padding()
        inner.no_truncation()
        self._inner = inner
        self._long_texts = ThreadPoolExecutor(1, "long-text")
        self._bytes = byte_table(inner)
        self.texts = [_shown(data) for data in self._bytes]
        self._missing = missing_bytes(inner)
        self._takes_space_off = takes_space_off(inner)

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Raises ModelFolderError when the file is missing, broken, or of a kind whose tokens are
        no bytes to us."""
        try:
            inner = tokenizers.Tokenizer.from_file(str(path))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the library raises bare Exception, and Rust's panics
            reason = str(error)[:200]
            raise ModelFolderError(f"{path.name} cannot be read: {reason}.") from error
        return cls(inner)

    @property
    def vocabulary(self) -> int:
        return len(self._bytes)

    def encode(self, text: str) -> list[int]:
        """Token ids of ``text``; nothing is added at its ends. Raises InvalidRequest."""
        return self._encoding(text).ids

    def unspelled(self, text: str) -> str | None:
        """The first character that no token stands for and ``encode`` leaves out; None for none."""
        if not self._missing:
            return None
        return next((char for char in text if not self._missing.isdisjoint(char.encode())), None)

    def parse(self, text: str, ends: bool = False) -> list[int]:
        """Encodes as ``encode`` does, but the names of special tokens become those tokens, and
        ``ends`` adds what the tokenizer puts at both ends of a text. Raises InvalidRequest."""
        return self._encoding(text, self._parsing, ends).ids

    def starts(self, ids: Sequence[int]) -> list[int]:
        """Returns where each token begins in ``decode(ids)``, in code points; see ``Starts``."""
        starts = Starts()
        return [starts.push(self.token_bytes(id)) for id in ids]

    def pieces(self, text: str) -> list[Piece]:
        """The tokens of ``text`` with their places in it. Raises InvalidRequest.

        A token spans the characters that its bytes belong to; tokens inside one character all
        span that character.
        """
        encoding = self._encoding(text)
        spans = self._byte_spans(text, encoding.ids) or encoding.offsets
        return [
            Piece(id, self.token_text(id), start, end)
            for id, (start, end) in zip(encoding.ids, spans, strict=True)
        ]

    def pieces_of(self, ids: Sequence[int]) -> list[Piece]:
        """``ids`` with their places in ``decode(ids)``; special tokens are marked."""
        text, special = self.decode(ids), frozenset(self.special_names.values())
        spans = self._byte_spans(text, ids) or _between(self.starts(ids), len(text))
        return [
            Piece(id, self.token_text(id), start, end, special=id in special)
            for id, (start, end) in zip(ids, spans, strict=True)
        ]

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ``ids``, special tokens as their names, broken characters as U+FFFD.

        Where a tokenizer puts a space before a text (SentencePiece) it stands there too: these may
        be the tokens of a text's middle. ``whole_text`` is of all tokens of a text.
        """
        return b"".join(map(self.token_bytes, ids)).decode("utf-8", errors="replace")

    def whole_text(self, ids: Sequence[int]) -> str:
        """Decodes as ``decode`` does, without the space that the tokenizer puts before every
        text."""
        text = self.decode(ids)
        return text.removeprefix(" ") if self._takes_space_off else text

    def token_bytes(self, id: int) -> bytes:
        return self._bytes[id] if 0 <= id < len(self._bytes) else b""

    def token_text(self, id: int) -> str:
        """Returns the token for display: whole characters as they are, other bytes as
        ``<0xE4>``."""
        return self.texts[id] if 0 <= id < len(self.texts) else ""

    @cached_property
    def special_names(self) -> dict[str, int]:
        """The ids of the special tokens by their names."""
        added = self._inner.get_added_tokens_decoder().items()
        return {token.content: id for id, token in added if token.special}

    def special_id(self, text: str) -> int | None:
        """The id of the added token named ``text``, or None."""
        for id, token in self._inner.get_added_tokens_decoder().items():
            if token.content == text:
                return id
        return None

    @cached_property
    def _parsing(self) -> tokenizers.Tokenizer:
        return tokenizers.Tokenizer.from_str(self._inner.to_str())

    def _encoding(
        self, text: str, inner: tokenizers.Tokenizer | None = None, ends: bool = False
    ) -> tokenizers.Encoding:
        """A batch is encoded without Python's lock: 200,000 characters would hold it for a second,
        in which no other thread does anything. The library keeps for each thread the room that its
        longest text took (11 MiB for 199,000 line feeds), so one thread reads all long texts."""
        if surrogate := _SURROGATE.search(text):
            raise InvalidRequest(
                f"The text holds half a character, U+{ord(surrogate[0]):04X}, at position "
                f"{surrogate.start()}; whole Unicode characters were expected."
            )
        inner = inner or self._inner
        if len(text) < LONG:
            return inner.encode(text, add_special_tokens=ends)
        encoded = self._long_texts.submit(inner.encode_batch, [text], add_special_tokens=ends)
        return encoded.result()[0]

    def _byte_spans(self, text: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Code point spans counted over bytes, of which a space before the text has none; empty
        where a normalizer changed the bytes."""
        data = [self.token_bytes(id) for id in ids]
        joined, own = b"".join(data), text.encode()
        if joined not in (own, b" " + own):
            return []
        char_of = [i for i, char in enumerate(text) for _ in range(len(char.encode()))]
        spans, at = [], len(own) - len(joined)
        for piece in data:
            start, at = max(at, 0), at + len(piece)
            spans.append((char_of[start], char_of[at - 1] + 1) if at else (0, 0))
        return spans


_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]")


def _between(starts: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Spans from each start to the next one behind it, or to the end."""
    spans, end = [], length
    for start, following in zip(reversed(starts), [length, *reversed(starts)], strict=False):
        end = following if following > start else end
        spans.append((start, end))
    return spans[::-1]


def _shown(data: bytes) -> str:
    """surrogateescape marks each undecodable byte 0xNN as U+DCNN, which UTF-8 cannot hold."""
    text = data.decode("utf-8", errors="surrogateescape")
    return _ESCAPED.sub(lambda match: f"<0x{ord(match[0]) - 0xDC00:02X}>", text)


@dataclass(frozen=True)
class PromptTokens:
    """``start``: what stands before every text, one token or none (``Manifest.added_start``)."""

    tokenizer: Tokenizer
    start: tuple[int, ...] = ()

    @classmethod
    def of(cls, tokenizer: Tokenizer, manifest: Manifest) -> PromptTokens:
        return cls(tokenizer, manifest.added_start)

    def encode(self, text: str) -> list[int]:
        """Raises InvalidRequest, as ``Tokenizer.encode`` does."""
        return [*self.start, *self.tokenizer.encode(text)]

    def pieces(self, prompt: str | Sequence[int]) -> tuple[Piece, ...]:
        """Returns a piece for each id of ``encode``, or for each of the ids that a prompt consists
        of. Raises InvalidRequest."""
        if not isinstance(prompt, str):
            return tuple(self.tokenizer.pieces_of(prompt))
        return (*map(self.special, self.start), *self.tokenizer.pieces(prompt))

    def special(self, id: int) -> Piece:
        """A token before the text, which covers no character of the text."""
        return Piece(id, self.tokenizer.token_text(id), 0, 0, special=True)


def require_tokens(ids: Sequence[int], vocabulary: int, pointer: str) -> None:
    """Raises TokenOutOfRange, pointing at the first id that is no token."""
    for place, id in enumerate(ids):
        if not 0 <= id < vocabulary:
            raise TokenOutOfRange(
                f"{id} is no token: ids from 0 to {vocabulary - 1} were expected.",
                pointer=f"{pointer}/{place}",
            )


def end_token(manifest: Manifest, tokenizer: Tokenizer) -> int | None:
    """None where no token ends a text.

    A folder from before ``end_id`` was written down has its stop tokens by their ids: there it is
    the stop token that the chat template names, else the first.
    """
    if manifest.end_id is not None:
        return manifest.end_id
    template = manifest.chat_template or ""
    names = {id: tokenizer.token_text(id) for id in manifest.stop_ids}
    written = (id for id, name in names.items() if name and name in template)
    return next(written, next(iter(manifest.stop_ids), None))
