"""Every experiment runs at toy size, and what is committed is what the committed rule gave."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from restamp import check_same_but_for_imports, dotted_name, file_at, read_restamped
from shotglass_export.progress import silent
from shotglass_research.experiments.registry import Registered, experiments
from shotglass_research.experiments.result import Result, read_result, write_result
from shotglass_research.experiments.run import Options, is_stale, run

ROOT = Path(__file__).parents[3]
LESSONS = ROOT / "web/src/extensions/course/lessons"
TEXTS = ROOT / "export/research/shotglass_research/experiments/texts"
ALL = experiments()
# At toy size they take three quarters of the time of all: they run in make test-slow.
DEAR = ("ladder", "finetuning", "dpo", "bands", "bert", "meta", "cot")
COMMITTED = {  # by lesson; that of a lesson which became part of another is named after it
    path.name.removesuffix("result.json").rstrip(".") or path.parent.name: path
    for path in sorted(LESSONS.glob("*/*result.json"))
}


# They watch the experiments' own files and what these import; one of them says whether any runs.
ALWAYS = "sparse"
TOYS = [
    pytest.param(name, marks=pytest.mark.slow if name in DEAR else pytest.mark.by_need)
    for name in ALL
    if name != ALWAYS
]


@pytest.mark.parametrize("name", [ALWAYS, *TOYS])
def test_it_runs_at_toy_size_and_what_always_holds_holds(name: str, tmp_path: Path) -> None:
    options = Options(tmp_path, tmp_path, smoke=True, threads=2)

    result = run(ALL[name], options, silent)  # raises where the invariant is broken

    write_result(result, tmp_path / "result.json")
    assert read_result(tmp_path / "result.json").smoke
    assert result.series
    assert all(one.points for one in result.series)
    assert all(point.low <= point.y <= point.high for one in result.series for point in one.points
               if point.low is not None and point.high is not None)  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_it_states_everything_in_sentences(name: str) -> None:
    stated = ALL[name].experiment

    assert stated.question.endswith("?")
    for text in (stated.hypothesis, stated.rule, stated.null, stated.invariant):
        assert text[0].isupper()
        assert text.endswith(".")
    assert 0 < stated.minutes <= 90  # of processor time: 45 on two cores


def test_every_committed_result_is_of_an_experiment_that_names_its_lesson() -> None:
    assert COMMITTED
    texts = {path.name: sha256(path.read_bytes()) for path in TEXTS.glob("*.toml")}
    for lesson, path in COMMITTED.items():
        result = read_result(path)
        assert ALL[result.name].experiment.lesson == result.lesson == lesson
        assert not is_stale(ALL[result.name], path), "its file was changed: run it again"
        for data in result.data:
            assert texts.get(data.name, data.digest) == data.digest, f"{data.name} was changed"


@pytest.mark.parametrize("lesson", COMMITTED)
def test_a_committed_result_has_all_that_tells_where_it_is_from(lesson: str) -> None:
    result = read_result(COMMITTED[lesson])
    stated = ALL[result.name].experiment

    assert not result.smoke
    assert (result.question, result.hypothesis, result.rule, result.null, result.counted) == (
        stated.question, stated.hypothesis, stated.rule, stated.null, stated.counted,
    )  # fmt: skip
    assert result.n > 0
    assert result.data
    assert all(one.digest and one.licence and one.source for one in result.data)
    assert result.seeds == stated.seeds


@pytest.mark.parametrize("lesson", COMMITTED)
def test_the_rule_stood_in_the_commit_that_the_result_names(lesson: str) -> None:
    result = read_result(COMMITTED[lesson])
    if not (ROOT / ".git").exists() or git("rev-parse", "--is-shallow-repository") == b"true\n":
        pytest.skip("no checkout, or one without its history")
    if subprocess.run(["git", "-C", str(ROOT), "cat-file", "-e", result.rule_commit]).returncode:
        pytest.skip(f"a checkout whose history was rewritten: it has no {result.rule_commit}")
    assert digest_of_the_rule(ALL[result.name], result) == result.code
    assert git("merge-base", "--is-ancestor", result.rule_commit, result.run_commit) == b""
    assert git("merge-base", "--is-ancestor", result.run_commit, "HEAD") == b"", (
        f"{result.run_commit}, where {result.name} was run, is not in this branch's history"
    )


def digest_of_the_rule(registered: Registered, result: Result) -> str:
    """Of the experiment's file as the rule's commit has it; where it was moved since, of the file
    that it became by the move, which differs in its imports alone."""
    path = registered.file.relative_to(ROOT)
    try:
        return sha256(file_at(result.rule_commit, str(path)))
    except subprocess.CalledProcessError:  # it stood elsewhere
        moved = read_restamped()
    entry = moved["results"][result.name]
    rule = file_at(result.rule_commit, entry["path"])
    assert sha256(rule) == entry["was"]
    if registered.code == entry["is"]:
        old, new = dotted_name(Path(entry["path"])), dotted_name(path)
        check_same_but_for_imports(rule, old, registered.file.read_bytes(), new, moved["renamed"])
    return str(entry["is"])


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "changed", ["from ..result import Data", "from ..points import share", "HALF = 0.25"]
)
def test_a_file_that_does_another_thing_is_not_the_same_but_for_imports(changed: str) -> None:
    old = b"from ..result import Data as Point\nHALF = 0.5\n"
    same = b"from research.result import Data as Point\nHALF = 0.5\n"
    other = b"\n".join([*same.splitlines(), changed.encode()])
    renamed = {"export.experiments": "research"}

    check_same_but_for_imports(old, "export.experiments.in.one", same, "research.in.one", renamed)
    with pytest.raises(ValueError, match="differs from|imports other things"):
        check_same_but_for_imports(
            old, "export.experiments.in.one", other, "research.in.one", renamed
        )


def git(*words: str) -> bytes:
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_registry_names_an_experiment_by_its_file() -> None:
    assert {"mixture", "sparse"} <= set(ALL)
    one: Registered = ALL["mixture"]
    assert one.file == ROOT / "export/research/shotglass_research/experiments/series/mixture.py"
