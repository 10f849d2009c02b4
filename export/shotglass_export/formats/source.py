"""A model folder as exports begin with it: whole, its weights by their canonical names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shotglass.architecture import ModelConfig
from shotglass.contract import MANIFEST, MANIFEST_ROOM, TOKENIZER, FileEntry, GraphEntry, Manifest
from shotglass.errors import ModelFolderError
from shotglass.files import read_plain

from ..checkpoint import Weights
from ..progress import Report, silent
from ..to_onnx.folder import file_entry
from ..to_onnx.weights.stored import StoredWeights, external_tensors


@dataclass(frozen=True)
class Source:
    """``weights`` reads lazily from the files of the folder's portable graph."""

    folder: Path
    manifest: Manifest
    weights: Weights

    @classmethod
    def open(cls, folder: Path, report: Report = silent) -> Source:
        """Raises ModelFolderError when a file that is needed is missing or not as imported."""
        manifest = read_manifest(folder)
        entry = manifest.graphs.get("portable")
        if entry is None:
            raise ModelFolderError(f"{folder} has no portable graph: import the model again.")
        for index, name in enumerate(needed := (entry.file, *entry.weights, TOKENIZER)):
            report("Verifying the model", index / len(needed))
            _verify(folder, name, manifest.files.get(name))
        tensors = external_tensors(folder / entry.file)
        return cls(folder, manifest, StoredWeights(manifest.architecture, folder, tensors))

    @property
    def config(self) -> ModelConfig:
        return self.manifest.architecture

    @property
    def entry(self) -> GraphEntry:
        """The graph that exports are compared with."""
        return self.manifest.graphs["portable"]

    @property
    def portable(self) -> Path:
        return self.folder / self.entry.file

    @property
    def tokenizer(self) -> Path:
        return self.folder / TOKENIZER

    @property
    def half(self) -> bool:
        """Whether the weights are stored in fp16, so that fp16 loses nothing of them."""
        return self.entry.precision.startswith("fp16")


def read_manifest(folder: Path) -> Manifest:
    """Raises ModelFolderError."""
    try:
        return Manifest.from_json(read_plain(folder / MANIFEST, MANIFEST_ROOM).decode())
    except OSError as error:
        raise ModelFolderError(f"{folder / MANIFEST} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ModelFolderError(f"{folder / MANIFEST} cannot be read: {error}.") from error


def _verify(folder: Path, name: str, expected: FileEntry | None) -> None:
    path = folder / name
    if expected is None or Path(name).name != name or not path.is_file():
        raise ModelFolderError(f"{folder} has no file {name}: import the model again.")
    if file_entry(path) != expected:
        raise ModelFolderError(
            f"{path} is not the file that was imported (its size or sha256 differs): import the "
            "model again."
        )
