"""A small training run as files: made up, for tests alone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

RECIPE = {
    "name": "small",
    "seed": 1,
    "model": {"family": "gpt2", "layers": 2, "width": 16, "heads": 2, "context": 64},
    "data": {"sources": ["recipe-text"], "vocabulary": 256, "tokenizer": "words"},
    "training": {"objective": "next-token", "tokens": 51_200, "batch": 8, "length": 64},
    "stages": [{"until": 1.0, "prose": 0.25, "episodes": {"category": 0.75}}],
}
TOKENS = 512  # a step


def start(name: str = "small", at: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "start", "format": 1, "time": time.time() if at is None else at, "name": name,
        "recipe": RECIPE | {"name": name}, "parameters": 11_072, "tokens_total": 51_200,
        "steps_total": 100, "device": "cpu, 2 threads", "precision": "bf16", "compiled": False,
        "ceiling_flops": 1e11, "flops_per_token": 66_000,
    } | more  # fmt: skip


def step(n: int, at: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "step", "step": n, "tokens": n * TOKENS, "label_predictions": n * 90,
        "loss": 5.5 - 3 * n / 100, "learning_rate": 1e-3, "gradient_norm": 1.0,
        "tokens_per_second": 9000.0, "mfu": 0.2, "eta": (100 - n) * 0.06,
        "time": time.time() if at is None else at,
    } | more  # fmt: skip


def held(n: int) -> dict[str, Any]:
    return {
        "kind": "held", "step": n, "tokens": n * TOKENS,
        "bits_per_byte": {"fables": 3 - n / 100, "speeches": 3.2 - n / 100},
        "bytes": {"fables": 9000, "speeches": 8000},
    }  # fmt: skip


def probe(n: int, k: int, family: str = "category", split: str = "held-both") -> dict[str, Any]:
    """Chance until step 60, then right where there are examples."""
    learned = n > 60 and k > 0
    return {
        "kind": "probe", "step": n, "tokens": n * TOKENS, "label_predictions": n * 90,
        "family": family, "split": split, "k": k, "ways": 2, "n": 200,
        "form": 0.9 if n > 20 else 0.1, "choice": 190 if learned else 100 + k,
    }  # fmt: skip


def heads(n: int) -> dict[str, Any]:
    late = 0.8 if n > 60 else 0.02
    return {
        "kind": "heads", "step": n, "tokens": n * TOKENS,
        "induction": [[0.01, 0.02], [late, 0.03]], "previous": [[0.7, 0.1], [0.05, 0.1]],
    }  # fmt: skip


def done(n: int = 100, at: float | None = None) -> dict[str, Any]:
    now = time.time() if at is None else at
    return {"kind": "done", "step": n, "tokens": n * TOKENS, "time": now, "seconds": 61.5}


def small_run(until: int = 100) -> list[dict[str, Any]]:
    """All lines of a run up to step ``until``, without its end."""
    lines = [start()]
    for n in range(10, until + 1, 10):
        lines.append(step(n))
        if n % 20 == 0:
            lines += [held(n), heads(n)]
            lines += [probe(n, k, split=s) for s in ("train", "held-both") for k in (0, 2, 8)]
    return lines


def text_of(lines: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def write_run(root: Path, id: str, lines: list[dict[str, Any]]) -> Path:
    """``root/id/metrics.jsonl``; answers its path."""
    folder = root / id
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "metrics.jsonl"
    path.write_text(text_of(lines))
    return path


def append(path: Path, *lines: dict[str, Any]) -> None:
    with path.open("a") as file:
        file.write(text_of(list(lines)))
