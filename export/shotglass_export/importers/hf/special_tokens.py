"""Tokens that stand for no text of their own, as the files beside an older tokenizer name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tokenizers import Tokenizer

from .folder import Folder

CONFIG = "tokenizer_config.json"
MAP = "special_tokens_map.json"
_ROLES = ("bos", "eos", "unk", "pad", "cls", "sep", "mask")
# What the families' own classes take for granted.
_USUAL = ("<|endoftext|>", "<unk>", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def special_tokens(folder: Folder, inner: Tokenizer) -> list[tuple[str, int | None]]:
    """Each with the id that the folder gives it, if it does, in the order of their ids."""
    found: dict[str, int | None] = dict(_numbered(folder))
    named = folder.object_if_there(CONFIG), folder.object_if_there(MAP)
    for content in (*(token for part in named for token in _roles(part)), *_USUAL):
        if inner.token_to_id(content) is not None:
            found.setdefault(content, None)
    last = 1 << 62
    return sorted(found.items(), key=lambda item: last if item[1] is None else item[1])


def content_of(token: Any) -> str | None:
    """A token is named by its text, or by an object that holds it."""
    content = token.get("content") if isinstance(token, Mapping) else token
    return content if isinstance(content, str) and content else None


def _numbered(folder: Folder) -> Iterator[tuple[str, int]]:
    for content, id in folder.object_if_there("added_tokens.json").items():
        if type(id) is int:
            yield content, id
    decoder = folder.object_if_there(CONFIG).get("added_tokens_decoder")
    for key, token in (decoder if isinstance(decoder, Mapping) else {}).items():
        if key.isdecimal() and (name := content_of(token)):
            yield name, int(key)


def _roles(part: Mapping[str, Any]) -> Iterator[str]:
    named = [part.get(f"{role}_token") for role in _ROLES]
    more = part.get("additional_special_tokens")
    for token in [*named, *(more if isinstance(more, list) else [])]:
        if content := content_of(token):
            yield content
