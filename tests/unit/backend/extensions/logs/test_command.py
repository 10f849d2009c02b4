"""``shotglass compare-logs`` says of two logs what ``shotglass.extensions.logs`` finds."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from shotglass import cli
from shotglass.errors import InvalidRequest
from shotglass.extensions.logs.comparison import compare_logs
from shotglass.extensions.logs.files import read_logs

LOGS = Path(__file__).parents[4] / "support/inputs/logs"
PAIR = [LOGS / f"inspect-{size}.eval" for size in ("small", "large")]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.cli, ["compare-logs", *map(str, arguments)])


def test_shares_change_power_and_disagreements_stand_in_lines() -> None:
    lines = run(*PAIR, "--smallest", 20).output.splitlines()
    assert lines[0] == (
        "sums: match of n = 12 questions, paired by id; there are nearness too (--metric)"
    )
    assert lines[1].split(" right ") == ["  mockllm/small", "41.7 % [19.3, 68.0]"]
    assert lines[3] == (
        "  +41.7 points [+0.0, +68.0], p = 0.0625 (Holm): n is not enough to say; 5 gained, 0 lost"
    )
    assert lines[4].startswith("  With 12 items and 1 comparison, a true difference of 57.8 points")
    assert lines[5:7] == [
        "  5 questions are scored differently:",
        "    sum-1: 4 + 9 = (expected 13): 14 0 -> 13 1",
    ]


def test_two_runs_of_one_model_are_told_apart_by_their_files(tmp_path: Path) -> None:
    logs = [tmp_path / name for name in ("plain.eval", "hinted.eval")]
    for log in logs:
        log.write_bytes(PAIR[0].read_bytes())
    lines = run(*logs).output.splitlines()
    assert [line.split(" right ")[0].strip() for line in lines[1:3]] == [
        f"A: mockllm/small in {logs[0]}",
        f"B: mockllm/small in {logs[1]}",
    ]


def test_what_was_left_out_is_counted() -> None:
    text = run(LOGS / "promptfoo.json").output
    assert "Left out: 1 that have no such score in one of the logs" in text


def test_json_is_the_whole_comparison() -> None:
    told = json.loads(run(*PAIR, "--json", "--metric", "nearness").output)
    comparison = compare_logs(*map(read_logs, PAIR), metric="nearness")
    assert told == json.loads(json.dumps(comparison.to_json()))
    assert len(told["tasks"][0]["disagreements"]) == told["tasks"][0]["differing"] == 7


def test_what_is_no_log_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    result = run(tmp_path / "a.json", PAIR[0])
    assert isinstance(result.exception, InvalidRequest)
    assert "a.json is no log that is known here" in str(result.exception)
