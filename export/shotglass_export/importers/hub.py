"""A model repository of the Hugging Face hub: the files that a checkpoint needs, and no others."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shotglass.errors import ImportFailed, MissingExtra
from shotglass.machine.hub_cache import default_cache, files_of, snapshot

from ..progress import Report
from .hf.folder import ADAPTER, INDEX, SINGLE
from .hf.sentencepiece_file import NAMES

PREFIX = "hf:"
# Never a pickle, never code: texts, JSON and safetensors.
_TEXTS = frozenset(
    {
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
        "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "vocab.txt",
        *NAMES,
        "chat_template.jinja", "README.md",
    }
)  # fmt: skip
_SHARD = re.compile(r"model-\d+-of-\d+\.safetensors")
_NAMED = re.compile(r"((?:[A-Za-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*)(?:@([A-Za-z0-9][\w./-]*))?")
_COMMIT = re.compile(r"[0-9a-f]{40}")


class Hub(Protocol):
    """The part of ``huggingface_hub.HfApi`` that is used."""

    def model_info(self, repo_id: str, *, revision: str) -> Any:
        """``sha``: the commit; ``siblings``: the files, each with its ``rfilename``."""

    def hf_hub_download(
        self, repo_id: str, filename: str, *, revision: str, local_dir: Path
    ) -> str: ...


@dataclass(frozen=True)
class HubRepo:
    """``owner/name`` at a branch, a tag or a commit."""

    name: str
    revision: str = "main"

    @classmethod
    def parse(cls, text: str) -> HubRepo:
        """Parses ``hf:owner/name`` or ``hf:owner/name@revision``. Raises ImportFailed."""
        match = _NAMED.fullmatch(text.removeprefix(PREFIX))
        if not match or ".." in text:
            raise ImportFailed(
                f"{text!r} names no repository; hf:owner/name or hf:owner/name@revision was "
                "expected."
            )
        return cls(match[1], match[2] or "main")

    def fetch(
        self,
        cache: Path,
        report: Report,
        hub: Hub | None = None,
        downloaded: Path | None = None,
    ) -> Path:
        """A folder in ``cache`` with the files of one commit, those that were there already kept.
        What lies whole in the Hugging Face cache of this machine (``downloaded``, by itself where
        huggingface_hub keeps it) is taken from there, and no network is asked.

        Raises ImportFailed without a network, and for what the hub does not have.
        """
        place = snapshot(downloaded or default_cache(), self.name, self.revision)
        if place is not None:
            report(f"Taking commit {place.name[:12]} from this machine's Hugging Face cache", 0.0)
            return _taken(place, self._folder(cache, place.name))
        hub = hub or _hub()
        commit, names = self._listed(hub)
        folder = self._folder(cache, commit)
        for index, name in enumerate(names):
            report(f"Fetching {name}", index / len(names))
            try:
                hub.hf_hub_download(self.name, name, revision=commit, local_dir=folder)
            except Exception as error:  # of a network, a hub and a disk: a dozen unrelated classes
                raise self._unreachable(error) from error
        return folder

    def _folder(self, cache: Path, commit: str) -> Path:
        return cache / "hub" / f"{self.name.replace('/', '--')}@{commit[:12]}"

    def _listed(self, hub: Hub) -> tuple[str, list[str]]:
        try:
            info = hub.model_info(self.name, revision=self.revision)
        except Exception as error:  # as above
            raise self._unreachable(error) from error
        if not _COMMIT.fullmatch(str(info.sha)):
            raise ImportFailed(f"The hub names no commit of {self.name} ({info.sha!r}).")
        listed = sorted({file.rfilename for file in info.siblings or ()})
        names = _needed(listed)
        if not {SINGLE, INDEX} & set(names):
            if ADAPTER in listed:
                raise ImportFailed(
                    f"{self.name} at {self.revision} is a LoRA adapter, a change of another model: "
                    "import that one, with --adapter and a folder that holds this one's files."
                )
            raise ImportFailed(
                f"{self.name} at {self.revision} has no {SINGLE}; weights of no other format are "
                "fetched."
            )
        return info.sha, names

    def _unreachable(self, error: Exception) -> ImportFailed:
        reason = next(iter(str(error).strip().splitlines()), "no reason given")
        return ImportFailed(
            f"{self.name} at {self.revision} could not be fetched from the hub "
            f"({type(error).__name__}: {reason}). A network and the right to read it are needed; "
            "or download the folder elsewhere and import that."
        )


def _needed(listed: Sequence[str]) -> list[str]:
    names = [name for name in listed if name in _TEXTS]
    if SINGLE in listed:  # shards only where there is no single file
        return [*names, SINGLE]
    return names + [name for name in listed if name == INDEX or _SHARD.fullmatch(name)]


def _taken(place: Path, folder: Path) -> Path:
    """``folder`` with what is needed of the snapshot ``place``, as files and not as links: where it
    can be, the very files under another name, so that they take no room twice."""
    folder.mkdir(parents=True, exist_ok=True)
    files = files_of(place)
    for name in _needed(sorted(files)):
        if (folder / name).exists():
            continue
        try:
            os.link(files[name], folder / name)
        except OSError:  # on another disk, or where there are no such names
            shutil.copyfile(files[name], folder / name)
    return folder


def _hub() -> Hub:
    try:
        from huggingface_hub import HfApi  # half a second that no other import need wait for
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Importing from the hub needs the package huggingface_hub; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    return HfApi()
