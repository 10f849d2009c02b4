"""Trains the toy again and again, each time killed in another way; prints how each went.

    python killing.py RECIPE RUNS PLAN

PLAN is JSON: numbers are fractions of a whole run's time after which SIGKILL falls; ["call", n]
kills before the nth call to the system that the checkpoints make, ["half", n] at the nth file
after half of it. Each training goes on with the same run; a run that gets to its end is
followed by another one. A fork costs nothing beside a new process that imports torch.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from support.inputs.toy import toy_session

from shotglass_export.training import session, train
from shotglass_export.training.runs import checkpoints

CALLS = ((os, "fsync"), (os, "rename"), (os, "replace"), (os, "mkdir"), (checkpoints, "save_file"))


def main(recipe: Path, runs: Path, plan: list[Any]) -> None:
    begun, whole = time.monotonic(), runs / "whole"
    trained(recipe, whole, None)
    seconds, run = time.monotonic() - begun, runs / "0"
    for number, kill in enumerate(plan):
        done = trained(recipe, run, kill if isinstance(kill, list) else kill * seconds)
        print(json.dumps({"kill": kill, "run": run.name, "done": done}), flush=True)
        if done:
            run = runs / str(number + 1)
    print(json.dumps({"kill": None, "run": run.name, "done": trained(recipe, run, None)}))


def trained(recipe: Path, runs: Path, kill: Any) -> bool:
    """Whether the training got to its end before it was killed."""
    child = os.fork()
    if child == 0:
        if isinstance(kill, list):
            die_at(*kill)
        session.ceiling = train.ceiling = lambda *_: 1e11  # measuring it takes a second
        session.train(toy_session(recipe, runs, save_seconds=0.0))
        os._exit(0)
    if isinstance(kill, float):
        time.sleep(kill)  # a moment of the training
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0, "the training failed by itself"
    return True


def die_at(how: str, number: int) -> None:
    """Wraps every call that a checkpoint makes; ``how``: "call" before it, "half" amid a file."""
    left = [number]
    for module, name in CALLS:
        if how == "call" or name == "save_file":
            setattr(module, name, _deadly(getattr(module, name), how, left))


def _deadly(call: Any, how: str, left: list[int]) -> Any:
    def deadly(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0]:
            return call(*arguments, **named)
        if how == "half":
            call(*arguments, **named)
            os.truncate(arguments[1], Path(arguments[1]).stat().st_size // 2)
        os.kill(os.getpid(), signal.SIGKILL)

    return deadly


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
