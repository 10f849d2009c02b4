"""From readings to figures: worked out here again, by hand or the long way."""

from __future__ import annotations

import json
from math import log
from pathlib import Path

import pytest
from support.inputs.small_gallery import write_small_gallery

from shotglass_research.evaluation.answers import LabelScores
from shotglass_research.evaluation.verdicts import KS, Task, judge, read_task


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return read_task("small", write_small_gallery(tmp_path / "gallery"))


def judged(task: Task, tmp_path: Path, p_of: dict[int, tuple[float, float]]):
    """All items answered alike: probabilities of the labels after k examples of set a."""
    file = tmp_path / "kept.jsonl"
    with file.open("w") as lines:
        for k in KS:
            for name in ("a", "b"):
                for question in task.questions(name, k):
                    logprobs = [log(p) for p in p_of[k]]
                    lines.write(json.dumps({"of": question.key("m"), "logprobs": logprobs}) + "\n")
    return judge(task, LabelScores(file, "m"))


def test_the_examples_are_the_first_k_of_the_set_and_the_same_for_all_items(task: Task) -> None:
    assert [q.prompt for q in task.questions("a", 2)][:2] == [
        "0: 0a\n1: 1a\ncat:",
        "0: 0a\n1: 1a\ndog:",
    ]
    assert [q.prompt for q in task.questions("a", 0)] == [q.prompt for q in task.questions("b", 0)]


def test_form_choice_and_right_answers_are_told_apart(task: Task, tmp_path: Path) -> None:
    told = judged(
        task,
        tmp_path,
        {0: (0.01, 0.03), 1: (0.1, 0.3), 2: (0.2, 0.2), 4: (0.5, 0.3), 8: (0.6, 0.2)},
    )

    a, b = told.sets
    assert told.n == 6
    assert [at.form[0] for at in a.by_k] == [0.04, 0.4, 0.4, 0.8, 0.8]
    assert all(low <= value <= high for value, low, high in (at.form for at in a.by_k))
    assert [at.choice[0] for at in a.by_k] == [0.25, 0.25, 0.5, 0.625, 0.75]
    assert [at.count for at in a.by_k] == [0, 0, 0, 6, 6]  # a tie is not right
    assert [at.count for at in b.by_k] == [6, 6, 0, 0, 0]
    assert a.gain.form[0] == 0.76
    assert (a.gain.gained, a.gain.lost, a.gain.p) == (6, 0, 0.031)
    assert a.verdict == "task learned"
    assert b.verdict == "form learned"
    assert a.chance == 0.5


def test_nothing_moved_is_a_null(task: Task, tmp_path: Path) -> None:
    told = judged(task, tmp_path, dict.fromkeys(KS, (0.3, 0.2)))

    assert [one.verdict for one in told.sets] == ["null", "null"]
