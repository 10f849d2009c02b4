"""Our files in the runtimes that are here anyway say what the numpy truth says."""

from __future__ import annotations

from pathlib import Path

import pytest
from outer.conformance.formats import FORMATS
from outer.conformance.judging import Cell
from outer.conformance.run import rows_of, strays
from outer.conformance.runtimes import RUNTIMES, Runtime
from outer.conformance.subjects import HOUSE, TINY, Subject, subjects
from outer.conformance.table import BEGIN, END, Row, Table, put_into

ROOT = Path(__file__).parents[3]
BY_NAME = {runtime.name: runtime for runtime in RUNTIMES}
STANDARD = ("portable", "int8", "explain")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conformance")


@pytest.fixture(scope="module")
def tiny(scratch: Path) -> list[Subject]:
    return list(subjects([TINY], scratch))


def check(runtime: Runtime, there: list[Subject], scratch: Path) -> list[Row]:
    rows = list(rows_of(runtime, there, scratch))
    assert not [row.missing for row in rows if row.missing]
    assert not list(strays(rows))
    return rows


def refused(rows: list[Row]) -> dict[str, set[str]]:
    """The errors by format."""
    return {row.format: {c.error for c in row.cells if c.error} for row in rows}


def test_onnxruntime_reads_every_format_of_every_family(tiny: list[Subject], scratch: Path) -> None:
    runtime = BY_NAME["onnxruntime, CPU"]
    rows = check(runtime, tiny, scratch)
    assert [row.format for row in rows] == list(runtime.formats)
    assert not any(refused(rows).values())


def test_a_masked_model_is_read_with_gaps_in_its_text(tiny: list[Subject]) -> None:
    (masked,) = [subject for subject in tiny if subject.config.bidirectional]
    assert masked.ids.count(1) == 2
    assert {"portable", "native-fp32", "explain"} <= set(masked.manifest.graphs)


def test_the_evaluator_of_the_standard_reads_what_has_standard_operators_alone(
    tiny: list[Subject], scratch: Path
) -> None:
    rows = check(BY_NAME["onnx reference evaluator"], tiny, scratch)
    errors = refused(rows)
    assert not any(errors[format] for format in STANDARD)
    assert all("com.microsoft" in error for error in errors["native"])


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_NAME)
def test_a_runtime_that_can_be_had_strays_on_nothing_it_reads(name: str, scratch: Path) -> None:
    """Its errors are rows of the table; a wrong logit is a failure."""
    there = list(subjects([TINY, HOUSE], scratch / "again"))
    assert not list(strays(list(rows_of(BY_NAME[name], there, scratch / "again"))))


def test_a_logit_that_is_off_is_named() -> None:
    row = Row("some runtime", "1.0", "portable", [Cell("tiny", TINY, 2e-3)])
    assert list(strays([row])) == ["some runtime strays on portable of tiny: 0.002"]
    assert "**2.0e-03**" in Table({TINY: "tiny"}, [row]).markdown()


def test_what_is_refused_is_a_row_with_its_error() -> None:
    cells = [Cell("a", TINY, 1e-5), Cell("b", TINY, error="no such operator")]
    rows = [Row("one", "1.0", "portable", cells), Row("two", "", "int8", missing="no wheel")]
    table = Table({TINY: "tiny"}, rows).markdown()
    assert "| 1.0e-05 (1 of 2) refused (1) |" in table
    assert "1. no such operator" in table
    assert "Versions: one 1.0; two none." in table
    assert "| two | int8 | refused (2) |" in table
    assert "2. no wheel" in table


def test_the_document_has_a_place_for_the_table(tmp_path: Path) -> None:
    document = tmp_path / "runtimes.md"
    document.write_text((ROOT / "docs" / "runtimes.md").read_text("utf-8"), "utf-8")
    put_into(document, "the table")
    assert f"{BEGIN}\n\nthe table\n\n{END}" in document.read_text("utf-8")


def test_every_runtime_is_asked_for_formats_that_there_are() -> None:
    assert all(format in FORMATS for runtime in RUNTIMES for format in runtime.formats)
