"""Is a graph file what the contract says: valid ONNX, with exactly the promised tensors?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import onnx
from onnx import TensorProto, checker

from shotglass.contract import TensorSpec
from shotglass.errors import ImportFailed

_TYPES = {
    "float32": TensorProto.FLOAT,
    "float16": TensorProto.FLOAT16,
    "int64": TensorProto.INT64,
    "int32": TensorProto.INT32,
}
_SHOWN = 400  # characters of the checker's own words
Declared = tuple[str, int, tuple[int | str, ...]]


def check_structure(
    path: Path, inputs: Sequence[TensorSpec], outputs: Sequence[TensorSpec]
) -> None:
    """Checks a graph. Raises ImportFailed where ONNX's checker or the contract objects."""
    try:
        with TemporaryDirectory(prefix="shotglass-check-") as folder:
            # An empty file for each beside the graph: of the weights the checker asks only where
            # they lie, and it refuses a hard link, which package managers make of files.
            for beside in path.parent.iterdir():
                if beside.is_file() and not beside.is_symlink():
                    (Path(folder) / beside.name).touch()
            alone = copyfile(path, Path(folder) / path.name)
            checker.check_model(str(alone), full_check=True)
    except (checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        reason = " ".join(str(error).split())[:_SHOWN]
        raise ImportFailed(f"{path.name} is not valid ONNX: {reason}") from error
    graph = onnx.load(path, load_external_data=False).graph
    _compare(path.name, "inputs", graph.input, inputs)
    _compare(path.name, "outputs", graph.output, outputs)


def _compare(
    file: str, side: str, values: Sequence[onnx.ValueInfoProto], expected: Sequence[TensorSpec]
) -> None:
    declared: list[Declared] = []
    for value in values:
        tensor = value.type.tensor_type
        sizes = tensor.shape.dim
        shape = tuple(s.dim_param if s.HasField("dim_param") else s.dim_value for s in sizes)
        declared.append((value.name, tensor.elem_type, shape))
    promised = [(spec.name, int(_TYPES[spec.dtype]), spec.shape) for spec in expected]
    if declared == promised:
        return
    pairs = zip(declared, promised, strict=False)
    detail = next((f"{a} instead of {b}" for a, b in pairs if a != b), "another number of them")
    raise ImportFailed(f"{file} has other {side} than the contract says: {detail}.")
