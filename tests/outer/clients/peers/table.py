"""The table of a peer's verdicts, as docs/clients.md shows it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import PurePath

from outer.clients.peers.judging import Kind, Reasons, Verdict
from outer.clients.peers.running import chosen, records_of
from outer.clients.peers.sources import Peer, Source

COLUMNS: tuple[Kind, ...] = ("pass", "refused", "not applicable", "skipped", "defect")


def report(
    peer: Peer,
    source: Source,
    verdicts: Sequence[Verdict],
    reasons: Reasons,
    by_file: bool = False,
) -> str:
    """The counts, of each file too or of all, why tests were refused, and how much was not run."""
    when = datetime.fromtimestamp(records_of(peer).stat().st_mtime, UTC).date()
    title = f"### {peer.title} (tests of `{peer.distribution}` {source.version})"
    date = f"Run on {when} against Shotglass {version('shotglass')}."
    parts = [
        title,
        date,
        _counts(verdicts, by_file),
        _reasons(verdicts),
        _left_out(peer, source, reasons),
    ]
    return "\n\n".join(parts)


def _counts(verdicts: Sequence[Verdict], by_file: bool) -> str:
    total = Counter(verdict.kind for verdict in verdicts)
    if not by_file:
        counts = ", ".join(f"{total[kind]} {kind}" for kind in COLUMNS)
        return f"Of {total.total()} tests: {counts}."
    files = dict.fromkeys(verdict.record.file for verdict in verdicts)
    rows = [_row(f"`{PurePath(file).stem}`", _of(verdicts, file)) for file in files]
    return "\n".join([_line(["file", *COLUMNS]), _line(["---"] * 6), *rows, _row("**all**", total)])


def _of(verdicts: Sequence[Verdict], file: str) -> Counter[Kind]:
    return Counter(verdict.kind for verdict in verdicts if verdict.record.file == file)


def _row(name: str, counts: Counter[Kind]) -> str:
    return _line([name, *(str(counts[kind]) for kind in COLUMNS)])


def _reasons(verdicts: Sequence[Verdict]) -> str:
    refused = [verdict for verdict in verdicts if verdict.kind in ("refused", "defect")]
    counts = Counter((verdict.kind, verdict.why) for verdict in refused)
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1]))
    rows = [_line([kind, str(number), why]) for (kind, why), number in ordered]
    return "\n".join([_line(["kind", "tests", "why"]), _line(["---"] * 3), *rows])


def _left_out(peer: Peer, source: Source, reasons: Reasons) -> str:
    run = chosen(source, reasons.files[peer.name])
    patterns = list(reasons.left_out[peer.name])
    files = [file for file in chosen(source, patterns) if file not in run]
    tests = sum(_tests_in((source.folder / file).read_text("utf-8")) for file in files)
    return f"Not run: {len(files)} files with {tests} test functions."


def _tests_in(text: str) -> int:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = ast.walk(ast.parse(text))
    return sum(isinstance(node, kinds) and node.name.startswith("test_") for node in nodes)


def _line(cells: Sequence[str]) -> str:
    escaped = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"
