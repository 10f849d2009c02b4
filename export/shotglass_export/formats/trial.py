"""A model's portable graph, tried once in a confined process before an export reads it here.

What the server's own first look tries are the graphs that it runs. A download, or a folder that
somebody gave, may hold a graph that crashes the library which parses it, never ends or takes all
memory. What was looked at is remembered (``shotglass.verified_models``), and so is
what was imported here.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from shotglass.contract import Manifest, masked_inputs, masked_outputs
from shotglass.contract import portable_inputs as inputs_of
from shotglass.contract import portable_outputs as outputs_of
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.sandbox import Limits, run_confined
from shotglass.verified_models import EXPORTS, is_seen, remember

from ..progress import Report
from ..to_onnx.checks.graph_runs import MaskedRun, PortableRun
from ..to_onnx.checks.parity import parity_windows
from ..to_onnx.checks.structure import check_structure
from .source import Source, read_manifest

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
        outcome = run_confined(f"{__name__}:look", Path(scratch), _limits(manifest), path)
    if outcome.refused is not None:
        raise ModelFolderError(outcome.refused)
    if outcome.failed is not None:
        raise ModelFolderError(
            f"{manifest.id} is not exported: the process that tried it first {outcome.failed}. Its "
            "files are damaged or hostile; import the model from a source that you trust."
        )
    remember(manifest, EXPORTS)


def _limits(manifest: Manifest) -> Limits:
    entry = manifest.graphs.get("portable")
    names = {entry.file, *entry.weights} if entry else set()
    size = sum(manifest.files[name].bytes for name in names)
    return Limits(
        memory=_MEMORY + 3 * size,
        mapped=2 * size,
        seconds=_SECONDS + size // _BYTES_A_SECOND,
    )


def look(scratch: Path, path: str) -> None:
    """What runs in the confined process: all that an export does with the model's own files."""
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
