"""Records of random plans, computed again by a program that has nothing of ours: probabilities by
transformers, figures by scipy and by their definitions."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.torch_models.gpt import torch_gpt2

from shotglass.engine import Engine, Library, default_roots
from shotglass.engine import measure as measured
from shotglass.engine.measurement.record import Record
from shotglass_export.formats.source import Source
from shotglass_export.progress import silent
from shotglass_research.evaluation.evidence.plans import Job, jobs
from shotglass_research.gallery.task import GALLERY

PROGRAM = Path(__file__).with_name("independent.py")
MODEL, ITEMS, PLANS = "house-gpt2", 10, 5


def random_jobs() -> list[Job]:
    """One of each kind of plan, and one more; each of another task where there are enough."""
    chance, every = random.Random(20261127), jobs(MODEL, GALLERY)
    chosen = [
        chance.choice([job for job in every if job.name == name])
        for name in ("order", "examples", "labels", "format")
    ]
    return [*chosen, chance.choice([job for job in every if job not in chosen])]


@pytest.mark.slow
def test_five_random_plans_come_out_the_same_by_other_means(tmp_path: Path) -> None:
    hf = as_hugging_face(tmp_path / "hf")
    engine = Engine.open(Library(default_roots()).folder(MODEL), precision="fp32", threads=1)
    try:
        for number, job in enumerate(random_jobs()):
            plan = replace(job.plan, items=job.plan.items[:ITEMS])
            record = tmp_path / f"{number}.json"
            events = Record.of(plan, measured(engine, plan))
            record.write_text(json.dumps(events.to_json("", "")), "utf-8")
    finally:
        engine.close()

    for number in range(PLANS):
        found = by_other_means(tmp_path / f"{number}.json", hf)
        print(random_jobs()[number].task, random_jobs()[number].name, found)
        assert found.pop("probability") <= 1e-4
        assert found.pop("read") > 0
        assert found.pop("compared") > 0
        assert max(found.values()) <= 1e-9, found


def as_hugging_face(to: Path) -> Path:
    """The model folder's weights under transformers' names, with its tokenizer."""
    folder = Library(default_roots()).folder(MODEL).path
    source = Source.open(folder, silent)
    torch_gpt2(source.config, source.weights).save_pretrained(to)
    shutil.copy(folder / "tokenizer.json", to)
    told = {"tokenizer_class": "PreTrainedTokenizerFast"}
    (to / "tokenizer_config.json").write_text(json.dumps(told), "utf-8")
    return to


def by_other_means(record: Path, folder: Path | None = None) -> dict[str, float]:
    command = [sys.executable, "-I", str(PROGRAM), str(record), *map(str, filter(None, [folder]))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_the_program_has_nothing_of_ours() -> None:
    text = PROGRAM.read_text("utf-8")
    assert "import shotglass" not in text
    assert "from shotglass" not in text
