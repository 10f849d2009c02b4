"""OpenVINO on the processor, which reads ONNX files itself."""

from importlib.metadata import version

import openvino
from protocol import THREADS, Reader, Task, reading, serve
from reading import Arrays, reader

# It rounds to bfloat16 where it may; a comparison wants what the file says.
EXACT = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": THREADS}


class Compiled:
    def __init__(self, path: str) -> None:
        self._model = openvino.Core().compile_model(path, "CPU", EXACT)
        self._request = self._model.create_infer_request()
        self.inputs = {name for port in self._model.inputs for name in port.names}

    def run(self, feeds: Arrays, outputs: list[str]) -> Arrays:
        self._request.infer(feeds)
        return {name: self._request.get_tensor(name).data.copy() for name in outputs}


def open_reader(task: Task) -> Reader:
    return reader(Compiled(task["graph"]), task)


if __name__ == "__main__":
    serve({"openvino": version("openvino")}, reading(open_reader))
