"""The Hugging Face cache of this machine: which checkpoints lie there whole. Nothing is asked of a
network, and nothing but names, sizes and config.json is read.

A repository is the folder ``models--owner--name`` with ``refs`` (a branch's commit) and
``snapshots`` (a folder a commit, whose files are links into ``blobs``), as the documentation of
huggingface_hub describes it ("Understand caching").
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..parsing import loads, read_plain

CONFIG, TOKENIZERS = "config.json", ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt")
INDEX, SINGLE = "model.safetensors.index.json", "model.safetensors"
IMPORTED = frozenset(  # by their model_type
    {
        "bert", "gemma", "gemma2", "gemma3_text", "gpt2", "gpt_neo", "gpt_neox", "llama", "mistral",
        "olmo2", "openai-gpt", "opt", "phi", "phi3", "qwen2", "qwen3", "smollm3",
    }
)  # fmt: skip
MOST_REPOSITORIES = 1000  # of a cache that are looked at
MOST_CONFIG, MOST_INDEX = 1 << 20, 16 << 20  # bytes
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")


@dataclass(frozen=True)
class CachedModel:
    """``name``: owner/name, as ``shotglass import hf:owner/name`` takes it. ``bytes``: of its
    weights. ``family``: the ``model_type`` of its config.json."""

    name: str
    commit: str
    family: str
    bytes: int


def default_cache(variables: Mapping[str, str] | None = None) -> Path:
    """Returns where huggingface_hub keeps it, by ``variables`` of the environment."""
    named = os.environ if variables is None else variables
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if named.get(name):
            return Path(named[name]).expanduser()
    if named.get("HF_HOME"):
        return Path(named["HF_HOME"]).expanduser() / "hub"
    shared = named.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(shared).expanduser() / "huggingface" / "hub"


def cached_models(cache: Path) -> list[CachedModel]:
    """Returns the models that lie there whole and can be imported, by name; none without a
    cache."""
    try:
        folders = sorted(cache.glob("models--*"))[:MOST_REPOSITORIES]
    except OSError:
        return []
    listed = (_cached(cache, folder.name) for folder in folders)
    return [model for model in listed if model is not None]


def snapshot(cache: Path, name: str, revision: str = "main") -> Path | None:
    """The folder of ``owner/name`` (or ``name``) at a branch, a tag or a commit, if its weights are
    there whole; None else, and for what is no name."""
    repository = _repository(cache, name)
    if repository is None or not _REVISION.fullmatch(revision) or ".." in revision:
        return None
    commit = revision
    if not _COMMIT.fullmatch(revision):
        try:
            commit = read_plain(repository / "refs" / revision, 100).decode().strip()
        except (OSError, ValueError):
            return None
    folder = repository / "snapshots" / commit
    whole = _COMMIT.fullmatch(commit) and files_of(folder)
    return folder if whole else None


def files_of(folder: Path) -> Mapping[str, Path]:
    """The files of a snapshot by name, each where it really lies; none where config.json, the
    tokenizer or weights are missing, or a link leads out of its repository."""
    repository = folder.parent.parent.resolve()
    try:
        files = {entry.name: entry.resolve() for entry in folder.iterdir() if entry.is_file()}
        if not all(path.is_relative_to(repository) for path in files.values()):
            return {}
        whole = CONFIG in files and not files.keys().isdisjoint(TOKENIZERS)
        return files if whole and set(_weights(files)) <= files.keys() else {}
    except (OSError, ValueError):
        return {}


def _weights(files: Mapping[str, Path]) -> list[str]:
    """The names of the files of weights. Raises OSError, ValueError where there are none."""
    if SINGLE in files:
        return [SINGLE]
    if INDEX not in files:
        raise ValueError(f"There is no {SINGLE}.")
    map_of = _object(files[INDEX], MOST_INDEX).get("weight_map")
    if not isinstance(map_of, dict) or not map_of:
        raise ValueError(f"{INDEX} names no files.")
    return sorted({str(name) for name in map_of.values()})


def _cached(cache: Path, folder: str) -> CachedModel | None:
    name = folder.removeprefix("models--").replace("--", "/", 1)
    place = snapshot(cache, name)
    if place is None:
        return None
    files = files_of(place)
    try:
        family = _object(files[CONFIG], MOST_CONFIG).get("model_type")
        size = sum(files[weights].stat().st_size for weights in _weights(files))
    except (KeyError, OSError, ValueError):
        return None
    if not isinstance(family, str) or family not in IMPORTED:
        return None
    return CachedModel(name, place.name, family, size)


def _repository(cache: Path, name: str) -> Path | None:
    parts = name.split("/")
    if len(parts) > 2 or not all(_PART.fullmatch(part) and ".." not in part for part in parts):
        return None
    return cache / "--".join(("models", *parts))


def _object(path: Path, most: int) -> dict[str, Any]:
    """Raises OSError, ValueError."""
    value = loads(read_plain(path, most).decode())
    if not isinstance(value, dict):
        raise ValueError(f"{path.name} is no object.")
    return value


def import_lines(models: list[CachedModel]) -> Iterator[str]:
    """Returns what a terminal says of those that are not imported."""
    for model in models:
        name, size = f"hf:{model.name}", f"{model.bytes / 1e6:,.0f} MB"
        yield f"{name}\tin the Hugging Face cache\t{size}\tshotglass import {name}"
