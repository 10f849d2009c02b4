"""An export's report for a person, on a terminal."""

from __future__ import annotations

from pathlib import Path

from shotglass.shown import escaped

from .registry import find_format
from .report import Check, ExportReport


def card(report: ExportReport, out: Path) -> str:
    """A line each: what and where, what it is for, how large, every check, how fast."""
    lines = [
        f"{report.model} as {report.format} ({report.precision}) in {out}",
        f"  {find_format(report.format).purpose}",
        f"  {_size(report.bytes)} in {len(report.files)} files, {report.nodes:,} nodes, opset "
        f"{report.opset}, IR {report.ir_version}; licence {report.licence}",
        *(f"  {_line(check)}" for check in report.checks),
        f"  {_speed(report)}",
    ]
    return escaped("\n".join(lines))


def _line(check: Check) -> str:
    if check.value is None:
        return f"passed: {check.what}"
    if check.at_most is None and check.at_least is None:
        return f"passed: {check.value:g} {check.what}"
    return f"passed: {check.what} is {check.value:g} ({check.bound} was expected)"


def _speed(report: ExportReport) -> str:
    where = f"after {report.context}" if report.context else "of a text that is read"
    return (
        f"{report.milliseconds_per_token:g} ms a token {where}, onnxruntime on {report.threads} "
        f"threads; made in {report.seconds:.1f} s"
    )


def _size(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count >= 1e7 else f"{count / 1e6:,.1f} MB"
