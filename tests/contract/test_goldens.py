"""The committed golden files are what the script makes."""

from pathlib import Path

import pytest
from contract.make_goldens import goldens

NAMES = [
    "block.json",
    "decoding.json",
    "divergence.json",
    "drafts.json",
    "forward.json",
    "glass.json",
    "inputs.json",
    "measurement.json",
    "prompting.json",
    "rows.json",
    "runs.json",
    "sameness.json",
    "shapes.json",
    "stages.json",
    "tokenizing.json",
]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return goldens()


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_golden_file_is_what_the_reference_makes(
    name: str, made: dict[str, str]
) -> None:
    committed = (Path(__file__).parent / name).read_text(encoding="utf-8")
    assert committed == made[name], "run `python -m contract.make_goldens` in tests/"
