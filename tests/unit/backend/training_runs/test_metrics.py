"""Metrics files: whole lines only, nothing but what a kind says, curves thinned and never bent."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs.small_run import append, held, probe, small_run, start, step, text_of, write_run

from shotglass.errors import RunFolderError
from shotglass.training_runs import metrics as runs
from shotglass.training_runs.library import RECORDED, TrainingRunLibrary
from shotglass.training_runs.metrics import KINDS, parse, read, series_of, thinned


@pytest.fixture
def metrics(tmp_path: Path) -> Path:
    return write_run(tmp_path, "small", small_run())


def test_every_line_comes_back_as_it_was_written(metrics: Path) -> None:
    reading = read(metrics)
    assert text_of(list(reading.lines)) == metrics.read_text()
    assert (reading.offset, reading.faulty) == (metrics.stat().st_size, 0)


def test_the_kinds_name_all_that_recorded_runs_hold() -> None:
    records = TrainingRunLibrary(RECORDED, None).runs()
    keys = {(line["kind"], key) for record in records for line in record.lines for key in line}
    named = {(kind, field.name) for kind in KINDS for field in fields(KINDS[kind])}
    assert keys
    assert keys <= named


def test_a_half_written_last_line_is_left_for_the_next_reading(metrics: Path) -> None:
    before = read(metrics)
    whole = text_of([step(110)])
    with metrics.open("a") as file:
        file.write(whole[:40])
    assert read(metrics, before.offset).lines == ()
    with metrics.open("a") as file:
        file.write(whole[40:])
    after = read(metrics, before.offset)
    assert [line["step"] for line in after.lines] == [110]
    assert after.offset == metrics.stat().st_size


@given(cut=st.integers(min_value=0), extra=st.binary(max_size=60))
def test_reading_in_two_parts_is_reading_at_once(cut: int, extra: bytes) -> None:
    whole = text_of([start(at=1.0), step(1, at=2.0), held(1), probe(1, 8)]).encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "metrics.jsonl"
        path.write_bytes(whole[: cut % len(whole)])
        first = read(path)
        path.write_bytes(whole + extra.replace(b"\n", b""))
        rest = read(path, first.offset)
    assert b"".join(json.dumps(line).encode() + b"\n" for line in first.lines + rest.lines) == whole


FAULTY = [
    b"{",
    b"[]",
    b"null",
    b'{"step": 1}',
    b'{"kind": "resume", "step": 1}',
    b'{"kind": 3}',
    b'{"kind": "step", "step": 1}',
    b'{"kind": "step", "step": "1", "tokens": 1, "loss": 1}',
    b'{"kind": "step", "step": true, "tokens": 1, "loss": 1}',
    b'{"kind": "step", "step": 1, "tokens": 1, "loss": 1, "eta": "soon"}',
    b'{"kind": "held", "step": 1, "tokens": 1, "bits_per_byte": {"a": "b"}}',
    b'{"kind": "heads", "step": 1, "tokens": 1, "induction": [1], "previous": [[1]]}',
    b'{"kind": "probe", "step": 1, "tokens": 1, "family": 1}',
    b'{"kind": "step", "step": 1, "tokens": 1, "loss": 1, "more": "' + b"x" * (1 << 18) + b'"}',
    b"[" * 100_000,
    b"\xff\xfe",
]


@pytest.mark.parametrize("text", FAULTY)
def test_a_line_that_is_none_is_counted_and_left_out(metrics: Path, text: bytes) -> None:
    assert parse(text) is None
    lines = read(metrics).lines
    with metrics.open("ab") as file:
        file.write(text + b"\n")
    append(metrics, step(110))
    after = read(metrics)
    assert (len(after.lines), after.faulty) == (len(lines) + 1, 1)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange_to_be_read(text: bytes) -> None:
    line = parse(text)
    assert line is None or isinstance(line["kind"], str)


def test_a_probe_tells_what_a_guess_gets_where_its_questions_differ() -> None:
    line = parse(text_of([probe(1, 8) | {"ways": None, "chance": 0.278}]).encode())
    assert line is not None
    assert (line["ways"], line["chance"]) == (None, 0.278)
    assert parse(text_of([probe(1, 8) | {"chance": "half"}]).encode()) is None


def test_a_number_that_is_none_is_read_as_none() -> None:
    for odd in (b"NaN", b"Infinity", b"-Infinity", b"1e999"):
        line = parse(b'{"kind": "step", "step": 1, "tokens": 1, "loss": ' + odd + b"}")
        assert line is not None
        assert line["loss"] is None


def test_a_kind_of_a_later_version_is_left_out_and_is_no_fault(metrics: Path) -> None:
    lines = read(metrics).lines
    append(metrics, {"kind": "weather", "sun": True})
    assert read(metrics).lines == lines
    assert read(metrics).faulty == 0


def test_a_file_too_large_or_not_there_is_refused_in_a_sentence(
    metrics: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunFolderError, match=r"cannot be read: .+\.$"):
        read(metrics.with_name("none"))
    monkeypatch.setattr(runs, "MOST_BYTES", 100)
    with pytest.raises(RunFolderError, match="100 at most are read"):
        read(metrics)
    assert read(metrics, metrics.stat().st_size).lines == ()


def test_each_curve_keeps_its_ends_and_its_order() -> None:
    lines = [start(), *(line for n in range(1, 1001) for line in (step(n), probe(n, 0)))]
    lines.append(held(1000))
    kept = thinned(lines, 100, 10_000)
    places = [lines.index(line) for line in kept]
    assert places == sorted(places)
    for series in {series_of(line) for line in lines}:
        of = [line for line in lines if series_of(line) == series]
        mine = [line for line in kept if series_of(line) == series]
        assert (mine[0], mine[-1]) == (of[0], of[-1])
        assert len(mine) == min(100, len(of))


def test_short_curves_leave_their_share_to_long_ones() -> None:
    lines = [probe(n, k, f"family {f}") for n in range(3) for f in range(30) for k in range(5)]
    lines += [step(n) for n in range(1000)]
    kept = thinned(lines, 400, 1000)
    assert len([line for line in kept if line["kind"] == "step"]) == 400
    assert len(kept) == 850


def test_many_curves_together_stay_within_the_bound() -> None:
    lines = [probe(n, k, f"family {f}") for n in range(100) for f in range(10) for k in range(5)]
    assert len(thinned(lines, 400, 1000)) == 1000
