"""``torch``: weights as transformers has them in PyTorch, in one safetensors file with its config.

The way out to whatever trains by that layout: litgpt, torchtitan, or ``Trainer``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from ...importers.hf import read_hf_folder
from ...importers.hf.checkpoint import FAMILIES
from ...importers.tensor_slice import whole_tensors
from ...progress import Report
from ..format import Format, Plan, Precision
from ..programs.program import Program
from ..read_back import read_back
from ..source import Source
from ..standard import is_exact
from .hf import special_ids, text, tokenizer_texts
from .hub_config import hub_config

FILE = "model.safetensors"
_TYPES: Mapping[Precision, tuple[str, str]] = {"fp32": ("F32", "<f4"), "fp16": ("F16", "<f2")}
_ALIGNED = 8  # bytes


def _planned(source: Source, precision: Precision) -> Plan:
    config = hub_config(source.config)  # refuses before anything is written

    def texts(source: Source) -> Mapping[str, str]:
        ids, stored = special_ids(source), f"float{precision[2:]}"
        texts = {"config.json": text({**config, **ids, "torch_dtype": stored})}
        if not source.config.bidirectional:
            texts["generation_config.json"] = text(ids)
        return texts | tokenizer_texts(source)

    return Plan(
        graph=FILE,
        weights=FILE,
        storage=FILE,
        precision=precision,
        write=partial(_write, model_type=config["model_type"], precision=precision),
        run=lambda path: read_back(read_hf_folder(path.parent)),
        cached=not source.config.bidirectional,
        exact=is_exact(source, precision),
        texts=texts,
    )


def _write(
    source: Source, path: Path, report: Report, *, model_type: str, precision: Precision
) -> None:
    """Writes one tensor after another, so that no more than one is in memory."""
    family, (kind, dtype) = FAMILIES[model_type], _TYPES[precision]
    size = np.dtype(dtype).itemsize
    tensors = list(whole_tensors(source.config, family.slices(source.config)))
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, shape, parts in tensors:
        start, end = end, end + prod(shape) * size
        turned = next(iter(parts.values())).transposed
        entry = {"dtype": kind, "shape": shape[::-1] if turned else shape}
        header[family.stored(name)] = entry | {"data_offsets": [start, end]}
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % _ALIGNED)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for index, (_, shape, parts) in enumerate(tensors):
            report("Writing weights", index / len(tensors))
            whole = np.empty(shape, np.float32)
            for canonical, part in parts.items():
                part.put(source.weights[canonical], whole)
                turned = part.transposed
            file.write((whole.T if turned else whole).astype(dtype).tobytes())


_NEEDS = "pip install transformers torch"
TORCH = Format(
    "torch",
    "Weights for PyTorch: transformers loads them, and what trains by its layout (litgpt).",
    ("fp32", "fp16"),
    _planned,
    (Program("torch.py", _NEEDS), Program("torch.py", _NEEDS, masked=True)),
)
