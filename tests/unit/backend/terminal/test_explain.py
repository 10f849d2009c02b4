"""``shotglass explain`` writes what the engine computes inside, a text at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.engine import Engine, ExplainOptions, Library, explain
from shotglass.engine.tasks.inside import many
from shotglass.errors import InvalidJson, InvalidRequest, RecordNotWritten, ShotglassError

COMMAND = import_module("shotglass.terminal.explain")  # the package has the command by this name
TEXTS = ["the cat sat", "", "the naïve 猫 sat on the mat"]
Shell = Callable[..., Result]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    opened = Engine.open(Library([root]).folder("tiny"))
    yield opened
    opened.close()


@pytest.fixture
def shell(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    root = engine.capture.folder.path.parent

    def run(*arguments: str, lines: str | None = None) -> Result:
        own = [json.dumps({"id": f"n{n}", "text": text}) for n, text in enumerate(TEXTS)]
        Path("texts.jsonl").write_text("\n".join(own) if lines is None else lines, "utf-8")
        words = ["explain", "--file", "texts.jsonl", *arguments, "--models", str(root)]
        return CliRunner().invoke(cli.cli, words)

    return run


def refused(result: Result) -> ShotglassError:
    assert isinstance(result.exception, ShotglassError), result.output
    return result.exception


def test_each_text_has_its_id_its_tokens_and_what_the_engine_says(
    shell: Shell, engine: Engine
) -> None:
    words = ("--into", "x.npz", "--hidden", "all", "--attention", "1", "--logits", "--json")
    told = json.loads(shell(*words).stdout)
    options = ExplainOptions(layers=(0, 1), hidden=True, surprisal=False)
    total = 0
    with np.load("x.npz") as file:
        assert file["ids"].tolist() == ["n0", "n1", "n2"]
        for place, text in enumerate(TEXTS):
            ids = engine.encode(text)
            arrays = explain(engine, text, options).arrays
            own = {name.partition("/")[2]: file[name] for name in file if name[0] == str(place)}
            assert own.pop("tokens").tolist() == ids
            assert list(own) == [
                "blocks.0.hook_resid_pre", "blocks.1.hook_resid_pre", "blocks.1.hook_resid_post",
                "blocks.1.attn.hook_pattern", "logits",
            ]  # fmt: skip
            total += sum(array.nbytes for array in own.values())
            for name, of in (
                ("hook_resid_pre", "hidden_states.1"),
                ("attn.hook_pattern", "attentions.1"),
            ):
                np.testing.assert_allclose(own[f"blocks.1.{name}"], arrays[of], atol=1e-6)
            np.testing.assert_allclose(own["logits"][-1], engine_logits(engine, ids), atol=1e-4)
    assert told == {"texts": 3, "bytes": total, "into": "x.npz"}


def engine_logits(engine: Engine, ids: list[int]) -> Any:
    return engine.capture.run(ids, ["logits"])["logits"][0, -1]


def test_the_last_token_alone_is_the_last_row_and_the_file_the_same_bytes(shell: Shell) -> None:
    words = ("--hidden", "1", "--attention", "0", "--logits")
    shell(*words, "--into", "whole.npz")
    for name in ("last.npz", "again.npz"):
        assert shell(*words, "--into", name, "--last").exit_code == 0
    with np.load("whole.npz") as whole, np.load("last.npz") as last:
        assert list(last) == list(whole)
        for name in set(whole) - {"ids", *(f"{place}/tokens" for place in range(3))}:
            np.testing.assert_array_equal(last[name], whole[name][..., -1, :])
    assert Path("last.npz").read_bytes() == Path("again.npz").read_bytes()


def test_a_text_is_in_the_file_before_the_next_one_is_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a run that fails leaves what was there before, and nothing half written."""
    sizes = []
    run = many.insides

    def watched(*arguments: Any) -> Any:
        for each in run(*arguments):
            yield each
            sizes.append(Path(".x.npz.part").stat().st_size)
        raise RecordNotWritten("the end")

    monkeypatch.setattr(COMMAND, "insides", watched)
    Path("x.npz").write_bytes(b"before")
    assert str(refused(shell("--into", "x.npz", "--hidden", "0,1"))) == "the end"
    assert sizes == sorted(set(sizes))
    assert len(sizes) == 3
    assert [path.name for path in Path().iterdir() if "npz" in path.name] == ["x.npz"]
    assert Path("x.npz").read_bytes() == b"before"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--into", "x.txt", "--hidden", "0"), "a name with .npz was expected"),
        (("--into", "no/x.npz", "--hidden", "0"), "there is no folder no"),
        (("--into", "x.npz"), "Nothing is chosen"),
        (("--into", "x.npz", "--hidden", "3"), "no layer 3 for hidden: 0 to 2"),
        (("--into", "x.npz", "--attention", "2"), "no layer 2 for attention: 0 to 1"),
        (("--into", "x.npz", "--attention", "0,0"), "named twice in attention"),
        (("--into", "x.npz", "--hidden", "a"), '--hidden is .a.; layers such as 0,5, or "all"'),
    ],
)
def test_what_cannot_be_given_is_refused_and_leaves_no_file(
    shell: Shell, words: tuple[str, ...], part: str
) -> None:
    error = refused(shell(*words))
    with pytest.raises(InvalidRequest, match=part):
        raise error
    assert [path.name for path in Path().iterdir()] == ["texts.jsonl"]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ("", "holds 0 texts"),
        ('"a"\nb', "Line 2 is not JSON"),
        ('{"text": 3}', "Line 1 is neither a text nor"),
        ('{"id": "x", "text": "a", "labels": []}', "Line 1 is neither a text nor"),
        ('"a"\n{"id": "1", "text": "b"}', "The id of line 2 is '1'; one that no other line has"),
        (json.dumps({"id": "x" * 201, "text": "a"}), "of up to 200 characters"),
        (json.dumps("1" * 600), "The text '1': The text is .* tokens; .* at most were expected"),
    ],
)
def test_lines_that_are_none_are_named(shell: Shell, lines: str, part: str) -> None:
    error = refused(shell("--into", "x.npz", "--logits", lines=lines))
    with pytest.raises((InvalidRequest, InvalidJson), match=part):
        raise error


def test_arrays_without_room_are_refused_before_anything_is_run(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr(COMMAND, "disk_usage", lambda _: Full)
    assert "choose fewer layers, or --last" in str(refused(shell("--into", "x.npz", "--logits")))
    assert not Path("x.npz").exists()
