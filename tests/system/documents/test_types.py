"""The types of the Python API, as pyright reads them in a program of somebody's own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import shotglass as sg

pytestmark = pytest.mark.by_need

PROGRAM = """
from pathlib import Path

import shotglass as sg


def curve(path: Path) -> list[float]:
    with sg.load("house-gpt2", precision="fp32", provider="cpu") as model:
        result = model.measure(path, "Q: {input}\\\\nA:{output}\\\\n", "examples", seed=3)
        print(result.figures.chance, result.record.plan.digest, result.comparisons()[0]["p"])
        return [float(row["right"]) for row in result.rows()]


def every_answer(address: str) -> str:
    model = sg.connect(address, key="k")
    with model.generate("Once", stream=True, temperature=0.5, stop=["."]) as stream:
        text = "".join(token.text for token in stream)
    whole: str = model.generate([1, 2], n=2, logit_bias={3: 1.5}).samples[0].text
    answer: str = model.chat([{"role": "user", "content": "Hello"}], max_tokens=9).text
    changes = [sg.head_off(0, 1, by="mean"), sg.steer(1, ("a", "b"), 2.0), sg.patch(0, -1, [1.0])]
    changed = model.generate("Once", interventions=changes, json_schema={"type": "string"}).text
    shots = {"s": (sg.Shot("a", " b"),)}
    prompt = sg.Prompt(template="{input}{output}", query=sg.Query("a"), shot_sets=shots)
    lanes = model.compare(prompt, shots=range(3)).lanes
    scores = {label.text: label.p for label in model.score(prompt).labels}
    square = model.attention("a b", layers=[0]).to_numpy().shape
    states = model.hidden("a b").arrays()["blocks.0.hook_resid_pre"].dtype
    final: str = model.lens("a b", 1).lens.final.text
    logit = float(model.logits(prompt, shots=1).to_numpy()[3])
    found = model.causes("head", [("a", "b")], prompt, k=1)
    try:
        model.fill("a [MASK]", [" b"], top=2).save("gaps.csv")
    except sg.errors.WrongTask as error:
        text += error.detail + error.pointer
    print(lanes[0].text, scores, square, states, logit, found.rows(), sg.__version__, final)
    return text + whole + answer + changed
"""
WRONG = """
import shotglass as sg

model = sg.load("house-gpt2", precision="fp8")
model.generate("Once", temprature=1)
model.generate("Once").tokenz
model.causes("layer")
"""


# What matplotlib and pandas leave out of their own types; whoever calls may have none at all.
OTHERS = {
    "reportUnknownMemberType": False,
    "reportMissingTypeStubs": False,
    "reportUnnecessaryIsInstance": False,
}


def faults_of(folder: Path, source: str, mode: str) -> list[dict[str, Any]]:
    """What pyright finds in a program, with the rules of ``mode``."""
    (folder / "program.py").write_text(source, "utf-8")
    return faults(folder, {"typeCheckingMode": mode, "include": ["program.py"]})


def faults(folder: Path, config: dict[str, Any]) -> list[dict[str, Any]]:
    """``config``: as pyright reads it, in ``folder``."""
    (folder / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson"]
    command += ["--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["generalDiagnostics"]
    return found


def test_a_program_that_uses_every_method_is_typed_strictly(tmp_path: Path) -> None:
    assert faults_of(tmp_path, PROGRAM, "strict") == []


def test_every_name_that_programs_use_has_a_type(tmp_path: Path) -> None:
    names = [name for name in dir(sg) if name[0].isalpha() and name not in vars(sg)]
    lines = ["import shotglass as sg", *(f"print(sg.{name})" for name in names)]

    assert len(names) > 30
    assert faults_of(tmp_path, "\n".join(lines), "strict") == []


def test_what_is_behind_the_names_is_typed_strictly_too(tmp_path: Path) -> None:
    folder = str(Path(sg.__file__).parent / "lab")

    assert faults(tmp_path, {"typeCheckingMode": "strict", "include": [folder], **OTHERS}) == []


def test_what_does_not_exist_is_found_before_it_is_run(tmp_path: Path) -> None:
    lines = [fault["range"]["start"]["line"] for fault in faults_of(tmp_path, WRONG, "standard")]

    assert sorted(set(lines)) == [3, 4, 5, 6]
