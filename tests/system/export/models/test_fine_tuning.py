"""The four ways to write a task, the heads, and both losses, recomputed one number at a time."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from shotglass_export.models import Transformer, build, family_config
from shotglass_export.models.fine_tuning import Labelled, Marks, TaskHead, fine_tuning_losses

MARKS = Marks(start=2, delimiter=3, extract=4)
V, D = 31, 12
CONTRACT = Path(__file__).parents[3] / "contract"
INPUTS = json.loads((CONTRACT / "inputs.json").read_text(encoding="utf-8"))["inputs"]


def model() -> Transformer:
    torch.manual_seed(6)
    made = build(family_config("gpt1", vocabulary=V, context=16, layers=2, width=D, heads=2))
    for weight in made.parameters():
        nn.init.normal_(weight, std=0.5)
    return made


def test_tasks_are_written_as_the_papers_figure_draws_them() -> None:
    assert MARKS.classification([7, 8]) == [[2, 7, 8, 4]]
    assert MARKS.entailment([7, 8], [9]) == [[2, 7, 8, 3, 9, 4]]
    assert MARKS.similarity([7, 8], [9]) == [[2, 7, 8, 3, 9, 4], [2, 9, 3, 7, 8, 4]]
    assert MARKS.multiple_choice([7], [[8], [9, 10], []]) == [
        [2, 7, 3, 8, 4], [2, 7, 3, 9, 10, 4], [2, 7, 3, 4]
    ]  # fmt: skip


@pytest.mark.parametrize("case", INPUTS, ids=[case["kind"] for case in INPUTS])
def test_tasks_are_written_as_the_page_writes_them(case: dict[str, Any]) -> None:
    marks = Marks(*case["marks"])
    if case["kind"] == "choice":
        first, *answers = case["parts"]
        assert marks.multiple_choice(first, answers) == case["rows"]
    else:
        assert getattr(marks, case["kind"])(*case["parts"]) == case["rows"]


def test_examples_of_different_numbers_of_texts_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Examples have \[1, 2\] texts; one number was expected"):
        Labelled.of([MARKS.classification([7]), MARKS.similarity([7], [8])], [0, 1])


def nats(scores: list[float], label: int) -> float:
    return log(sum(exp(score) for score in scores)) - scores[label]


def by_hand(gpt: Transformer, head: TaskHead, examples: Any, labels: list[int]) -> list[float]:
    """Both losses, each text read alone and without padding, sums in Python."""
    task, language = [], []
    for texts, label in zip(examples, labels, strict=True):
        finals = []
        for text in texts:
            ids = torch.tensor([text])
            finals.append(gpt.hidden(ids)[0, -1].tolist())
            rows = gpt(ids)[0].tolist()
            each = [nats(row, token) for row, token in zip(rows[:-1], text[1:], strict=True)]
            language.append(sum(each) / len(each))
        weights = head.weight.tolist()
        if head.reading == "sum":
            finals = [[sum(column) for column in zip(*finals, strict=True)]]
        scores = [
            sum(a * b for a, b in zip(final, row, strict=True))
            for final in finals for row in weights
        ]  # fmt: skip
        task.append(nats(scores, label))
    return [sum(task) / len(task), sum(language) / len(language)]


EXAMPLES: dict[str, tuple[Any, TaskHead]] = {
    "classification": (
        [MARKS.classification([7, 8, 9]), MARKS.classification([11])],
        TaskHead(D, 3),
    ),
    "entailment": ([MARKS.entailment([7, 8], [9]), MARKS.entailment([5], [6, 7])], TaskHead(D, 2)),
    "similarity": ([MARKS.similarity([7, 8], [9]), MARKS.similarity([5], [6, 7])], TaskHead(D, 2)),
    "multiple choice": (
        [MARKS.multiple_choice([7], [[8], [9, 9]]), MARKS.multiple_choice([5, 6], [[7], []])],
        TaskHead(D, 2, "each"),
    ),
}


@pytest.mark.parametrize("task", EXAMPLES)
@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_the_loss_is_l2_plus_lambda_l1_computed_by_hand(task: str, weight: float) -> None:
    gpt, (examples, head) = model(), EXAMPLES[task]
    nn.init.normal_(head.weight, std=0.7)
    labels = [0, 1]
    l_2, l_1 = by_hand(gpt, head, examples, labels)
    found = fine_tuning_losses(gpt, head, Labelled.of(examples, labels))
    assert found.task.item() == pytest.approx(l_2, abs=1e-5)
    assert found.language.item() == pytest.approx(l_1, abs=1e-5)
    assert found.total(weight).item() == pytest.approx(l_2 + weight * l_1, abs=1e-5)


def test_swapping_the_two_sentences_of_a_similarity_changes_nothing() -> None:
    gpt, head = model(), TaskHead(D, 2)
    nn.init.normal_(head.weight, std=0.7)
    one, other = (
        fine_tuning_losses(gpt, head, Labelled.of([MARKS.similarity(*texts)], [1])).task
        for texts in (([7, 8], [9]), ([9], [7, 8]))
    )
    torch.testing.assert_close(one, other)


def test_a_head_has_one_row_a_class_and_no_bias_and_one_row_for_choices() -> None:
    assert [tuple(p.shape) for p in TaskHead(D, 3).parameters()] == [(3, D)]
    assert [tuple(p.shape) for p in TaskHead(D, 3, "each").parameters()] == [(1, D)]
