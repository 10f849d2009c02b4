"""A ``tokenizer.json`` as the keys of a GGUF: what ``importers/gguf/tokenizer.py`` reads, written.

Byte-level BPE, of the ways to split text that llama.cpp has names for; and SentencePiece's BPE,
whose scores are the ranks of its merges.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shotglass.errors import ExportFailed, ImportFailed

from ...importers.gguf.header import Metadata
from ...importers.gguf.splits import SPLITS, WHOLE_FIRST
from ...importers.gguf.tokenizer import build_tokenizer
from ...importers.sentencepiece import (
    BYTE,
    CONTROL,
    NORMAL,
    UNKNOWN,
    UNUSED,
    USER_DEFINED,
    sentencepiece_parts,
)
from ..source import Source

_KEY = "tokenizer.ggml."
Keys = dict[str, Any]


def tokenizer_keys(source: Source) -> Keys:
    """Returns the tokenizer's keys, with the tokens at the ends of a text. Raises ExportFailed for
    a tokenizer whose ids a GGUF cannot give."""
    content = json.loads(source.tokenizer.read_text("utf-8"))
    model = content["model"]
    if model.get("type") != "BPE":
        raise _refused(f"it is a {str(model.get('type'))[:20]} tokenizer, and BPE is what can be")
    of_kind = _sentencepiece if content.get("pre_tokenizer") is None else _byte_level
    tokens, types = _tokens(content, source.config.vocabulary)
    manifest = source.manifest
    ids = dict.fromkeys([manifest.end_id, *manifest.stop_ids])
    ends = [id for id in ids if id is not None][:2]
    named = dict(zip(("eos", "eot"), ends, strict=False))
    if manifest.start_id is not None:
        named["bos"] = manifest.start_id
    keys = {
        f"{_KEY}tokens": tokens,
        f"{_KEY}token_type": types,
        **{f"{_KEY}{name}_token_id": id for name, id in named.items()},
        f"{_KEY}add_bos_token": manifest.adds_start,
        f"{_KEY}add_eos_token": False,
    }
    if manifest.chat_template is not None:
        keys["tokenizer.chat_template"] = manifest.chat_template
    return keys | of_kind(content, keys)


def _byte_level(content: Mapping[str, Any], _keys: Keys) -> Keys:
    model = content["model"]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    # Qwen2's own composes characters first, which llama.cpp leaves out.
    normalizer = (content.get("normalizer") or {"type": "NFC"})["type"]
    steps = _steps(content["pre_tokenizer"])
    if not any(_NEWLINE in merge for merge in merges):  # else it is joined to nothing anyway
        steps = [step for step in steps if step != _AT_NEWLINES]
    for name, split in SPLITS.items():
        same = steps == _steps({"pretokenizers": split})
        if same and bool(model.get("ignore_merges")) == (name == WHOLE_FIRST):
            if normalizer != "NFC":
                raise _refused(f"it changes texts first ({normalizer[:20]})")
            return {f"{_KEY}model": "gpt2", f"{_KEY}pre": name, f"{_KEY}merges": merges}
    raise _refused("it splits texts in a way that llama.cpp has no name for")


def _steps(pre_tokenizer: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Returns what splits, and how, without what changes no ids."""
    parts = pre_tokenizer.get("pretokenizers", [pre_tokenizer])
    keys = ("type", "use_regex", "add_prefix_space", "individual_digits", "pattern", "behavior")
    steps = [tuple(part.get(key) for key in keys) for part in parts]
    return [tuple(json.dumps(value, sort_keys=True) for value in step) for step in steps]


_NEWLINE = "\u010a"  # as byte-level BPE writes it
(_AT_NEWLINES,) = _steps(
    {"type": "Split", "pattern": {"Regex": "\n"}, "behavior": "Isolated", "invert": False}
)


def _sentencepiece(content: Mapping[str, Any], keys: Keys) -> Keys:
    """Kept if reading it again makes the same merges."""
    normalizer = content.get("normalizer")
    ways = [way for way in (True, False) if sentencepiece_parts(way)["normalizer"] == normalizer]
    prefixed = ways[0] if ways else None
    if prefixed is None:
        raise _refused("it changes texts in a way that SentencePiece's does not")
    merges = content["model"]["merges"]
    merges = [merge.split(" ") if isinstance(merge, str) else merge for merge in merges]
    ranks: dict[str, int] = {}
    for left, right in merges:
        ranks.setdefault(left + right, len(ranks))
    made = {
        f"{_KEY}model": "llama",
        f"{_KEY}pre": "default",
        f"{_KEY}add_space_prefix": prefixed,
        f"{_KEY}scores": [-float(ranks.get(token, len(ranks))) for token in keys[f"{_KEY}tokens"]],
    }
    try:
        again = build_tokenizer(Metadata(keys | made))
    except ImportFailed as error:
        raise _refused(error.detail) from error
    if again["model"]["merges"] != merges:
        raise _refused("its merges are not those that follow from scores of its pieces")
    return made


def _tokens(content: Mapping[str, Any], count: int) -> tuple[list[str], list[int]]:
    """Returns the tokens by id, with names for the ids that no token has."""
    model, added = content["model"], content["added_tokens"]
    tokens = [f"[PAD{id}]" for id in range(count)]
    types = [UNUSED] * count
    for token, id in model["vocab"].items():
        is_byte = model.get("byte_fallback") and len(token) == 6 and token.startswith("<0x")
        tokens[id], types[id] = token, BYTE if is_byte else NORMAL
        if token == model.get("unk_token"):
            types[id] = UNKNOWN
    for token in added:
        special = CONTROL if token["special"] else USER_DEFINED
        unknown = token["content"] == model.get("unk_token")
        tokens[token["id"]] = token["content"]
        types[token["id"]] = UNKNOWN if unknown else special
    return tokens, types


def _refused(why: str) -> ExportFailed:
    return ExportFailed(
        f"The model's tokenizer cannot be written into a GGUF: {why}. Export the model as portable "
        "or hf, which keep its tokenizer.json."
    )
