"""Logs that inspect_ai 0.3.285, lm-evaluation-harness 0.4.13 and promptfoo 0.121.20 wrote of
scripted models, read and compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.errors import InvalidRequest
from shotglass.extensions.logs.comparison import compare_logs
from shotglass.extensions.logs.files import read_logs
from shotglass.extensions.logs.records import LoggedSample, TaskLog
from shotglass.extensions.logs.values import LARGEST
from shotglass.statistics import (
    Change,
    differences,
    exact_paired_p,
    minimum_detectable,
    wilson,
)

LOGS = Path(__file__).parents[4] / "support/inputs/logs"
SMALL, LARGE = LOGS / "inspect-small.eval", LOGS / "inspect-large.eval"
PROMPTFOO = LOGS / "promptfoo.json"
HARNESS = tuple(LOGS / "lm_eval" / size for size in ("small", "large"))


def sample(id: str, score: float | None, question: str = "") -> LoggedSample:
    scores = {} if score is None else {"acc": score}
    return LoggedSample(id, question or id, id, "", "", scores)


def log(*samples: LoggedSample, task: str = "sums", model: str = "a") -> TaskLog:
    return TaskLog(task, model, samples)


def test_inspect_ais_eval_is_read_with_its_scores_and_answers() -> None:
    (small,) = read_logs(SMALL)
    assert (small.task, small.model, small.status) == ("sums", "mockllm/small", "")
    assert small.metrics == ("match", "nearness")
    second = small.samples[1]
    assert (second.id, second.input, second.expected, second.answer) == (
        "sum-1", "4 + 9 =", "13", "14",
    )  # fmt: skip
    assert second.scores == {"match": 0.0, "nearness": 0.5}


def test_two_runs_of_inspect_ai_are_judged_by_the_houses_own_tests() -> None:
    (task,) = compare_logs(read_logs(SMALL), read_logs(LARGE)).tasks
    assert (task.metric, task.kind, task.n, task.paired_by) == (
        "match", "right or wrong", 12, "id",
    )  # fmt: skip
    for run, right in zip(task.runs, (5, 10), strict=True):
        own, expected = run.right, wilson(right, 12)
        assert (own.value, own.low, own.high) == pytest.approx(
            (expected.value, expected.low, expected.high)
        )
    assert (task.difference.gained, task.difference.lost) == (5, 0)
    assert task.difference.p == pytest.approx(exact_paired_p(5, 0))
    assert task.detectable == minimum_detectable(12)
    assert [each.id for each in task.disagreements] == [
        "sum-1", "sum-4", "sum-6", "sum-8", "sum-10",
    ]  # fmt: skip
    assert task.disagreements[0].answers == ("14", "13")


def test_the_json_of_inspect_ai_says_what_its_zip_says(tmp_path: Path) -> None:
    (packed,) = read_logs(SMALL)
    value = {
        "version": 2, "status": "success", "eval": {"task": "sums", "model": "mockllm/small"},
        "samples": [
            {
                "id": each.id, "epoch": 1, "input": each.input, "target": each.expected,
                "scores": {
                    "match": {"value": "C" if each.scores["match"] else "I", "answer": each.answer},
                    "nearness": {"value": each.scores["nearness"], "history": []},
                },
                "events": [{"event": "model"}],
            }
            for each in packed.samples
        ],
    }  # fmt: skip
    path = tmp_path / "log.json"
    path.write_text(json.dumps(value))
    assert read_logs(path) == (packed,)


def test_a_folder_of_the_harness_is_corrected_over_its_tasks() -> None:
    comparison = compare_logs(*map(read_logs, HARNESS))
    opposites, spelled = comparison.tasks
    assert [run.model for run in opposites.runs] == ["mock-small", "mock-large"]
    assert opposites.metrics == ("acc", "acc_norm")
    assert opposites.disagreements[0].answers == ("small", "cold")
    assert opposites.disagreements[0].expected == "cold"
    p = exact_paired_p(7, 0)
    assert (opposites.difference.p, opposites.difference.holm) == pytest.approx((p, p))
    assert spelled.difference.p == pytest.approx(exact_paired_p(8, 0))
    assert spelled.difference.holm == pytest.approx(2 * exact_paired_p(8, 0))
    assert spelled.difference.level == 0.975
    assert spelled.detectable == minimum_detectable(12, 2)


def test_a_metric_can_be_named() -> None:
    comparison = compare_logs(read_logs(SMALL), read_logs(LARGE), metric="nearness")
    (task,) = comparison.tasks
    before, after = (
        [s.scores["nearness"] for s in read_logs(p)[0].samples] for p in (SMALL, LARGE)
    )
    (expected,) = differences([(before, after)], comparison.smallest)
    assert (task.kind, task.detectable, task.difference) == ("score", None, expected)


def test_the_columns_of_one_promptfoo_file_are_compared_with_its_first() -> None:
    (task,) = compare_logs(read_logs(PROMPTFOO)).tasks
    assert [(run.task, run.model) for run in task.runs] == [
        ("capitals", "small"), ("capitals", "large"),
    ]  # fmt: skip
    assert (task.metric, task.n, task.unscored) == ("pass", 9, 1)  # of one, no answer came
    assert task.disagreements[0].expected == "Rome"


def test_scores_beyond_0_and_1_are_tested_as_shares_of_their_span_and_reported_in_their_units() -> (
    None
):
    random = np.random.default_rng(3)
    before = random.normal(40, 5, 60)
    after = before + random.normal(2, 3, 60)
    logs = [log(*(sample(str(i), v) for i, v in enumerate(run))) for run in (before, after)]
    (task,) = compare_logs([logs[0]], [logs[1]]).tasks
    low, high = min(before.min(), after.min()), max(before.max(), after.max())
    expected = Change.of((after - before) / (high - low)).interval()
    assert task.span == pytest.approx(high - low)
    assert task.difference.change.value == pytest.approx((after - before).mean())
    assert task.difference.change.low == pytest.approx(expected.low * (high - low))
    assert task.runs[0].right.value == pytest.approx(before.mean())


@given(st.lists(st.tuples(*2 * [st.floats(-LARGEST, LARGEST)]), min_size=1, max_size=12))
def test_whatever_the_scores_the_change_lies_in_its_interval(scores: list[Any]) -> None:
    logs = [log(*(sample(str(i), pair[side]) for i, pair in enumerate(scores))) for side in (0, 1)]
    (task,) = compare_logs([logs[0]], [logs[1]]).tasks
    change = task.difference.change
    assert change.low <= change.value <= change.high
    assert 0 <= task.difference.p <= task.difference.holm <= 1
    assert all(run.right.low <= run.right.value <= run.right.high for run in task.runs)


def test_ids_that_ask_something_else_are_paired_by_the_question() -> None:
    first = log(sample("1", 1, "a"), sample("2", 0, "b"), sample("3", 0, "c"))
    second = log(sample("1", 1, "b"), sample("2", 1, "a"), sample("3", 1, "d"))
    (task,) = compare_logs([first], [second]).tasks
    assert (task.paired_by, task.n) == ("question", 2)
    assert [run.only for run in task.runs] == [1, 1]
    assert (task.difference.gained, task.difference.lost) == (1, 0)


def test_epochs_count_once_by_their_mean(tmp_path: Path) -> None:
    samples = [
        {"id": 1, "epoch": epoch, "input": "?", "target": "", "scores": {"s": {"value": value}}}
        for epoch, value in enumerate(("C", "I", "C", "N"), 1)
    ]
    value = {"status": "started", "eval": {"task": "t", "model": "m"}, "samples": samples}
    path = tmp_path / "log.json"
    path.write_text(json.dumps(value))
    (read,) = read_logs(path)
    assert [(each.id, each.scores) for each in read.samples] == [("1", {"s": 0.5})]
    assert read.status == "started"


def test_a_task_that_stands_several_times_is_paired_by_its_models() -> None:
    first = [log(sample("1", 1), model=model) for model in "ab"]
    second = [log(sample("1", 0), model=model) for model in "bc"]
    (task,) = compare_logs(first, second).tasks
    assert [run.model for run in task.runs] == ["b", "b"]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ([log(sample("1", 1))], None, "give a second log"),
        ([log(sample("1", 1, "a"))], [log(sample("1", 1, "b"))], "same questions were expected"),
        ([log(sample("1", 1))], [log(sample("1", None))], "--metric"),
        (
            [log(sample("1", 1), sample("2", None))],
            [log(sample("1", None), sample("2", 1))],
            "No question of 'sums' has the score 'acc' in both",
        ),
        (
            [log(sample("1", 1), task="a"), log(sample("1", 1), task="b")],
            [log(sample("1", 1), task="c")],
            "no run in common: there are 'a' of 'a', 'b' of 'a'",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_way_out(
    first: list[TaskLog], second: list[TaskLog] | None, why: str
) -> None:
    with pytest.raises(InvalidRequest, match=why):
        compare_logs(first, second)
