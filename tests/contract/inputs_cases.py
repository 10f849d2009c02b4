"""The cases of inputs.json: what GPT-1 reads in each of its four kinds of task, written by hand.

Radford et al. 2018, figure 1: start, delimiter and extract are 100, 101 and 102 here.
"""

from __future__ import annotations

from typing import Any

START, DELIMITER, EXTRACT = 100, 101, 102


def make() -> dict[str, list[Any]]:
    kinds = {
        "classification": ([[1, 2, 3]], [[100, 1, 2, 3, 102]]),
        "entailment": ([[1, 2], [3]], [[100, 1, 2, 101, 3, 102]]),
        "similarity": ([[1, 2], [3]], [[100, 1, 2, 101, 3, 102], [100, 3, 101, 1, 2, 102]]),
        "choice": (
            [[1], [2, 3], [4], [5]],
            [[100, 1, 101, 2, 3, 102], [100, 1, 101, 4, 102], [100, 1, 101, 5, 102]],
        ),
    }
    marks = [START, DELIMITER, EXTRACT]
    return {
        "inputs": [
            {"kind": kind, "parts": parts, "marks": marks, "rows": rows}
            for kind, (parts, rows) in kinds.items()
        ]
    }
