"""The special tokens of a checkpoint folder, and those of them that begin and end a text.

The tokenizer's own files come first: by their names chat templates write them, and by its
``tokenizer.json`` a text begins with one or does not. What stops a text is what generation and
model say, the tokenizer's end token always among it. Older tokenizers name the tokens that stand
for no text of their own in files beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tokenizers
from tokenizers import Tokenizer

from shotglass.architecture import ModelConfig

from .folder import Folder
from .settings import Settings

CONFIG = "tokenizer_config.json"
MAP = "special_tokens_map.json"
_ROLES = ("bos", "eos", "unk", "pad", "cls", "sep", "mask")
# What the families' own classes take for granted.
_USUAL = ("<|endoftext|>", "<unk>", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def special_tokens(folder: Folder, inner: Tokenizer) -> list[tuple[str, int | None]]:
    """Each with the id that the folder gives it, if it does, in the order of their ids."""
    tokens: dict[str, int | None] = dict(_numbered(folder))
    by_role: list[Any] = []
    for part in (folder.object_if_there(CONFIG), folder.object_if_there(MAP)):
        more = part.get("additional_special_tokens")
        by_role += [part.get(f"{role}_token") for role in _ROLES]
        by_role += more if isinstance(more, list) else []
    for content in (*map(content_of, by_role), *_USUAL):
        if content and inner.token_to_id(content) is not None:
            tokens.setdefault(content, None)
    last = 1 << 62
    return sorted(tokens.items(), key=lambda item: last if item[1] is None else item[1])


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


_PROBE = "a"  # any text of at least one token


@dataclass(frozen=True)
class Ends:
    """``stops``: ``end`` first, then the others in the folder's order. ``adds_start``: texts begin
    with the token ``start``. ``adds_more``: the tokenizer also puts tokens behind a text, or
    several before it."""

    start: int | None = None
    end: int | None = None
    stops: tuple[int, ...] = ()
    adds_start: bool = False
    adds_more: bool = False
    start_name: str = ""


def read_ends(
    folder: Folder,
    sources: Sequence[Settings],
    config: ModelConfig,
    tokenizer: Mapping[str, Any],
) -> Ends:
    """``sources``: the generation's configuration, then the model's. Raises ImportFailed."""
    names = {token["id"]: token["content"] for token in tokenizer["added_tokens"]}
    before, behind = _added(tokenizer)
    by_role = {
        role: list(_named_ids(folder, sources, config, names, role)) for role in ("bos", "eos")
    }
    adds_start = len(before) == 1
    start = before[0] if adds_start else next(iter(by_role["bos"]), None)
    end = next(iter(by_role["eos"]), None)
    return Ends(
        start=start,
        end=end,
        stops=tuple(dict.fromkeys(by_role["eos"])),
        adds_start=adds_start,
        adds_more=bool(behind) or len(before) > 1,
        start_name=names.get(start, "") if start is not None else "",
    )


def _named_ids(
    folder: Folder,
    sources: Sequence[Settings],
    config: ModelConfig,
    names: Mapping[int, str],
    role: str,
) -> Iterator[int]:
    """The token that the tokenizer calls so, then those of the first source that names any."""
    ids = {content: id for id, content in names.items()}
    for file in (CONFIG, MAP):
        content = content_of(folder.object_if_there(file).get(f"{role}_token"))
        if content in ids:
            yield ids[content]
            break
    for source in sources:
        if known := [id for id in source.integers(f"{role}_token_id") if id < config.vocabulary]:
            yield from known
            return


def _added(tokenizer: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """Returns what the tokenizer puts before a text and behind it."""
    if tokenizer.get("post_processor") is None:
        return [], []
    inner = tokenizers.Tokenizer.from_str(json.dumps(tokenizer))
    inner.no_padding()
    inner.no_truncation()
    own = inner.encode(_PROBE, add_special_tokens=False).ids
    whole = inner.encode(_PROBE).ids
    extra = len(whole) - len(own)
    for at in range(extra + 1):
        if whole[at : at + len(own)] == own:
            return whole[:at], whole[at + len(own) :]
    return [], []
