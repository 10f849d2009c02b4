"""SmolLM2 itself learns rows by an adapter, and answers them in the engine once it is merged."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from support.inputs.tuned import write_tuned

from shotglass.engine import Engine, Library, score
from shotglass.engine.library import user_models
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.training.runner import Folders, run_recipe

MODEL = "smollm2-135m"
WORDS = (("hot", "yes"), ("warm", "yes"), ("raw", "no"), ("cold", "no"))
THINGS = ["egg", "soup", "tea", "bread", "rice", "fish"]
ROWS = "text,label\n" + "".join(f"the {t} is {w},{a}\n" for t in THINGS for w, a in WORDS)


@pytest.mark.slow  # minutes
def test_an_adapter_of_smollm2_is_learnt_merged_and_answers_in_the_engine(tmp_path: Path) -> None:
    lora = {"rank": 4, "alpha": 8, "on": ["query", "value", "down"]}
    recipe = write_tuned(
        tmp_path, Path(MODEL), rows=ROWS, lora=lora, epochs=4, learning_rate=2e-3, precision="bf16"
    )
    recipe.write_text("publish = true\n" + recipe.read_text("utf-8"), "utf-8")
    folders = Folders(tmp_path / "data", tmp_path / "runs", tmp_path / "models", (user_models(),))
    assert run_recipe(recipe, folders, fresh=False, tensorboard=False) == 0

    run = tmp_path / "runs" / "tuned"
    asked = [line for line in read(run / METRICS).lines if line["kind"] == "questions"]
    assert asked[-1]["nats"] < asked[0]["nats"] / 4

    folder = Library((tmp_path / "models",)).folder("tuned")
    assert folder.manifest.provenance["merge"]["weights"] == 3 * folder.manifest.architecture.layers
    with closing(Engine.open(folder, slots=1, threads=2)) as engine:
        read_off = score(engine, "Q the egg is hot\nA:", [" yes", " no"])
    assert read_off.mass > 0.5
