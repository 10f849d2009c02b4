"""lm-evaluation-harness over a server, run by an interpreter that has it:

harness.py ADDRESS MODEL MAX_LENGTH TASKS SHOTS OUT MODE...

TASKS and SHOTS are lists with commas. Writes to OUT, as JSON, every item of every run:
{mode, shots, task, arguments, answer}, where an answer is a text or [log-likelihood, greedy].
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}

MODES: dict[str, dict[str, Any]] = {
    "tokens": {},
    "strings": {"tokenized_requests": False},
    "batch": {"batch_size": 4},
    "concurrent": {"num_concurrent": 16},
}


def main(
    address: str, model: str, length: str, tasks: str, shots: str, out: str, *modes: str
) -> None:
    os.chdir(Path(__file__).with_name("tasks"))
    items = [
        item | {"mode": mode, "shots": k}
        for mode in modes
        for k in map(int, shots.split(","))
        for item in evaluated(address, model, int(length), tasks.split(","), k, mode)
    ]
    Path(out).write_text(json.dumps(items))


def evaluated(
    address: str, model: str, length: int, tasks: list[str], shots: int, mode: str
) -> list[dict[str, Any]]:
    import lm_eval
    from lm_eval.tasks import TaskManager

    options = {"base_url": f"{address}/v1/completions", "model": model, "max_length": length}
    special = dict(MODES[mode])
    batch_size = special.pop("batch_size", 1)
    results = lm_eval.simple_evaluate(
        model="local-completions",
        model_args=options | special,
        tasks=tasks,
        num_fewshot=shots,
        batch_size=batch_size,
        task_manager=TaskManager(include_path=".", include_defaults=False),
        log_samples=True,
        bootstrap_iters=0,
    )
    return [
        {"task": task, "arguments": list(arguments)[:2], "answer": answer[0]}
        for task, samples in results["samples"].items()
        for sample in samples
        for arguments, answer in zip(sample["arguments"], sample["resps"], strict=True)
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
