"""Writes the golden files of this folder, which pytest and vitest both read.

Run in tests/: ``python -m contract.make_goldens``. Nothing of the product is imported: the
numbers are the reference's, the texts are written by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

from contract import (
    block_cases,
    decoding_cases,
    divergence_cases,
    drafts_cases,
    forward_cases,
    glass_cases,
    inputs_cases,
    measurement_cases,
    prompting_cases,
    rows_cases,
    runs_cases,
    sameness_cases,
    shapes_cases,
    stages_cases,
    tokenizing_cases,
)

FOLDER = Path(__file__).parent


def goldens() -> dict[str, str]:
    """File name -> exact content."""
    made = {
        "block.json": block_cases.make(),
        "decoding.json": decoding_cases.make(),
        "divergence.json": divergence_cases.make(),
        "drafts.json": drafts_cases.make(),
        "forward.json": forward_cases.make(),
        "glass.json": glass_cases.make(),
        "inputs.json": inputs_cases.make(),
        "measurement.json": measurement_cases.make(),
        "prompting.json": prompting_cases.make(),
        "rows.json": rows_cases.make(),
        "runs.json": runs_cases.make(),
        "sameness.json": sameness_cases.make(),
        "shapes.json": shapes_cases.make(),
        "stages.json": stages_cases.make(),
        "tokenizing.json": tokenizing_cases.make(),
    }
    return {name: _text(data) for name, data in made.items()}


def _text(data: dict[str, list[object]]) -> str:
    """One case a line, so that a change shows as the lines it touches."""
    sections = [
        f"{json.dumps(name)}: [\n" + ",\n".join(map(_line, cases)) + "\n]"
        for name, cases in data.items()
    ]
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _line(case: object) -> str:
    return json.dumps(case, ensure_ascii=True, allow_nan=False)


if __name__ == "__main__":
    for name, text in goldens().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
