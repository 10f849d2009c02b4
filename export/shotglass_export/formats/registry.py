"""The formats there are, by name."""

from __future__ import annotations

from collections.abc import Mapping

from shotglass.errors import ExportFailed

from .format import Format
from .genai import GENAI
from .gguf.format import GGUF
from .hub.hf import HF
from .hub.torch_folder import TORCH
from .native import NATIVE, WEB
from .standard import EXPLAIN, INT8, PORTABLE, TRITON

FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (PORTABLE, INT8, NATIVE, EXPLAIN, HF, WEB, GENAI, TRITON, GGUF, TORCH)
}


def find_format(name: str) -> Format:
    """Raises ExportFailed with what there is."""
    if name not in FORMATS:
        raise ExportFailed(f"There is no format {name!r}; there are {', '.join(FORMATS)}.")
    return FORMATS[name]
