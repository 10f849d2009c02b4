"""The cases of drafts.json: token texts, what a model writes after them, and what prompt lookup
drafts before each of its runs, by a plain search through the text."""

from __future__ import annotations

from typing import Any

import numpy as np

SIZES = (3, 2)  # tokens that must have stood before
MOST, LEAST, FIRST = 8, 2, 4  # tokens of a draft
FAILURES, PAUSE = 3, 16


def make() -> dict[str, Any]:
    return {"texts": [_case(name, prompt, written) for name, prompt, written in _texts()]}


def _texts() -> list[tuple[str, list[int], list[int]]]:
    source = np.random.default_rng(20261130)
    passage = list(range(40))
    texts = [
        ("a copy", [*passage, 0, 1], passage[2:30]),
        ("nothing stood before", passage[:10], passage[10:20]),
        ("one token", [1, 2, 1, 2], [1]),
        ("one sign again and again", [5, 5], [5] * 20),
    ]
    for kinds in (2, 3, 5, 8):
        for _ in range(4):
            ids = source.integers(0, kinds, 80).tolist()
            texts.append((f"{kinds} kinds of tokens", ids[:40], ids[40:]))
    return texts


def _case(name: str, prompt: list[int], written: list[int]) -> dict[str, Any]:
    return {"name": name, "prompt": prompt, "written": written, "runs": runs_of(prompt, written)}


def runs_of(prompt: list[int], written: list[int]) -> list[list[int]]:
    """[tokens drafted, tokens accepted] of each run after the one that reads the prompt."""
    text = prompt + written
    at, most, failures, rest, runs = len(prompt) + 1, FIRST, 0, 0, []
    while at < len(text):
        draft = _draft(text[:at], min(most, len(text) - at - 1)) if at >= rest else []
        right = 0
        while right < len(draft) and draft[right] == text[at + right]:
            right += 1
        runs.append([len(draft), right])
        if right:
            failures = 0
            most = min(MOST, 2 * most) if right == len(draft) else max(LEAST, right)
        elif draft:
            failures, most = failures + 1, LEAST
            if failures == FAILURES:
                failures, rest = 0, at + PAUSE
        at += right + 1
    return runs


def _draft(text: list[int], most: int) -> list[int]:
    """What followed the last time that the end of ``text`` stood in it, the longer end first."""
    for size in SIZES:
        ends = [i for i in range(size, len(text)) if text[i - size : i] == text[-size:]]
        if ends and most > 0:
            return text[ends[-1] : ends[-1] + most]
    return []
