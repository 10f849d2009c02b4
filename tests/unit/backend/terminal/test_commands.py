"""generate, compare and score from a terminal say what the engine says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine import generate as generated
from shotglass.engine import score as scored
from shotglass.errors import ImportFailed, InvalidRequest, ModelNotFound, PrecisionNotOffered
from shotglass.events import Done

Shell = Callable[..., Result]
TASK = {
    "instruction": "",
    "template": "{input} ->{output}\n",
    "shot_sets": {
        "main": [{"input": "big", "output": " small"}, {"input": "hot", "output": " cold"}],
        "other": [{"input": "one", "output": " two"}],
    },
    "query": {"input": "fast", "expected": " slow"},
    "labels": [{"text": " slow"}, {"text": " quick"}],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture(scope="module")
def engine(root: Path) -> Any:
    opened = Engine.open(Library([root]).folder("tiny"))
    yield opened
    opened.close()


@pytest.fixture
def shell(root: Path) -> Shell:
    def run(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(cli.cli, [*arguments, "--models", str(root)], **options)

    return run


@pytest.fixture
def task(tmp_path: Path) -> str:
    path = tmp_path / "task.json"
    path.write_text(json.dumps(TASK))
    return str(path)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_text_is_continued_as_the_engine_does(shell: Shell, engine: Engine) -> None:
    settings = DecodingSettings(max_tokens=8, seed=3, top_k=20)
    (done,) = [e for e in generated(engine, "the cat", settings) if isinstance(e, Done)]
    options = ["--max-tokens", "8", "--seed", "3", "--top-k", "20"]
    assert shell("generate", "the cat", *options).stdout == done.text + "\n"
    assert shell("generate", "-", *options, input="the cat").stdout == done.text + "\n"


def test_several_samples_are_numbered(shell: Shell) -> None:
    written = shell("generate", "the cat", "--n", "3", "--max-tokens", "2", "--stop", "zz").stdout
    assert {line[:3] for line in written.splitlines() if line.startswith("[")} >= {"[0]", "[2]"}


def test_json_is_the_runs_events(shell: Shell) -> None:
    told = lines(shell("generate", "the cat", "--max-tokens", "3", "--json"))
    assert [event["type"] for event in told] == ["start", *["token"] * 3, "done", "end"]


def test_labels_are_scored_as_the_engine_does(shell: Shell, engine: Engine) -> None:
    found = scored(engine, "fast ->", [" slow", " quick"])
    (told,) = lines(shell("score", "fast ->", " slow", " quick", "--json"))
    assert told == json.loads(found.to_json())
    text = shell("score", "fast ->", " slow", " quick").stdout
    assert f"{100 * found.labels[0].share:.2f} %" in text
    assert "on all of them" in text


def test_a_file_of_prompts_is_scored_in_one_go(
    shell: Shell, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "prompts.jsonl"
    own = {"prompt": "one\n->", "labels": [" two", " three", " four"]}
    path.write_text(f'"fast ->"\n\n{json.dumps(own)}\n')
    options = ["score", "--file", str(path), "--content-free", "N/A ->", " slow", " quick"]
    first, second = lines(shell(*options, "--json"))
    alone = scored(engine, "fast ->", [" slow", " quick"])
    assert [x["scores"]["logprob"] for x in first["labels"]] == [x.logprob for x in alone.labels]
    assert [label["text"] for label in second["labels"]] == own["labels"]
    assert second["labels"][0]["baseline"] < 0
    text = shell(*options).stdout
    assert text.count("per byte") == 2
    assert f"{100 * second['labels'][2]['shares']['over_baseline']:.2f} %" in text
    assert shell("score", "--file", "-", " slow", input='"a"').stdout.count(" - ") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fast ->", "Line 1 is not JSON"),
        ("[" * 100_000, "Line 1 is not JSON: it is nested deeper"),
        ('"a"\n{"prompt": "b", "label": []}', "Line 2 is neither"),
        ('{"prompt": "b", "labels": [1]}', "Line 1 is neither"),
        ('{"prompt": "b", "labels": []}', "Line 1 has no labels"),
        ("\n \n", "holds no prompts"),
    ],
)
def test_a_file_that_holds_no_prompts_is_told_by_its_line(
    shell: Shell, text: str, words: str
) -> None:
    error = shell("score", "--file", "-", " a", input=text).exception
    assert isinstance(error, InvalidRequest)
    assert words in str(error)


def test_a_file_that_cannot_be_read_is_told(shell: Shell) -> None:
    assert "cannot be read" in str(shell("score", "--file", "nowhere.jsonl", " a").exception)


def test_scoring_without_a_prompt_or_labels_is_wrong_usage(shell: Shell) -> None:
    assert shell("score", "hi").exit_code == 2
    assert shell("score", "hi", " a", "--content-free", "b").exit_code == 2


def test_lanes_are_those_of_the_first_examples(shell: Shell, task: str) -> None:
    told = lines(shell("compare", task, "--json", "--max-tokens", "2"))
    starts = {event["lane"]: event["prompt"] for event in told if event["type"] == "start"}
    assert list(starts) == ["0-shot", "1-shot", "2-shot"]
    assert starts["2-shot"] == "big -> small\nhot -> cold\nfast ->"
    chosen = shell("compare", task, "--shots", "1", "--set", "other", "--input", "x", "--json")
    starts = {event["lane"]: event["prompt"] for event in lines(chosen) if event["type"] == "start"}
    assert starts == {"1-shot": "one -> two\nx ->"}


def test_a_comparison_is_readable(shell: Shell, task: str) -> None:
    written = shell("compare", task, "--shots", "0", "--shots", "2", "--max-tokens", "2")
    assert written.exit_code == 0
    for word in ("0-shot", "2-shot", "share", "' slow'", "on all of them", "[0]"):
        assert word in written.output


def test_a_lane_that_is_too_long_is_told_and_the_exit_code_says_so(
    shell: Shell, tmp_path: Path
) -> None:
    long = TASK | {"shot_sets": {"main": [{"input": "x" * 900, "output": " y"}]}}
    path = tmp_path / "long.json"
    path.write_text(json.dumps(long))
    written = shell("compare", str(path), "--max-tokens", "2")
    assert written.exit_code == 1
    assert "maximum context length is 320 tokens" in written.output
    assert "on all of them" in written.output  # the other lane went on


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["generate", "hi", "--temperature", "9"], InvalidRequest),
        (["generate", "hi", "--model", "nope"], ModelNotFound),
        (["generate", "x" * 999], InvalidRequest),
        (["score", "hi", "a", "ab"], Exception),
    ],
)
def test_what_is_wrong_is_one_of_our_errors(
    shell: Shell, arguments: list[str], kind: type[Exception]
) -> None:
    assert isinstance(shell(*arguments).exception, kind)


def test_a_file_that_is_no_task_is_told(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    bad = {"{": "is not JSON", "[" * 100_000: "nested deeper", '{"template": 3}': "template"}
    for text, words in bad.items():
        path.write_text(text)
        error = shell("compare", str(path)).exception
        assert isinstance(error, InvalidRequest)
        assert words in str(error)


def test_nothing_installed_is_told_with_the_way_out(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.cli, ["generate", "hi", "--models", str(tmp_path)])
    assert "shotglass import" in str(result.exception)


def test_8_bits_are_made_when_they_are_first_asked_for(tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "tiny", "gpt2", 2)
    words = ["generate", "the cat", "--max-tokens", "6", "--precision", "int8"]
    first = CliRunner().invoke(cli.cli, [*words, "--models", str(tmp_path)])
    assert first.exit_code == 0, first
    told = first.stderr.splitlines()
    assert told[0] == "tiny has no 8-bit graph yet: it is made now."
    assert told[1:] == [
        "Verifying the model", "Writing weights", "Checking graphs", "Comparing predictions",
        "Writing the manifest",
    ]  # fmt: skip
    again = CliRunner().invoke(cli.cli, [*words, "--models", str(tmp_path)])
    assert (again.stdout, again.stderr) == (first.stdout, "")
    opened = Engine.open(Library([tmp_path]).folder("tiny"), precision="int8")
    events = generated(opened, "the cat", DecodingSettings(max_tokens=6))
    (done,) = [event for event in events if isinstance(event, Done)]
    opened.close()
    assert first.stdout == done.text + "\n"


def test_a_model_that_does_not_bear_8_bits_says_so_and_answers_in_fp32(root: Path) -> None:
    """Its likeliest tokens are kept too seldom: the weights are random."""
    words = ["generate", "the cat", "--max-tokens", "2", "--models", str(root)]
    refused = CliRunner().invoke(cli.cli, [*words, "--precision", "int8"])
    assert isinstance(refused.exception, ImportFailed)
    assert "agrees with fp32 on 9" in refused.exception.detail
    assert "this model does not bear 8-bit weights" in refused.exception.detail
    assert CliRunner().invoke(cli.cli, words).exit_code == 0


def test_a_model_that_has_no_8_bits_says_which_precision_it_has(tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "house", "gpt2", storage="half")
    words = ["generate", "the cat", "--models", str(tmp_path), "--precision", "int8"]
    refused = CliRunner().invoke(cli.cli, words)
    assert isinstance(refused.exception, PrecisionNotOffered)
    assert "Ask for fp32" in refused.exception.detail
    assert refused.stderr == ""
