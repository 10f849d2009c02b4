"""What a manifest says of the weights that a model was imported with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.servers.fakes import manifest_of

from shotglass.precisions import source_bits


@pytest.mark.parametrize(
    ("types", "bits"),
    [
        ({"F32": 61, "Q4_1": 210, "Q8_0": 1}, 4),
        ({"F32": 20, "Q8_0": 40}, 8),
        ({"F32": 20, "IQ3_S": 40}, 3),
        ({"F32": 61, "BF16": 211}, None),
        ({"F32": 272, "Q4_1": 1}, None),
        ({}, None),
        (None, None),
        ("Q4_1", None),
        ({"Q4_1": "many"}, None),
    ],
)
def test_the_bits_are_those_of_most_tensors_of_the_file(types: Any, bits: int | None) -> None:
    provenance = {} if types is None else {"tensor_types": types}
    assert source_bits(replace(manifest_of("fake", {}), provenance=provenance)) == bits
