"""What a model can be exported as: the formats, and the precisions each comes in.

The exporter has the same table (a test holds them together); the server, which never imports it,
refuses here what no export would come of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .contract import Task
from .errors import InvalidRequest

ExportFormat = Literal["portable", "int8", "native", "explain", "hf", "web", "genai", "triton"]
ExportPrecision = Literal["fp32", "fp16", "int8", "int4"]

FORMATS: Mapping[ExportFormat, tuple[ExportPrecision, ...]] = {  # the natural one first
    "portable": ("fp32", "fp16", "int8", "int4"),
    "int8": ("int8",),
    "native": ("int8", "fp32", "fp16"),
    "explain": ("fp32", "fp16"),
    "hf": ("fp32", "fp16", "int8", "int4"),
    "web": ("fp16",),
    "genai": ("int8", "fp32"),
    "triton": ("fp32", "fp16", "int8", "int4"),
}
MASKED = ("portable", "int8", "hf", "triton")  # what a model that fills gaps can be exported as


def chosen_precision(
    format: ExportFormat, precision: ExportPrecision | None, task: Task
) -> ExportPrecision:
    """The natural one for None. Raises InvalidRequest with what there is."""
    offered = [name for name in FORMATS if task == "causal-lm" or name in MASKED]
    if format not in offered:
        raise InvalidRequest(
            f"The format {format} cannot be made of this {task} model; it comes as "
            f"{' or '.join(offered)}.",
            pointer="/format",
        )
    if precision is not None and precision not in FORMATS[format]:
        raise InvalidRequest(
            f"The format {format} is not made in {precision}; it comes in "
            f"{' or '.join(FORMATS[format])}.",
            pointer="/precision",
        )
    return precision or FORMATS[format][0]
