"""A Triton repository's config.pbtxt, against the graph it is of and against Triton's schema."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from types import ModuleType

import onnx
import pytest
from google.protobuf import text_format

from shotglass.contract import portable_inputs, portable_outputs
from shotglass_export.to_onnx.triton import triton_config

SCHEMA = "tritonclient>=2.60,<3"  # its wheel holds Triton's model_config.proto, compiled
TYPES = {onnx.TensorProto.INT64: "TYPE_INT64", onnx.TensorProto.FLOAT: "TYPE_FP32"}
LINE = re.compile(r'(input|output) { name: "([^"]+)" data_type: (\w+) dims: \[ (.*) \] }')

Tensor = tuple[str, str, list[int]]


def of_graph(model) -> dict[str, list[Tensor]]:
    """Name, type and sizes of every tensor that the file itself declares."""
    graph = onnx.load(model.folder / "portable.onnx", load_external_data=False).graph
    return {
        part: [
            (
                value.name,
                TYPES[value.type.tensor_type.elem_type],
                [
                    size.dim_value if size.HasField("dim_value") else -1
                    for size in value.type.tensor_type.shape.dim
                ],
            )
            for value in values
        ]
        for part, values in (("input", graph.input), ("output", graph.output))
    }


def written(model) -> str:
    config = model.checkpoint.config
    return triton_config("portable.onnx", portable_inputs(config), portable_outputs(config))


def test_names_types_and_sizes_are_the_graphs(model):
    told: dict[str, list[Tensor]] = {"input": [], "output": []}
    for part, name, kind, dims in LINE.findall(written(model)):
        told[part].append((name, kind, [int(size) for size in dims.split(", ")]))
    assert told == of_graph(model)


@pytest.fixture(scope="session")
def schema(pytestconfig: pytest.Config) -> ModuleType:
    """Only the file is used: the package beside it needs grpc."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("triton-schema")
    path = folder / "tritonclient" / "grpc" / "model_config_pb2.py"
    if not path.is_file():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", str(folder), SCHEMA], check=True)
    spec = importlib.util.spec_from_file_location("model_config_pb2", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_tritons_own_schema_reads_it_as_the_graph(model, schema):
    config = text_format.Parse(written(model), schema.ModelConfig())
    assert (config.backend, config.default_model_filename) == ("onnxruntime", "portable.onnx")
    assert config.max_batch_size == 0
    assert not config.HasField("dynamic_batching")
    name_of = schema.DataType.Name
    for part, tensors in (("input", config.input), ("output", config.output)):
        told = [(one.name, name_of(one.data_type), list(one.dims)) for one in tensors]
        assert told == of_graph(model)[part]


@pytest.mark.slow
def test_tritons_own_schema_refuses_what_is_no_config(schema, model):
    with pytest.raises(text_format.ParseError):
        text_format.Parse(written(model).replace("dims", "shape"), schema.ModelConfig())
