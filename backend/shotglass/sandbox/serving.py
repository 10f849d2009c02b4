"""The program of a confined process that is kept: it calls one function of ours once a question.

    python -P -m shotglass.sandbox.serving module:function needed,modules limits

Questions come in as JSON, a line each; answers go out the same way. The first line out reports that
the process is ready. It writes no file, and ends when its parent process closes the pipe.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import IO

from .child import attempt, named
from .kernel import confine
from .limits import Limits


def main(arguments: list[str]) -> None:
    target, needed, given = arguments
    # Where answers go; what anybody else prints goes nowhere.
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    limits = Limits.from_json(given)
    for name in filter(None, needed.split(",")):
        importlib.import_module(name)
    function, enforced = named(target), confine(None)
    limits.apply_room()  # what was imported until now is ours
    _write(answers, {"returned": None, "enforced": enforced})
    for question in sys.stdin.buffer:
        limits.apply_time()
        answer = attempt(lambda text: function(json.loads(text)), question)
        _write(answers, answer | {"enforced": enforced})


def _write(answers: IO[bytes], answer: object) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
