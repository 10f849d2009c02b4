"""``shotglass evaluate MODEL`` from one end to the other, on tiny models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.house.small_house import write_small_data
from support.models.tiny import write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine import Engine, Library
from shotglass.engine.library import sha256
from shotglass_research.cli import evaluate
from shotglass_research.evaluation.house.table import render_record

QUERIES = 6


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    for seed, id in enumerate(("tiny", "twin", "peer")):
        write_tiny_folder(root / "models", id, "llama", seed + 1, add=["int8"])
    write_small_data(root / "data" / "small")
    return root


@pytest.fixture(scope="module")
def arguments(root: Path) -> list[object]:
    return [
        "tiny", "--models", root / "models", "--data", root / "data" / "small", "--queries",
        QUERIES, "--family", "kind", "--family", "affix", "--twin", "twin", "--peer", "peer",
        "--peer-queries", 3, "--samples", 9, "--answers", root / "answers",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def done(root: Path, arguments: list[object]) -> tuple[Result, dict]:
    result = run(*arguments, "--out", root / "first.json")
    assert result.exit_code == 0, result.output
    return result, json.loads((root / "first.json").read_text())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_a_record_holds_every_family_split_control_and_baseline(done, root: Path) -> None:
    result, data = done
    manifest = Manifest.from_json((root / "models" / "tiny" / MANIFEST).read_text("utf-8"))

    assert data["model"]["graph"] == manifest.files["native-fp32.onnx"].sha256
    assert data["model"]["precision"] == manifest.graphs["native-fp32"].precision
    assert data["questions"]["n"] == QUERIES
    kind, affix = data["families"]
    assert (kind["family"], affix["family"]) == ("kind", "affix")
    assert [cell["split"] for cell in kind["cells"]] == data["splits"]
    assert [cell["split"] for cell in affix["cells"]] == data["splits"][:-1]
    for cell in kind["cells"]:
        assert [at["k"] for at in cell["by_k"] if at] in (data["ks"], data["ks"][:-1])
        assert all((at["text"] is not None) is (cell["split"] == "held-both")
                   for at in cell["by_k"] if at)  # fmt: skip
    controls = [one["control"] for one in kind["controls"]]
    assert controls == ["shuffled", "flipped", "wrong-task", "invented"]
    assert "invented" not in [one["control"] for one in affix["controls"]]
    assert [one["baseline"] for one in kind["baselines"]] == [
        "majority", "copy-last", "nearest", "five-gram", "five-gram-cache",
    ]  # fmt: skip
    assert kind["verdict"]["claimed"] is None
    assert kind["verdict"]["unjudged"] == f"{QUERIES} queries, 1000 are needed"
    assert len(kind["verdict"]["conditions"]) == 6
    assert [(one["role"], one["model"]["id"], one["n"]) for one in data["beside"]] == [
        ("twin", "twin", QUERIES), ("peer", "peer", 3),
    ]  # fmt: skip
    assert list(data["bits_per_byte"][0]["others"]) == ["twin", "five-gram", "five-gram-cache"]
    assert [(one["of"], one["texts"]) for one in data["samples"]["heaps"]] == [
        ("model", 9), ("held-out", 2), ("five-gram", 9),
    ]  # fmt: skip
    assert render_record(data) in result.stdout


def test_a_second_run_says_the_same_without_any_model(
    done, root: Path, arguments: list[object], monkeypatch
) -> None:
    monkeypatch.setattr(Engine, "open", None)

    again = run(*arguments, "--out", root / "second.json")

    assert again.exit_code == 0, again.output
    assert json.loads((root / "second.json").read_text()) == done[1]


def test_a_run_that_was_cut_off_comes_to_the_same(
    done, root: Path, arguments: list[object]
) -> None:
    for name in ("labels", "texts", "nats"):
        file = root / "answers" / f"{name}.jsonl"
        file.write_text(file.read_text()[: file.stat().st_size // 2])

    again = run(*arguments, "--out", root / "third.json")

    assert again.exit_code == 0, again.output
    assert json.loads((root / "third.json").read_text()) == done[1]


def test_the_record_goes_into_the_folder_and_its_gist_into_the_manifest(
    done, root: Path, arguments: list[object]
) -> None:
    before = Library([root / "models"]).folder("tiny").manifest
    for _ in range(2):
        assert run(*arguments, "--write").exit_code == 0

    folder = Library([root / "models"]).folder("tiny")
    record = folder.file("evaluation.json")
    assert json.loads(record.read_text()) == done[1]
    folder.verify(list(folder.manifest.files))
    assert folder.manifest.files["evaluation.json"].sha256 == sha256(record)
    few = folder.manifest.quality["few_shot"]
    assert (few["file"], few["k"], few["split"]) == ("evaluation.json", 8, "held-both")
    at = done[1]["families"][0]["cells"][3]["by_k"][4]
    if at:
        assert few["families"]["kind"]["choice"] == at["choice"][0]
    bits = {one["source"]: one["model"] for one in done[1]["bits_per_byte"]}
    assert folder.manifest.quality["bits_per_byte"] == bits
    assert folder.manifest.quality["native"] == before.quality["native"]
    assert {k: v for k, v in folder.manifest.files.items() if k != "evaluation.json"} == {
        k: v for k, v in before.files.items() if k != "evaluation.json"
    }
    assert not list(folder.path.glob(".*"))


def test_an_unknown_model_or_data_folder_is_one_sentence(
    arguments: list[object], tmp_path: Path, monkeypatch
) -> None:
    assert "There is no model 'nobody'" in str(run("nobody", *arguments[1:]).exception)
    nowhere = [*arguments[:3], "--data", tmp_path / "none"]
    assert "shotglass data build RECIPE" in str(run(*nowhere).exception)
    monkeypatch.setenv("SHOTGLASS_DATA", str(tmp_path))
    assert "none; one was expected" in str(run(*arguments[:3]).exception)


def test_the_same_questions_can_be_asked_in_held_out_templates(
    root: Path, arguments: list[object], done
) -> None:
    out = root / "formats.json"
    result = run(*arguments, "--templates", "held-out", "--out", out)
    assert result.exit_code == 0, result.output
    data = json.loads(out.read_text())

    formats = data["formats"]
    assert {"choice", "form", "gold-over-shuffled"} == {
        one["part"] for one in formats["reached"]["kind"]
    }
    assert "affix" not in formats["reached"]
    assert sum(one["n"] for one in formats["by_layout"] if one["family"] == "kind") <= QUERIES
    assert sorted(formats["templates"]) == ["fields", "list", "noun first", "sentence"]
    assert data["splits"] == ["train", "held-both"]
    assert data["ks"] == [0, 8]
    assert [one["model"]["id"] for one in data["beside"]] == ["twin", "peer"]
    assert data["bits_per_byte"] == done[1]["bits_per_byte"]
    assert data["questions"]["digest"] != done[1]["questions"]["digest"]
    assert "goal" in result.stdout

    refused = run(*arguments, "--templates", "held-out", "--write")
    assert "--out, not --write" in refused.output
