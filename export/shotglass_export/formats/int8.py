"""``int8``: the portable graph over 8-bit blocks, still in standard operators."""

from __future__ import annotations

from .format import Format, Plan, Precision
from .source import Source
from .standard import standard_plan


def _planned(source: Source, precision: Precision) -> Plan:
    return standard_plan(source, precision, "int8.onnx")


INT8 = Format(
    "int8",
    "A quarter of the size in standard operators; onnxruntime runs it in its fast 8-bit kernels.",
    ("int8",),
    _planned,
)
