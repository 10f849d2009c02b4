"""A model repository of the Hugging Face hub: the files that a checkpoint needs, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shotglass.errors import ImportFailed, MissingExtra

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
    """What is used of ``huggingface_hub.HfApi``."""

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
        """Of ``hf:owner/name`` or ``hf:owner/name@revision``. Raises ImportFailed."""
        match = _NAMED.fullmatch(text.removeprefix(PREFIX))
        if not match or ".." in text:
            raise ImportFailed(
                f"{text!r} names no repository; hf:owner/name or hf:owner/name@revision was "
                "expected."
            )
        return cls(match[1], match[2] or "main")

    def fetch(self, cache: Path, report: Report, hub: Hub | None = None) -> Path:
        """A folder in ``cache`` with the files of one commit, those that were there already kept.

        Raises ImportFailed without a network, and for what the hub does not have.
        """
        hub = hub or _hub()
        commit, names = self._listed(hub)
        folder = cache / "hub" / f"{self.name.replace('/', '--')}@{commit[:12]}"
        for index, name in enumerate(names):
            report(f"Fetching {name}", index / len(names))
            try:
                hub.hf_hub_download(self.name, name, revision=commit, local_dir=folder)
            except Exception as error:  # of a network, a hub and a disk: a dozen unrelated classes
                raise self._unreachable(error) from error
        return folder

    def _listed(self, hub: Hub) -> tuple[str, list[str]]:
        try:
            info = hub.model_info(self.name, revision=self.revision)
        except Exception as error:  # as above
            raise self._unreachable(error) from error
        if not _COMMIT.fullmatch(str(info.sha)):
            raise ImportFailed(f"The hub names no commit of {self.name} ({info.sha!r}).")
        listed = sorted({file.rfilename for file in info.siblings or ()})
        names = [name for name in listed if name in _TEXTS]
        if SINGLE in listed:  # shards only where there is no single file
            names.append(SINGLE)
        else:
            names += [name for name in listed if name == INDEX or _SHARD.fullmatch(name)]
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


def _hub() -> Hub:
    try:
        from huggingface_hub import HfApi  # half a second that no other import need wait for
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Importing from the hub needs the package huggingface_hub; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    return HfApi()
