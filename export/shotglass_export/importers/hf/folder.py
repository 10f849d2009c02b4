"""The files of a checkpoint folder: read only if they lie in it, and only up to a size."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from shotglass.errors import ImportFailed, escaped

from ..strict_json import parse_object

CONFIG = "config.json"
ADAPTER = "adapter_config.json"
INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
MOST_TEXT = 64 << 20  # bytes of a JSON or text file: the largest tokenizers have half of it
_PICKLES = ("pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5", "model.ckpt")


def is_hf_folder(path: Path) -> bool:
    """Or the folder of a LoRA adapter, which is refused by what it is."""
    return any((path / name).is_file() for name in (CONFIG, ADAPTER))


class Folder:
    """A folder of transformers. What is read is remembered, for ``digests``."""

    def __init__(self, path: Path) -> None:
        """Raises ImportFailed where there is no such folder."""
        if not path.is_dir():
            raise ImportFailed(f"There is no folder {path}; one with {CONFIG} was expected.")
        self._root = path.resolve()
        self._read: dict[str, Path] = {}

    @property
    def name(self) -> str:
        """Returns the name; one that is no UTF-8 has its bytes as escapes."""
        return escaped(self._root.name)

    def has(self, name: str) -> bool:
        return (self._root / name).is_file()

    def path(self, name: str) -> Path:
        """Raises ImportFailed for a file that is missing, and a link that leads out of here."""
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root):
            raise ImportFailed(
                f"{name} lies outside of the folder {self.name}, as a link or by its name; put the "
                "file itself there (cp --dereference)."
            )
        if not path.is_file():
            raise ImportFailed(f"The folder {self.name} has no file {name}; one was expected.")
        self._read[name] = path
        return path

    def text(self, name: str) -> str:
        """Raises ImportFailed, also for a file that is too large or not UTF-8."""
        try:
            return self.data(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ImportFailed(f"{name} is not UTF-8 text ({error}).") from error

    def object(self, name: str) -> dict[str, Any]:
        """The JSON object in a file. Raises ImportFailed."""
        return parse_object(self.data(name), name)

    def object_if_there(self, name: str) -> dict[str, Any]:
        return self.object(name) if self.has(name) else {}

    def data(self, name: str) -> bytes:
        """Raises ImportFailed, also for a file that is too large."""
        path = self.path(name)
        if (size := path.stat().st_size) > MOST_TEXT:
            raise ImportFailed(f"{name} has {size:,} bytes; at most {MOST_TEXT:,} were expected.")
        return path.read_bytes()

    def weight_files(self) -> list[str]:
        """Returns one weight file, or those that the index names. Raises ImportFailed."""
        if self.has(SINGLE):
            return [SINGLE]
        if self.has(INDEX):
            return sorted(set(self.shards().values()))
        if pickle := next(filter(self.has, _PICKLES), None):
            raise ImportFailed(
                f"The folder {self.name} holds its weights as {pickle}, which may run code when it "
                f"is read; {SINGLE} was expected: let transformers load the model and save it anew."
            )
        raise ImportFailed(f"The folder {self.name} has no weights; {SINGLE} was expected.")

    def shards(self) -> dict[str, str]:
        """Returns the file that holds each tensor. Raises ImportFailed."""
        shards = self.object(INDEX).get("weight_map")
        if not isinstance(shards, dict) or not shards:
            raise ImportFailed(f"{INDEX} has no weight_map; a file for each tensor was expected.")
        for tensor, file in shards.items():
            if not isinstance(file, str) or not file.endswith(".safetensors"):
                raise ImportFailed(
                    f"{INDEX} puts the tensor {tensor} into {file!r}; a .safetensors file was "
                    "expected."
                )
        return shards

    def weight_digests(self) -> dict[str, str]:
        """sha256 of the files that hold weights, which identify the model."""
        return {name: _digest(self.path(name)) for name in self.weight_files()}

    def digests(self) -> dict[str, str]:
        """sha256 of every file that was read, by name."""
        return {name: _digest(path) for name, path in sorted(self._read.items())}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
