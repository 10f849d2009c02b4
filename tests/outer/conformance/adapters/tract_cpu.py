"""tract, an engine in Rust, by its Python package."""

from importlib.metadata import version

import tract
from protocol import Reader, Task, reading, serve
from reading import Arrays, reader


class Runnable:
    """It takes arrays by their place and gives them so, by names of its own."""

    def __init__(self, task: Task) -> None:
        model = tract.onnx().load(task["graph"])
        self.inputs = [model.input_name(i) for i in range(model.input_count())]
        if task["interface"] == "whole":  # it wants to know the size of a mask that it computes
            tokens = len(task["ids"])
            rows = {"lens_rows": "1,i64", "logits_rows": f"{tokens},i64"}
            for i, name in enumerate(self.inputs):
                model.set_input_fact(i, rows.get(name, f"1,{tokens},i64"))
        self._runnable = model.into_model().into_runnable()

    def run(self, feeds: Arrays, outputs: list[str]) -> Arrays:
        found = self._runnable.run([feeds[name] for name in self.inputs])
        return {name: found[i].to_numpy() for i, name in enumerate(outputs)}


def open_reader(task: Task) -> Reader:
    return reader(Runnable(task), task)


if __name__ == "__main__":
    serve({"tract": version("tract")}, reading(open_reader))
