"""The format itself: what is written at each precision."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from shotglass.errors import ExportFailed

from ...importers.gguf.checkpoint import read_gguf
from ...importers.gguf.families import FAMILIES, family_for
from ...progress import Report
from ..format import Format, Plan, Precision
from ..programs.program import Program
from ..read_back import read_back
from ..source import Source
from .file import write_gguf
from .tokenizer import tokenizer_keys

FILE = "model.gguf"
_TYPES: dict[Precision, str] = {"fp16": "F16", "int8": "Q8_0"}


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
        run=lambda path: read_back(read_gguf(path)),
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
