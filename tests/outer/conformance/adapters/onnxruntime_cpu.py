"""onnxruntime's Python package on the processor."""

from importlib.metadata import version

import onnxruntime
from protocol import THREADS, Reader, Task, reading, serve
from reading import Arrays, reader

PROVIDER = "CPUExecutionProvider"


class Session:
    def __init__(self, path: str, provider: str) -> None:
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = THREADS
        self._session = onnxruntime.InferenceSession(path, settings, providers=[provider])
        self.inputs = {item.name for item in self._session.get_inputs()}

    def run(self, feeds: Arrays, outputs: list[str]) -> Arrays:
        return dict(zip(outputs, self._session.run(outputs, feeds), strict=True))


def open_reader(task: Task) -> Reader:
    return reader(Session(task["graph"], PROVIDER), task)


if __name__ == "__main__":
    serve({"onnxruntime": version("onnxruntime")}, reading(open_reader))
