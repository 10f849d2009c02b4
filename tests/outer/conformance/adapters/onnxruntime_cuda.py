"""onnxruntime on an NVIDIA card, where this Python's package can use one."""

from importlib.metadata import distributions

import onnxruntime
from onnxruntime_cpu import Session
from protocol import Reader, Task, reading, serve
from reading import reader

PROVIDER = "CUDAExecutionProvider"


def open_reader(task: Task) -> Reader:
    """Raises RuntimeError where there is no such provider: onnxruntime would take the processor."""
    there = onnxruntime.get_available_providers()
    if PROVIDER not in there:
        raise RuntimeError(f"no {PROVIDER} in this onnxruntime: it has {', '.join(there)}")
    return reader(Session(task["graph"], PROVIDER), task)


if __name__ == "__main__":
    found = {d.name: d.version for d in distributions() if d.name.startswith("onnxruntime")}
    serve(found, reading(open_reader))
