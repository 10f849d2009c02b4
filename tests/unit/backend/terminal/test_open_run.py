"""``shotglass open`` shows a run without its model, and asks it again where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from contract import runs_cases

import shotglass as sg
from shotglass.cli import cli


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy.shotglass"
    path.write_text(json.dumps(runs_cases.run()), encoding="utf-8")
    return path


PROMPT = sg.Prompt(
    template="- {input}:{output}\n",
    shot_sets={"zog or fip": (sg.Shot("horse", " zog"), sg.Shot("summer", " fip"))},
    query=sg.Query("dove", expected=" zog"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "house.shotglass"
    with sg.load("house-gpt2", threads=2) as model:
        return model.compare(PROMPT, max_tokens=3, seed=5).save(path)


def test_a_run_is_shown_without_its_model(toy: Path) -> None:
    shown = CliRunner().invoke(cli, ["open", str(toy)])
    assert shown.exit_code == 0
    assert "Recorded 2026-11-30T12:00:00.000Z by Shotglass 0.1.0." in shown.output
    assert "toy, weights abababab, fp32" in shown.output
    assert "few, 2 examples" in shown.output


def test_a_file_that_is_no_run_is_an_error_with_its_place(toy: Path) -> None:
    toy.write_text(toy.read_text(encoding="utf-8").replace('"fp32"', '"fp64"'), encoding="utf-8")
    with pytest.raises(sg.errors.InvalidRequest, match=r"models\[0\]\.precision: expected one of"):
        cli(["open", str(toy)], standalone_mode=False)


def test_a_run_whose_model_is_not_here_is_not_asked_again(toy: Path) -> None:
    with pytest.raises(sg.errors.ModelNotFound):
        cli(["open", str(toy), "--again"], standalone_mode=False)


def test_a_run_comes_out_the_same_bit_for_bit(house: Path) -> None:
    again = CliRunner().invoke(cli, ["open", str(house), "--again"])
    assert (again.exit_code, again.exception) == (0, None)
    assert "The same bit for bit: " in again.output


def test_where_it_does_not_the_token_is_named(house: Path, tmp_path: Path) -> None:
    contents = json.loads(house.read_text(encoding="utf-8"))
    tokens = [e for e in contents["results"]["lanes"][1]["events"] if e["type"] == "token"]
    tokens[1]["id"] += 1
    contents["models"][0]["digest"] = "0" * 64
    path = tmp_path / "other.shotglass"
    path.write_text(json.dumps(contents), encoding="utf-8")
    again = CliRunner().invoke(cli, ["open", str(path), "--again"])
    assert again.exit_code == 3
    assert "Not the same: lane 1-shot, sample 0, from token 1 on." in again.output
    assert "The weights of house-gpt2 are others: 00000000 then, " in again.output


def test_a_run_is_opened_as_it_was_compared(house: Path) -> None:
    run = sg.open_run(house)
    assert (run.view, run.models[0].id) == ("compare", "house-gpt2")
    assert [lane.k for lane in run.result.lanes] == [0, 1, 2]
    assert run.result.save(house.with_name("again.shotglass")).is_file()


def test_a_text_is_saved_shown_and_written_again(tmp_path: Path) -> None:
    path = tmp_path / "text.shotglass"
    words = ["--model", "house-gpt2", "--max-tokens", "4", "--n", "2", "--save", str(path)]
    saved = CliRunner().invoke(cli, ["generate", "The cat sat", *words])
    assert (saved.exit_code, saved.exception) == (0, None)
    again = CliRunner().invoke(cli, ["open", str(path), "--again"])
    assert "values, 8 tokens among them." in again.output
    texts = sg.open_run(path).texts
    assert saved.output == "".join(f"[{at}] {text}\n" for at, text in enumerate(texts[0]))


def test_a_text_that_is_held_to_a_form_is_saved_with_it(tmp_path: Path) -> None:
    path = tmp_path / "held.shotglass"
    words = ["--model", "house-gpt2", "--regex", " [a-z]+", "--save", str(path)]
    assert CliRunner().invoke(cli, ["generate", "The cat sat", *words]).exit_code == 0
    again = CliRunner().invoke(cli, ["open", str(path), "--again"])
    assert again.exit_code == 0


INSIDE = [
    sg.head_off(5, 1, by="mean", over=["The dog ran"]),
    sg.attention_cut([0], layer=1),
    sg.patch("blocks.2.hook_resid_mid", -1, "A dog sat"),
    sg.steer(3, ("A happy day", "A sad day"), 4.0),
]


def test_what_was_changed_inside_is_saved_shown_and_changed_again(tmp_path: Path) -> None:
    path, other = tmp_path / "changed.shotglass", tmp_path / "as-it-is.shotglass"
    with sg.load("house-gpt2", threads=2) as model:
        result = model.generate("The cat sat", max_tokens=4, interventions=INSIDE)
        result.save(path)
        model.compare(PROMPT, shots=[1], max_tokens=2, interventions=INSIDE).save(other)
        run = sg.open_run(other)
        assert run.again(model).is_same
        assert run.result.changes == tuple(INSIDE)
    for saved in (path, other):
        again = CliRunner().invoke(cli, ["open", str(saved), "--again"])
        assert (again.exit_code, again.exception) == (0, None)
        assert "The same bit for bit: " in again.output
        assert "changed inside: head 5.1 off\n" in again.output
    contents = json.loads(path.read_text(encoding="utf-8"))
    assert contents["shotglass_run"] == 2
    (question,), (column,) = (contents[side]["columns"] for side in ("question", "results"))
    del question["interventions"], column["sources"][0]["interventions"]
    path.write_text(json.dumps(contents), encoding="utf-8")
    assert CliRunner().invoke(cli, ["open", str(path), "--again"]).exit_code == 3


def test_filled_gaps_and_a_measurement_come_out_the_same(tmp_path: Path) -> None:
    with sg.load("house-bert", threads=2) as model:
        model.fill("The [MASK] sat.").save(tmp_path / "fill.shotglass")
    rows = [("hot", " cold"), ("tall", " short"), ("big", " small"), ("up", " down")]
    items = [{"input": text, "expected": answer} for text, answer in rows]
    with sg.load("house-gpt2", threads=2) as model:
        plan = {"conditions": {"k": [0, 1]}}
        result = model.measure(items, "{input} ->{output}\n", plan, pool=1)
        result.save(tmp_path / "measure.shotglass")
    for name in ("fill", "measure"):
        again = CliRunner().invoke(cli, ["open", str(tmp_path / f"{name}.shotglass"), "--again"])
        assert again.exit_code == 0
        assert "The same bit for bit: " in again.output


def test_a_run_whose_model_is_of_another_kind_now_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "text.shotglass"
    with sg.load("house-gpt2", threads=2) as model:
        model.generate("The cat sat", max_tokens=2).save(path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    contents["models"][0]["id"] = "house-bert"
    path.write_text(json.dumps(contents), encoding="utf-8")
    with pytest.raises(sg.errors.WrongTask):
        cli(["open", str(path), "--again"], standalone_mode=False)
    with pytest.raises(sg.errors.WrongTask):
        sg.open_run(path).again()


def test_a_search_for_causes_is_saved_and_comes_out_the_same(tmp_path: Path) -> None:
    path = tmp_path / "which.shotglass"
    rows = [("hot", " cold"), ("tall", " short"), ("big", " small"), ("up", " down")]
    items = [{"input": text, "expected": answer} for text, answer in rows]
    with sg.load("house-gpt2", threads=2) as model:
        result = model.causes("example", items, "{input} ->{output}\n", k=1, pool=2, questions=2)
        run = sg.open_run(result.save(path))
        assert run.again(model).is_same
    again = CliRunner().invoke(cli, ["open", str(path), "--again"])
    assert (again.exit_code, again.exception) == (0, None)
    contents = json.loads(path.read_text(encoding="utf-8"))
    contents["results"]["record"]["figures"]["log_odds"]["value"] += 0.5
    path.write_text(json.dumps(contents), encoding="utf-8")
    again = CliRunner().invoke(cli, ["open", str(path), "--again"])
    assert again.exit_code == 3
    assert "Numbers differ by up to 0.5." in again.output


def test_a_name_with_another_ending_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(sg.errors.InvalidRequest, match=r"a name that ends in \.shotglass"):
        cli(["generate", "x", "--save", str(tmp_path / "x.json")], standalone_mode=False)
