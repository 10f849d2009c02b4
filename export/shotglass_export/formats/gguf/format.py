"""The format itself: what is written at each precision, and what it says, read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import onnx

from shotglass.errors import ExportFailed

from ...checkpoint import Floats
from ...importers.gguf.checkpoint import read_gguf
from ...importers.gguf.families import FAMILIES, family_for
from ...progress import Report, silent
from ...to_onnx.checks.graph_runs import CachedRun, PortableRun
from ...to_onnx.graphs.linear import Full
from ...to_onnx.graphs.portable import build_portable
from ...to_onnx.weights.store import FP32_FILE, write_weights
from ..format import Format, Ids, Plan, Precision
from ..programs.program import Program
from ..source import Source
from .file import write_gguf
from .tokenizer import tokenizer_keys

FILE = "model.gguf"
_TYPES: dict[Precision, str] = {"fp16": "F16", "int8": "Q8_0"}


class GgufRun(CachedRun):
    """What a GGUF says: read as an import reads it, and run as the portable graph of that."""

    def __init__(self, path: Path) -> None:
        read = read_gguf(path)
        folder = Path(mkdtemp(prefix="shotglass-gguf-"))
        finalize(self, rmtree, folder, ignore_errors=True)
        tensors = write_weights(read.config, read.weights, folder, [FP32_FILE], silent)
        graph = folder / "portable.onnx"
        onnx.save(build_portable(read.config, tensors[FP32_FILE], storage=Full), graph)
        self._run = PortableRun(graph, read.config)

    def pieces(self, ids: Ids, cuts: Sequence[int] = ()) -> Iterator[Floats]:
        return self._run.pieces(ids, cuts)


def _planned(source: Source, precision: Precision) -> Plan:
    config = source.config
    family = family_for(config)
    if family is None:
        raise ExportFailed(
            "No GGUF is written of this shape; of those of llama.cpp's "
            f"{', '.join(sorted(FAMILIES))} one is: export it as portable, which any onnxruntime "
            "runs."
        )
    stored = _TYPES[precision]
    manifest = source.manifest
    keys = {
        "general.name": manifest.name,
        "general.license": manifest.licence,
        **({"general.languages": list(manifest.languages)} if manifest.languages else {}),
        **tokenizer_keys(source),
    }
    return Plan(
        graph=FILE,
        weights=FILE,
        storage=FILE,
        precision=f"{precision} ({stored})",
        write=partial(_write, family=family, keys=keys, stored=stored),
        run=GgufRun,
        exact=precision == "fp16" and source.half,
    )


def _write(source: Source, path: Path, report: Report, **how: object) -> None:
    write_gguf(path, config=source.config, weights=source.weights, report=report, **how)  # type: ignore[arg-type]


_NEEDS = """\
llama-cli -m model.gguf   # where llama.cpp is; or in Python:
pip install xllamacpp"""
GGUF = Format(
    "gguf",
    "One file for llama.cpp and what is built on it (Ollama, LM Studio), tokenizer and all.",
    ("fp16", "int8"),
    _planned,
    (Program("gguf.py", _NEEDS),),
)
