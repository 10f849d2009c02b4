"""The program of a confined process: it runs one function of ours on an untrusted file.

    python -P -m shotglass.sandbox.child module:function needed,modules scratch limits argument...

The function is called with the scratch folder and the arguments. Its result or its error is written
into the scratch folder as JSON; nothing else is reported.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import FULL, ShotglassError
from .kernel import confine
from .limits import Limits
from .process import NO_ROOM

ANSWER = "answer.json"
_SHOWN = 600  # characters of a foreign error


def main(arguments: list[str]) -> None:
    try:
        target, needed, scratch, limits, *rest = arguments
        folder = Path(scratch)
        os.chdir(folder)
        enforced = confine(folder)

        def work(folder: Path, *rest: str) -> Any:
            for name in filter(None, needed.split(",")):
                importlib.import_module(name)
            function = named(target)
            Limits.from_json(limits).apply()  # what was imported until now is ours
            return function(folder, *rest)

        answer = attempt(work, folder, *rest) | {"enforced": enforced}
        (folder / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    except OSError as error:
        if error.errno not in FULL:
            raise
        sys.exit(NO_ROOM)


def attempt(function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """Whatever a file makes a library raise ends here, Rust's panics among it. Raises OSError
    where the disk is full, which is no fault of the file."""
    try:
        return {"returned": function(*arguments)}
    except ShotglassError as error:
        return {"refused": error.detail}
    except OSError as error:
        if error.errno in FULL:
            raise
        return _failed(error)
    except MemoryError:
        return {"failed": "needed more memory than it may have"}
    except RecursionError:
        return {"failed": "is nested too deep"}
    except BaseException as error:  # pyo3's PanicException is no Exception
        return _failed(error)


def _failed(error: BaseException) -> dict[str, str]:
    words = " ".join(str(error).split())[:_SHOWN]  # a line, whatever it was
    return {"failed": f"{type(error).__name__}: {words}"}


def named(target: str) -> Callable[..., Any]:
    module, name = target.split(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


if __name__ == "__main__":
    main(sys.argv[1:])
