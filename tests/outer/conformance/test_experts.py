"""A model with experts in several runtimes: its graphs say what the loop over tokens says."""

from __future__ import annotations

from pathlib import Path

import pytest
from outer.conformance.run import rows_of, strays
from outer.conformance.runtimes import RUNTIMES
from outer.conformance.subjects import HUB_SHAPE, TINY, Subject
from support.models.tiny import write_tiny_folder

from shotglass.engine.library import Library

BY_NAME = {runtime.name: runtime for runtime in RUNTIMES}
# Neither of the last two reads our 8-bit files of other models. Each has an environment of its own.
READ = {
    "onnxruntime, CPU": {"portable", "int8", "explain", "native-fp32", "native"},
    "onnx reference evaluator": {"portable", "int8", "explain"},
    "OpenVINO": {"portable", "explain"},
    "tract": {"portable", "explain"},
}


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("experts")
    write_tiny_folder(folder, "tiny-experts", "gpt2", 5, **HUB_SHAPE, experts=4)
    return Subject(TINY, Library([folder]).folder("tiny-experts"))


@pytest.mark.parametrize(
    "name",
    [*list(READ)[:2], *(pytest.param(name, marks=pytest.mark.slow) for name in list(READ)[2:])],
)
def test_it_is_read_in_standard_operators(name: str, subject: Subject, tmp_path: Path) -> None:
    rows = list(rows_of(BY_NAME[name], [subject], tmp_path))
    assert not [row.missing for row in rows if row.missing]
    assert not list(strays(rows))
    read = {row.format for row in rows if all(cell.off is not None for cell in row.cells)}
    assert read >= READ[name], [row for row in rows if row.format in READ[name]]
