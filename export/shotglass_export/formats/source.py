"""A model folder that an export starts from: tried once, verified, its weights by canonical name.

What the server tries before it serves are the graphs that it runs; an export reads the portable
one. A download, or a folder from somebody else, may hold a graph that crashes the library which
parses it, never ends or takes all memory, so it is tried in a confined process first. What passed
is remembered (``shotglass.machine.verified_models``), and so is what was imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shotglass.architecture import ModelConfig
from shotglass.contract import (
    MANIFEST,
    MANIFEST_ROOM,
    TOKENIZER,
    GraphEntry,
    Manifest,
    masked_inputs,
    masked_outputs,
)
from shotglass.contract import portable_inputs as inputs_of
from shotglass.contract import portable_outputs as outputs_of
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.machine.verified_models import EXPORTS, is_seen, remember
from shotglass.parsing import read_plain
from shotglass.sandbox import Limits, run_confined

from ..checkpoint import Weights
from ..progress import Report, silent
from ..to_onnx.checks.graph_runs import MaskedRun, PortableRun
from ..to_onnx.checks.parity import parity_windows
from ..to_onnx.checks.structure import check_structure
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
            expected = manifest.files.get(name)
            path = folder / name
            if expected is None or Path(name).name != name or not path.is_file():
                raise ModelFolderError(f"{folder} has no file {name}: import the model again.")
            if file_entry(path) != expected:
                raise ModelFolderError(
                    f"{path} is not the file that was imported (its size or sha256 differs): "
                    "import the model again."
                )
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


_MEMORY = 384 << 20  # beside what the weights take
_SECONDS, _BYTES_A_SECOND = 5, 25 << 20  # of the processor's time
_TOKENS = 24


def look_first(folder: Path, report: Report) -> None:
    """Raises ModelFolderError for a folder that no export can begin with."""
    manifest = read_manifest(folder)
    if is_seen(manifest, EXPORTS):
        return
    report("Trying the model in a confined process", 0.0)
    with TemporaryDirectory(prefix="shotglass-look-") as scratch:
        path = str(folder.resolve())
        entry = manifest.graphs.get("portable")
        names = {entry.file, *entry.weights} if entry else set()
        size = sum(manifest.files[name].bytes for name in names)
        outcome = run_confined(
            f"{__name__}:look",
            Path(scratch),
            Limits(
                memory=_MEMORY + 3 * size,
                mapped=2 * size,
                seconds=_SECONDS + size // _BYTES_A_SECOND,
            ),
            path,
        )
    if outcome.refused is not None:
        raise ModelFolderError(outcome.refused)
    if outcome.failed is not None:
        raise ModelFolderError(
            f"{manifest.id} is not exported: the process that tried it first {outcome.failed}. Its "
            "files are damaged or hostile; import the model from a source that you trust."
        )
    remember(manifest, EXPORTS)


def look(scratch: Path, path: str) -> None:
    """Does in the confined process all that an export does with the model's own files."""
    source = Source.open(Path(path))
    config = source.config
    try:
        masked = config.bidirectional
        inputs = masked_inputs(config) if masked else inputs_of(config)
        outputs = masked_outputs(config) if masked else outputs_of(config)
        check_structure(source.portable, inputs, outputs)
        ids = parity_windows(source.tokenizer, config)[0][:_TOKENS]
    except ImportFailed as error:
        raise ModelFolderError(error.detail) from error
    if masked:
        MaskedRun(source.portable).logits(ids)
    else:
        PortableRun(source.portable, config).logits(ids, [0, len(ids) - 1, len(ids)])
