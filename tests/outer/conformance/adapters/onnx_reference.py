"""The onnx package's own evaluator: numpy, an operator at a time, the letter of the standard."""

from importlib.metadata import version

import onnx
from onnx.reference import ReferenceEvaluator
from protocol import Reader, Task, reading, serve
from reading import Arrays, reader


class Evaluator:
    def __init__(self, path: str) -> None:
        self._evaluator = ReferenceEvaluator(onnx.load(path))
        self.inputs = set(self._evaluator.input_names)

    def run(self, feeds: Arrays, outputs: list[str]) -> Arrays:
        return dict(zip(outputs, self._evaluator.run(outputs, feeds), strict=True))


def open_reader(task: Task) -> Reader:
    return reader(Evaluator(task["graph"]), task)


if __name__ == "__main__":
    serve({"onnx": version("onnx")}, reading(open_reader))
