"""The tokens that begin and end a text, as a checkpoint folder says them.

The tokenizer's own files come first: by their names chat templates write them, and by its
``tokenizer.json`` a text begins with one or does not. What stops a text is what generation and
model say, the tokenizer's end token always among it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tokenizers

from shotglass.architecture import ModelConfig

from .folder import Folder
from .settings import Settings
from .special_tokens import CONFIG, MAP, content_of

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
    """``sources``: what is said of generation, then of the model. Raises ImportFailed."""
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
    """What the tokenizer puts before a text and behind it."""
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
