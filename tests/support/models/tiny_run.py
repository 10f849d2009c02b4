"""A training run's folder of random weights, as ``shotglass train`` leaves one; without torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors.numpy import save_file
from support.models.tiny import Family, tiny_config, tiny_tokenizer_text, tiny_weights

RECIPE: dict[str, Any] = {
    "name": "tiny",
    "seed": 3,
    "model": {"family": "gpt2", "layers": 2, "width": 52, "heads": 3, "context": 320},
    "data": {"sources": ["fables"], "vocabulary": 331, "tokenizer": "bpe"},
    "training": {"objective": "next-token", "tokens": 51_200, "batch": 8, "length": 64},
    "stages": [{"until": 1.0, "prose": 0.25, "episodes": {"category": 0.75}, "shots": [2, 12]}],
}
SOURCE = {
    "name": "fables", "package": "fables-pack", "version": "1.2", "origin": "npm",
    "licence": "public domain", "may_ship": True, "about": "Fables", "sha256": "ab" * 32,
    "bytes": 4000, "documents": 12, "tokens": 1000, "dropped": 0, "held_bytes": 100,
    "held_documents": 1, "held_tokens": 30,
}  # fmt: skip


def write_tiny_run(
    root: Path, name: str, family: Family = "gpt2", seed: int = 0, **changes: Any
) -> Path:
    """The folder ``root/name``; ``changes`` are ModelConfig fields."""
    run, config = root / name, tiny_config(family, **changes)
    (run / "checkpoint").mkdir(parents=True)
    save_file(tiny_weights(config, seed), run / "checkpoint" / "weights.safetensors")
    write_state(run, architecture=config.to_json(), recipe=RECIPE | {"name": name})
    (run / "tokenizer.json").write_text(tiny_tokenizer_text(), "utf-8")
    (run / "data.json").write_text(json.dumps({"format": 1, "sources": [SOURCE]}), "utf-8")
    (run / "recipe.toml").write_text(f'name = "{name}"\nseed = 3\n', "utf-8")
    return run


def write_state(run: Path, **facts: Any) -> None:
    """``facts`` replace those of the state that is there."""
    path = run / "checkpoint" / "state.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    state = {"step": 100, "tokens": 51_200, "label_predictions": 900, "commit": "c0ffee", "seed": 3}
    path.write_text(json.dumps(state | before | facts), "utf-8")
