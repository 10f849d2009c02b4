"""The strict reader of safetensors files: equal to the library where that reads, and stricter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError

from shotglass.errors import ImportFailed
from shotglass_export.importers.safetensors_file import MOST_HEADER, SafetensorsFile

TENSORS = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.ones(3, np.float16)}


def written(path: Path, header: Any, data: bytes, length: int | None = None) -> Path:
    """A file of this header (JSON, or text as it is), whose length it may misstate."""
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    first = (len(text) if length is None else length).to_bytes(8, "little")
    path.write_bytes(first + text + data)
    return path


def entry(start: int, end: int, shape: Any = None, dtype: str = "F32") -> dict[str, Any]:
    return {
        "dtype": dtype,
        "shape": [(end - start) // 4] if shape is None else shape,
        "data_offsets": [start, end],
    }


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text("abc.", min_size=1, max_size=5), st.lists(st.integers(0, 4)), max_size=5
    )
)
def test_what_the_library_writes_is_read_back(tmp_path_factory, shapes):
    path = tmp_path_factory.mktemp("safetensors") / "file.safetensors"
    draw = np.random.default_rng(0)
    tensors = {
        name: draw.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()
    }
    safetensors.numpy.save_file(tensors, path, metadata={"format": "pt"})
    file = SafetensorsFile(path)
    assert file.entries.keys() == tensors.keys()
    for name, array in tensors.items():
        assert np.array_equal(file.floats(name), array)
        assert file.floats(name).shape == array.shape


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_halves_become_the_floats_that_torch_makes_of_them(tmp_path, dtype):
    tensor = torch.randn(50, 7).to(dtype)
    safetensors.torch.save_file({"a": tensor}, tmp_path / "file.safetensors")
    found = SafetensorsFile(tmp_path / "file.safetensors").floats("a")
    assert found.dtype == np.float32
    assert np.array_equal(found, tensor.float().numpy())


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("[]", "no JSON object"),
        ("{", "not usable JSON"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": 1, "a": 1}', "'a' stands there twice"),
        ("[" * 100_000, "not usable JSON"),
        ({"a": 1}, "entry of 'a' is not usable"),
        ({"a": entry(0, 8) | {"more": 1}}, "dtype, shape and data_offsets were expected"),
        ({"a": {"dtype": "F32", "shape": [2]}}, "dtype, shape and data_offsets"),
        ({"a": entry(0, 8, dtype="Q4")}, "the type 'Q4' is unknown"),
        ({"a": entry(0, 8, dtype=["F32"])}, "not usable"),
        ({"a": entry(0, 8, [-2])}, "whole numbers, 0 or more"),
        ({"a": entry(0, 8, [True, 2])}, "whole numbers, 0 or more"),
        ({"a": entry(0, 8, [2.0])}, "whole numbers, 0 or more"),
        ({"a": entry(0, 8, "2")}, "whole numbers, 0 or more"),
        ({"a": entry(0, 8, [3])}, "does not fill the bytes 0 to 8"),
        ({"a": entry(8, 0, [2])}, "does not fill the bytes 8 to 0"),
        ({"a": entry(0, 8, [1 << 62, 4])}, "does not fill the bytes"),
        ({"a": entry(-8, 0, [2])}, "whole numbers, 0 or more"),
        ({"a": entry(4, 8)}, "begins at byte 4; 0 was expected"),
        ({"a": entry(0, 4)}, "holds 8 bytes of tensors; its header speaks of 4"),
        ({"a": entry(0, 12)}, "holds 8 bytes of tensors; its header speaks of 12"),
        ({"a": entry(0, 8), "b": entry(4, 8)}, "begins at byte 4; 8 was expected"),
        ({"a": entry(0, 8), "b": entry(0, 8)}, "begins at byte 0; 8 was expected"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(tmp_path, header, sentence):
    path = written(tmp_path / "bad.safetensors", header, bytes(8))
    with pytest.raises(ImportFailed, match=sentence):
        SafetensorsFile(path)


@pytest.mark.parametrize("length", [9, 1 << 40, (1 << 64) - 1])
def test_a_header_longer_than_the_file_is_refused_before_it_is_read(tmp_path, length):
    path = written(tmp_path / "bad.safetensors", "{}", b"", length)
    with pytest.raises(ImportFailed, match="does not fit in"):
        SafetensorsFile(path)


def test_a_header_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "bad.safetensors"
    with path.open("wb") as file:  # sparse
        file.write((MOST_HEADER + 1).to_bytes(8, "little"))
        file.truncate(MOST_HEADER + 100)
    with pytest.raises(ImportFailed, match="at most 16,777,216 were expected"):
        SafetensorsFile(path)


@pytest.mark.parametrize("size", [0, 7, 8])
def test_a_file_of_a_few_bytes_is_refused(tmp_path, size):
    path = tmp_path / "bad.safetensors"
    path.write_bytes(bytes(size))
    with pytest.raises(ImportFailed):
        SafetensorsFile(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_what_is_no_finite_number_is_named(tmp_path, value, dtype):
    path = tmp_path / "file.safetensors"
    safetensors.numpy.save_file({"weight": np.array([1, value], dtype)}, path)
    with pytest.raises(ImportFailed, match="weight holds NaN or infinity"):
        SafetensorsFile(path).floats("weight")


@pytest.mark.parametrize("dtype", [np.int64, np.float64, np.bool_])
def test_other_types_are_listed_but_not_read(tmp_path, dtype):
    path = tmp_path / "file.safetensors"
    safetensors.numpy.save_file({"mask": np.ones(3, dtype), **TENSORS}, path)
    file = SafetensorsFile(path)
    assert file.floats("a").sum() == 15
    with pytest.raises(ImportFailed, match="mask is of type (I64|F64|BOOL)"):
        file.floats("mask")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_only_if_the_library_reads_it_so(tmp_path_factory, data):
    whole = safetensors.numpy.save(TENSORS)
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(
        st.sampled_from([whole[:at], whole[:at] + whole[at + 1 :], whole + b"x"])
        | st.builds(lambda byte: whole[:at] + bytes([byte]) + whole[at + 1 :], st.integers(0, 255))
    )
    path = tmp_path_factory.mktemp("damaged") / "file.safetensors"
    path.write_bytes(changed)
    try:
        file = SafetensorsFile(path)
        found = {name: file.floats(name) for name in file.entries}
    except ImportFailed:
        return
    try:
        expected = safetensors.numpy.load(changed)
    except SafetensorError as error:  # pragma: no cover
        pytest.fail(f"read although the library says {error}")
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert np.array_equal(found[name], array.astype(np.float32))
