"""A model's first look: loaded and tried once in a confined process, before it is loaded here.

A graph or a tokenizer can crash the library that reads it, keep it busy for ever or take all
memory, and digests only say that it is the one its giver meant. What was looked at is remembered by
its digests (``shotglass.machine.verified_models``); what this machine imported itself, and the
models that ship, need none.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ..contract import TOKENIZER, explain_outputs
from ..errors import ModelFolderError
from ..machine.verified_models import fingerprint, is_seen, remember
from ..precisions import offers
from ..sandbox import Limits, run_confined
from ..text import Tokenizer
from .library import BUNDLED, ModelFolder
from .masked_model import MaskedModel
from .model import Engine
from .runtime.explain_graph import GRAPH, Capture

_TEXT = "The first look: 1, 2 and 3 — naïve café, 猫 🙂\n\n\tdone.\n"
_MEMORY = 384 << 20  # with what the process has from the start, half a gigabyte
_SECONDS, _BYTES_A_SECOND = 3, 25 << 20  # of the processor's time; a tenth of that is usual


class TrialLoad:
    """Thread-safe. Called with a folder before anything of it is loaded.

    Raises ModelFolderError when its first look failed; that is remembered as long as this object.
    """

    def __init__(self) -> None:
        self._verdicts: dict[str, str | None] = {}
        self._locks: dict[str, threading.Lock] = {}

    def __call__(self, folder: ModelFolder) -> None:
        if folder.path.parent == BUNDLED:
            return
        digest = fingerprint(folder.manifest)
        with self._locks.setdefault(digest, threading.Lock()):
            if digest not in self._verdicts:
                self._verdicts[digest] = None if is_seen(folder.manifest) else _fault(folder)
            fault = self._verdicts[digest]
        if fault is not None:
            raise ModelFolderError(fault)


@dataclass(frozen=True)
class _VerifiedOnce(ModelFolder):
    """Graphs share weights, whose digests take a second a gigabyte."""

    verified: set[str] = field(default_factory=set)

    def verify(self, names: Sequence[str]) -> None:
        super().verify([name for name in names if name not in self.verified])
        self.verified.update(names)


def _fault(folder: ModelFolder) -> str | None:
    manifest = folder.manifest
    size = sum(entry.bytes for entry in manifest.files.values())
    with TemporaryDirectory(prefix="shotglass-look-") as scratch:
        outcome = run_confined(
            f"{__name__}:look",
            Path(scratch),
            Limits(  # weights are packed anew while loading, for one graph after another
                memory=_MEMORY + 3 * size,
                mapped=2 * size,
                seconds=_SECONDS + size // _BYTES_A_SECOND,
            ),
            str(folder.path.resolve()),
            needs=["pydantic"],  # reads the manifest
        )
    if outcome.refused is not None:
        return outcome.refused
    if outcome.failed is not None:
        return (
            f"{manifest.id} is not loaded: the process that tried it first {outcome.failed}. Its "
            "files are damaged or hostile; import the model from a source that you trust."
        )
    remember(manifest)
    return None


def look(scratch: Path, path: str) -> None:
    """Does in the confined process all that the server would do with the folder."""
    opened = ModelFolder.open(Path(path))
    folder = _VerifiedOnce(opened.path, opened.manifest)
    folder.verify([TOKENIZER])
    tokenizer = Tokenizer.load(folder.file(TOKENIZER))
    ids = [id for id in tokenizer.encode(_TEXT) if id < folder.manifest.architecture.vocabulary]
    tokenizer.pieces(_TEXT)
    _run(folder, ids[:8] or [0])


def _run(folder: ModelFolder, ids: list[int]) -> None:
    """Runs the model in each precision whose graph has been made."""
    manifest = folder.manifest
    if manifest.task == "masked-lm":
        MaskedModel.open(folder, threads=1).logits(ids, [0])
    else:
        for offer in filter(lambda offer: offer.made, offers(manifest)):
            Engine.open(
                folder, context=64, slots=2, precision=offer.name, threads=1, prefix_room=0
            ).close()
    if GRAPH in manifest.graphs:
        names = [spec.name for spec in explain_outputs(manifest.architecture)]
        known = ids[: manifest.architecture.context]
        Capture(folder, threads=1).run(known, names, list(range(len(known))))
