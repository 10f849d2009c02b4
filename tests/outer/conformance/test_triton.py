"""A Triton repository's config.pbtxt, against the graph beside it and against Triton's schema."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import onnx
import pytest
from google.protobuf import text_format
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass_export.formats.export import export_model

SCHEMA = "tritonclient>=2.60,<3"  # its wheel holds Triton's model_config.proto, compiled
TYPES = {onnx.TensorProto.INT64: "TYPE_INT64", onnx.TensorProto.FLOAT: "TYPE_FP32"}
LINE = re.compile(r'(input|output) { name: "([^"]+)" data_type: (\w+) dims: \[ (.*) \] }')

Tensor = tuple[str, str, list[int]]


@pytest.fixture(scope="module", params=["llama", "gpt2", "bert"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("triton")
    folder = write_tiny_folder(root, "tiny", request.param, 3)
    export_model(folder, "triton", "fp32", root / "exported", tolerances=LOOSE)
    return root / "exported"


def of_graph(folder: Path) -> dict[str, list[Tensor]]:
    """Name, type and sizes of every tensor that the file itself declares."""
    graph = onnx.load(folder / "1" / "portable.onnx").graph  # with the weights beside it
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


def written(folder: Path) -> str:
    return (folder / "config.pbtxt").read_text()


def test_names_types_and_sizes_are_the_graphs(exported):
    told: dict[str, list[Tensor]] = {"input": [], "output": []}
    for part, name, kind, dims in LINE.findall(written(exported)):
        told[part].append((name, kind, [int(size) for size in dims.split(", ")]))
    assert told == of_graph(exported)


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
def test_tritons_own_schema_reads_it_as_the_graph(exported, schema):
    config = text_format.Parse(written(exported), schema.ModelConfig())
    assert (config.backend, config.default_model_filename) == ("onnxruntime", "portable.onnx")
    assert config.max_batch_size == 0
    assert not config.HasField("dynamic_batching")
    name_of = schema.DataType.Name
    for part, tensors in (("input", config.input), ("output", config.output)):
        told = [(one.name, name_of(one.data_type), list(one.dims)) for one in tensors]
        assert told == of_graph(exported)[part]


@pytest.mark.slow
def test_tritons_own_schema_refuses_what_is_no_config(exported, schema):
    with pytest.raises(text_format.ParseError):
        text_format.Parse(written(exported).replace("dims", "shape"), schema.ModelConfig())
