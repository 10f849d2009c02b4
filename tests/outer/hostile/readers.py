"""What is done with a file of each kind, just as the importer and the server do it."""

from __future__ import annotations

from pathlib import Path

from shotglass.engine.library import Library, ModelFolder
from shotglass.engine.trial_load import look
from shotglass.text import Tokenizer
from shotglass_export.importers.isolated import emit_into, read_worker_output

TEXT = "the cat sat; naïve 猫 🙂\n<|endoftext|> 123"


def checkpoint(kind: str) -> object:
    """Read it, emit it, and read what was emitted, weights and all."""

    def read(scratch: Path, path: str) -> None:
        emit_into(scratch, kind, path)
        for array in read_worker_output(scratch).weights.values():
            array.sum()

    return read


def tokenizer(scratch: Path, path: str) -> None:
    made = Tokenizer.load(Path(path) / "tokenizer.json")
    ids = made.encode(TEXT)
    made.pieces(TEXT)
    made.parse(TEXT, ends=True)
    made.decode(ids).encode()
    [made.token_text(id).encode(errors="replace") for id in range(made.vocabulary)]


def manifest(scratch: Path, path: str) -> None:
    """Listed, shown and asked for its files; never run."""
    library = Library([Path(path).parent])
    library.broken()
    for found in library.manifests():
        found.to_json().encode()
        found.architecture.kv_bytes_per_token()
        _ = found.architecture.parameters
    folder = ModelFolder.open(Path(path))
    folder.verify(list(folder.manifest.files))


READERS = {
    "gguf": checkpoint("gguf"),
    "safetensors": checkpoint("hf"),
    "hf": checkpoint("hf"),
    "torch": checkpoint("torch"),
    "tokenizer": tokenizer,
    "manifest": manifest,
    "onnx": look,
    "model": look,
}
