"""A training run that ships with the package: its recipe, its data's card, its curves, thinned."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from shotglass.errors import TrainingFailed
from shotglass.training_runs.metrics import DATA, METRICS, RECIPE, read, thinned

MOST_STEPS = 400  # of any curve
MOST_LINES = 6000


def keep_run(run: Path, root: Path) -> Path:
    """Copy what the page shows of the finished ``run`` to ``root``, under the run's own name.

    Of each curve at most ``MOST_STEPS`` measurements are kept, evenly taken. Raises
    TrainingFailed for a run that has not ended, and RunFolderError for a folder that is none.
    """
    lines = read(run / METRICS).lines
    if lines[-1]["kind"] != "done":
        raise TrainingFailed(
            f"{run} has not ended (its last line is of step {lines[-1].get('step', 0)}): "
            "only a finished run can be kept; train it to its end."
        )
    target = root / run.name
    target.mkdir(parents=True, exist_ok=True)
    kept = thinned(lines, MOST_STEPS, MOST_LINES)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
    (target / METRICS).write_text(text, "utf-8")
    for name in (RECIPE, DATA):
        shutil.copyfile(run / name, target / name)
    return target
