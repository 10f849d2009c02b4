"""The tokens at the ends of a text as a GGUF says them, with what llama.cpp takes for granted.

Source: llama.cpp's src/llama-vocab.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..sentencepiece import CONTROL
from .header import Metadata
from .splits import starts_by_itself

# What llama.cpp takes for the end of a text beside the file's own end token.
_END_TEXTS = frozenset({"<|endoftext|>", "<|im_end|>", "<|end_of_text|>", "<|eot_id|>"})
_KEY = "tokenizer.ggml."


@dataclass(frozen=True)
class GgufEnds:
    """``end``: the file's own end token. ``stops``: it first, then the end of a turn, then the
    others that end a text. ``adds_start``: texts begin with the start token."""

    start: int | None
    end: int | None
    stops: tuple[int, ...]
    adds_start: bool
    notes: tuple[str, ...]


def read_ends(metadata: Metadata) -> GgufEnds:
    """Raises ImportFailed for values of another kind."""
    start, end, turn = (
        metadata.optional_integer(f"{_KEY}{name}_token_id") for name in ("bos", "eos", "eot")
    )
    tokens, types = metadata.strings(f"{_KEY}tokens"), metadata.integers(f"{_KEY}token_type")
    own = [id for id in (end, turn) if id is not None]
    others = [
        id
        for id, (token, type_) in enumerate(zip(tokens, types, strict=False))
        if type_ == CONTROL and token in _END_TEXTS
    ]
    stops = tuple(dict.fromkeys([*own, *others]))
    # What llama.cpp does where the file does not say.
    usual = metadata.text(f"{_KEY}model", "") == "llama" or starts_by_itself(
        metadata.text(f"{_KEY}pre", "")
    )
    adds_start = start is not None and metadata.flag(f"{_KEY}add_bos_token", usual)
    notes = []
    if adds_start and start is not None and start < len(tokens):
        notes.append(starts_with(tokens[start]))
    if metadata.flag(f"{_KEY}add_eos_token", False):
        notes.append(ENDS_WITHOUT)
    return GgufEnds(start, end, stops, adds_start, tuple(notes))


def starts_with(name: str) -> str:
    """The note of a model whose prompts begin with the token ``name``."""
    return f"Prompts begin with the start token {name}, which its tokenizer puts before every text."


ENDS_WITHOUT = (
    "Its tokenizer also puts an end token behind a text; prompts go on, so they are read without."
)
