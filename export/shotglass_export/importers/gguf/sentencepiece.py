"""A ``tokenizer.json`` from a GGUF's SentencePiece vocabulary: pieces with scores, and no merges.

SentencePiece's BPE joins the two neighbours whose piece has the highest score; so the merges are
all ways to make a piece of two others, in the order of its score.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shotglass.errors import ImportFailed

from .metadata import Metadata

_SPACE = "\u2581"
_UNKNOWN, _BYTE = 2, 6  # GGUF's token types
_LONGEST = 128  # characters of a piece; SentencePiece itself stops at 16 by default


def sentencepiece_model(metadata: Metadata, tokens: list[str], types: list[int]) -> dict[str, Any]:
    """The model part. Raises ImportFailed."""
    scores = metadata.decimals("tokenizer.ggml.scores")
    if len(scores) != len(tokens):
        raise ImportFailed(
            f"The file has {len(tokens)} tokens but {len(scores)} scores; one each was expected."
        )
    if long := next((token for token in tokens if len(token) > _LONGEST), None):
        raise ImportFailed(f"The file has the piece {long[:40]!r}..., which is too long for one.")
    ids = {token: id for id, token in enumerate(tokens)}
    unknown = tokens[types.index(_UNKNOWN)] if _UNKNOWN in types else None
    merges = sorted(_merges(ids), key=lambda merge: -scores[merge[0]])
    return {
        "type": "BPE",
        "dropout": None,
        "unk_token": unknown,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": True,
        "byte_fallback": _BYTE in types,
        "ignore_merges": False,
        "vocab": ids,
        "merges": [[left, right] for _, left, right in merges],
    }


def _merges(ids: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    """The piece's id and its two halves; halves of lower ids first."""
    for token, id in ids.items():
        halves = [(token[:at], token[at:]) for at in range(1, len(token))]
        there = [pair for pair in halves if pair[0] in ids and pair[1] in ids]
        for left, right in sorted(there, key=lambda pair: (ids[pair[0]], ids[pair[1]])):
            yield id, left, right


def sentencepiece_parts(prefixed: bool) -> dict[str, Any]:
    """Normalizer and decoder: "\u2581" for a space, one before the text if it is ``prefixed``."""
    replaced = {"type": "Replace", "pattern": {"String": " "}, "content": _SPACE}
    prepended = {"type": "Prepend", "prepend": _SPACE}
    stripped = {"type": "Strip", "content": " ", "start": 1, "stop": 0}
    decoders = [
        {"type": "Replace", "pattern": {"String": _SPACE}, "content": " "},
        {"type": "ByteFallback"},
        {"type": "Fuse"},
        *([stripped] if prefixed else []),
    ]
    return {
        "normalizer": {
            "type": "Sequence",
            "normalizers": [*([prepended] if prefixed else []), replaced],
        },
        "decoder": {"type": "Sequence", "decoders": decoders},
        "pre_tokenizer": None,
    }
