"""SentencePiece's vocabularies as parts of a ``tokenizer.json`` (Kudo and Richardson 2018).

They have pieces with scores and no merges. Its BPE joins the two neighbours whose piece has the
highest score, so the merges are all ways to make a piece of two others, in the order of its score.
Its unigram model (Kudo 2018) takes the pieces whose scores have the largest sum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from shotglass.errors import ImportFailed

SPACE = "\u2581"
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = range(1, 7)  # types of pieces, GGUF's too
Piece = tuple[str, float, int]  # its text, score and type
_LONGEST = 128  # characters of a piece; SentencePiece itself stops at 16 by default
_NEVER = -1e6  # a score that no text's other pieces add up to


def bpe_of_scores(pieces: Sequence[Piece], joined: Collection[str]) -> dict[str, Any]:
    """The model part. ``joined``: the pieces that neighbours are joined into. Raises
    ImportFailed."""
    scores = {text: score for text, score, _ in pieces}
    if long := next((text for text in scores if len(text) > _LONGEST), None):
        raise ImportFailed(f"There is the piece {long[:40]!r}..., which is too long for one.")
    ids = {text: id for id, (text, _, _) in enumerate(pieces)}
    merges = sorted(_merges(ids, joined), key=lambda merge: -scores[merge[0]])
    return {
        "type": "BPE",
        "dropout": None,
        "unk_token": next((text for text, _, kind in pieces if kind == UNKNOWN), None),
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": True,
        "byte_fallback": any(kind == BYTE for _, _, kind in pieces),
        "ignore_merges": False,
        "vocab": ids,
        "merges": [[left, right] for _, left, right in merges],
    }


def _merges(ids: dict[str, int], joined: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The piece and its two halves; halves of lower ids first."""
    for text in ids:
        if text not in joined:
            continue
        halves = [(text[:at], text[at:]) for at in range(1, len(text))]
        there = [pair for pair in halves if pair[0] in ids and pair[1] in ids]
        for left, right in sorted(there, key=lambda pair: (ids[pair[0]], ids[pair[1]])):
            yield text, left, right


def unigram(pieces: Sequence[Piece]) -> dict[str, Any]:
    """The model part. Raises ImportFailed where no piece stands for what is unknown."""
    unknown = next((id for id, (_, _, kind) in enumerate(pieces) if kind == UNKNOWN), None)
    if unknown is None:
        raise ImportFailed("The tokenizer has no unknown piece; a unigram model needs one.")
    of_text = NORMAL, USER_DEFINED
    return {
        "type": "Unigram",
        "unk_id": unknown,
        "vocab": [[text, score if kind in of_text else _NEVER] for text, score, kind in pieces],
        "byte_fallback": any(kind == BYTE for _, _, kind in pieces),
    }


def sentencepiece_parts(prefixed: bool) -> dict[str, Any]:
    """Normalizer and decoder: "\u2581" for a space, one before the text if it is ``prefixed``."""
    replaced = {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}
    prepended = {"type": "Prepend", "prepend": SPACE}
    stripped = {"type": "Strip", "content": " ", "start": 1, "stop": 0}
    decoders = [
        {"type": "Replace", "pattern": {"String": SPACE}, "content": " "},
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
