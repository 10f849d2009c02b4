"""A ``tokenizer.json`` from a GGUF's tokens, merges and token types.

Byte-level BPE, and of it only the ways to split text that are known to give llama.cpp's ids; and
SentencePiece's pieces with scores.
"""

from __future__ import annotations

from typing import Any

from shotglass.errors import ImportFailed

from ..sentencepiece import CONTROL, USER_DEFINED, bpe_of_scores, sentencepiece_parts
from .ends import read_ends
from .header import Metadata
from .splits import BYTE_LEVEL, SPLITS, WHOLE_FIRST, split_named


def build_tokenizer(metadata: Metadata) -> dict[str, Any]:
    """Raises ImportFailed for a kind of tokenizer whose ids we could not reproduce."""
    kind = metadata.text("tokenizer.ggml.model")
    if kind not in ("gpt2", "llama"):
        raise ImportFailed(
            f"The file's tokenizer is of kind {kind[:40]!r}; byte-level BPE ('gpt2') and "
            "SentencePiece's ('llama') can be read."
        )
    tokens, types = _typed(metadata)
    vocabulary = {token: id for id, token in enumerate(tokens)}
    if len(vocabulary) != len(tokens):
        raise ImportFailed("The file lists a token twice; each must be there once.")
    added = [
        added_token(id, token, special=types[id] == CONTROL)
        for id, token in enumerate(tokens)
        if types[id] in (CONTROL, USER_DEFINED)
    ]
    starting = {"post_processor": _starting(metadata, tokens)}
    if kind == "llama":
        # SentencePiece's model. llama.cpp joins neighbours into whatever token there is.
        scores = metadata.decimals("tokenizer.ggml.scores")
        if len(scores) != len(tokens):
            raise ImportFailed(
                f"The file has {len(tokens)} tokens but {len(scores)} scores; one each was "
                "expected."
            )
        model = bpe_of_scores(list(zip(tokens, scores, types, strict=True)), joined=set(tokens))
        prefixed = metadata.flag("tokenizer.ggml.add_space_prefix", True)
        return tokenizer_json(model, [], added) | sentencepiece_parts(prefixed) | starting
    split = split_named(metadata.text("tokenizer.ggml.pre", "gpt-2"))
    model = bpe(vocabulary, metadata.strings("tokenizer.ggml.merges"))
    whole_first = {"ignore_merges": split == WHOLE_FIRST}
    return tokenizer_json(model | whole_first, SPLITS[split], added) | starting


def _starting(metadata: Metadata, tokens: list[str]) -> dict[str, Any] | None:
    """The step that puts the start token before a text, where the file says so."""
    ends = read_ends(metadata)
    if not ends.adds_start or ends.start is None:
        return None
    if ends.start >= len(tokens):
        raise ImportFailed(
            f"The file's start token is {ends.start}; it has {len(tokens)} tokens, from 0."
        )
    return put_before(tokens[ends.start], ends.start)


def put_before(name: str, id: int) -> dict[str, Any]:
    """A tokenizer.json's step that puts a token before a text."""
    special = {"SpecialToken": {"id": name, "type_id": 0}}
    first, second = ({"Sequence": {"id": part, "type_id": i}} for i, part in enumerate("AB"))
    return {
        "type": "TemplateProcessing",
        "single": [special, first],
        "pair": [special, first, {"SpecialToken": {"id": name, "type_id": 1}}, second],
        "special_tokens": {name: {"id": name, "ids": [id], "tokens": [name]}},
    }


def tokenizer_json(
    model: dict[str, Any], pre_tokenizers: list[dict[str, Any]], added: list[dict[str, Any]]
) -> dict[str, Any]:
    """The content of a byte-level ``tokenizer.json``."""
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": pre_tokenizers},
        "post_processor": None,
        "decoder": BYTE_LEVEL,
        "model": model,
    }


def _typed(metadata: Metadata) -> tuple[list[str], list[int]]:
    tokens = metadata.strings("tokenizer.ggml.tokens")
    types = metadata.integers("tokenizer.ggml.token_type")
    if len(tokens) != len(types):
        raise ImportFailed(
            f"The file has {len(tokens)} tokens but {len(types)} types; one each was expected."
        )
    return tokens, types


def added_token(id: int, text: str, *, special: bool) -> dict[str, Any]:
    """Found in a text as it stands, before it is split."""
    kept_apart = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": id, "content": text, **kept_apart, "special": special}


def bpe(vocabulary: dict[str, int], merges: list[str]) -> dict[str, Any]:
    """The model part, of merges as lines. Raises ImportFailed."""
    pairs = [merge.split(" ") for merge in merges]
    if bad := next((pair for pair in pairs if len(pair) != 2), None):
        raise ImportFailed(f"There is a merge {' '.join(bad)[:60]!r}; two parts were expected.")
    return {
        "type": "BPE",
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": False,
        "vocab": vocabulary,
        "merges": pairs,
    }
