"""``portable``: standard operators, for any runtime."""

from __future__ import annotations

from .format import Format, Plan, Precision
from .source import Source
from .standard import standard_plan


def _planned(source: Source, precision: Precision) -> Plan:
    return standard_plan(source, precision, "portable.onnx")


PORTABLE = Format(
    "portable",
    "Standard ONNX operators, a cache that is handed over: any runtime runs it.",
    ("fp32", "fp16", "int8", "int4"),
    _planned,
)
