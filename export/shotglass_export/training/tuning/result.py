"""The files that a finished run leaves beside its weights: the adapter as peft has it, and the
held-out rows as a task that Measure asks before and after."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.numpy import load_file

from shotglass.contract import MANIFEST

from ...adapters.adapter import Adapter, LowRank
from ...adapters.adapter_files import write_adapter
from ...adapters.names import HubNames
from ...data.folder import DataFolder
from ...data.own_rows import QUESTIONS, read_questions
from ...recipe import Recipe
from ..runs.checkpoints import CHECKPOINT, WEIGHTS
from .start import StartModel

ADAPTER = "adapter"
TASK, PLAN = "held-out.json", "before-after.json"


def write_result(run: Path, recipe: Recipe, data: DataFolder, start: StartModel) -> None:
    """Raises ImportFailed for a model whose layers have no names in transformers."""
    if recipe.training.lora is not None:
        config = start.checkpoint.config
        tensors = load_file(run / CHECKPOINT / WEIGHTS)
        stems = [name.removesuffix(".lora_a") for name in tensors if name.endswith(".lora_a")]
        scale = recipe.training.lora.scale
        parts = {
            f"{stem}.weight": LowRank(tensors[f"{stem}.lora_a"], tensors[f"{stem}.lora_b"], scale)
            for stem in stems
        }
        names = HubNames.of(config, start.checkpoint.card)
        base = start.checkpoint.card.name
        write_adapter(run / ADAPTER, Adapter(parts), recipe.training.lora, config, names, base)
    if data.answers is not None and (task := held_out_task(data)):
        (run / TASK).write_text(_text(task), "utf-8")
        plan = {"conditions": {"k": [0]}}
        (run / PLAN).write_text(_text(plan), "utf-8")


def measure_line(run: Path, start: StartModel, id: str) -> str | None:
    """The command that asks the held-out rows of both models; None where there are none, or where
    the start is no model folder."""
    if not (run / TASK).is_file() or not (Path(start.source) / MANIFEST).is_file():
        return None
    words = [
        "shotglass", "measure", str(run / TASK), "--plan", str(run / PLAN), "--model",
        Path(start.source).name, "--other", id,
    ]  # fmt: skip
    return shlex.join(words)


def held_out_task(data: DataFolder) -> dict[str, Any] | None:
    """A prompt object with the held-out rows as its items; None where answers are free, or one
    alone is held out."""
    template, held = read_questions(data.path / QUESTIONS)
    labels = list(dict.fromkeys(label for question in held for label in question.labels))
    if not held or not all(question.labels for question in held):
        return None
    items = [{"input": question.input, "expected": question.expected} for question in held]
    return {
        "instruction": "",
        "template": template,
        "shot_sets": {},
        "query": items[0],
        "labels": [{"text": label} for label in labels],
        "items": items,
    }


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
