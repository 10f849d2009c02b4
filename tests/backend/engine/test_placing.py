"""Where a model runs: what is chosen, and what is said where it cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny import write_tiny_folder

from shotglass.engine import Engine, Library, Precision, Provider, device, placing
from shotglass.engine.cache import HostPool
from shotglass.engine.fingerprint import fingerprint
from shotglass.engine.library import ModelFolder
from shotglass.engine.placing import chosen, graph_entry, pool_maker, require, served_graphs
from shotglass.errors import InvalidRequest, MissingExtra, ModelFolderError, WrongTask

Has = Callable[[bool, str], None]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("placed")
    write_tiny_folder(root, "with", "gpt2", add=["int8", "fp16"])
    write_tiny_folder(root, "without", "gpt2")
    write_tiny_folder(root, "masked", "bert")
    return root


@pytest.fixture
def folder(root: Path) -> Callable[[str], ModelFolder]:
    return Library([root]).folder


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> Iterator[Has]:
    """Says what the machine has."""

    def has(package: bool, fault: str = "") -> None:
        monkeypatch.setattr(device, "has_cuda", lambda: package)
        monkeypatch.setattr(device, "cuda_fault", lambda: fault)
        placing._fault.cache_clear()

    yield has
    placing._fault.cache_clear()


@pytest.mark.parametrize(
    ("id", "provider", "precision", "package", "fault", "expected"),
    [
        ("with", "auto", "int8", True, "", "cuda"),
        ("with", "auto", "int8", False, "", "cpu"),
        ("with", "auto", "int8", True, "no driver", "cpu"),
        ("with", "auto", "fp32", True, "", "cpu"),
        ("without", "auto", "int8", True, "", "cpu"),
        ("with", "cpu", "int8", True, "", "cpu"),
        ("with", "cuda", "int8", True, "", "cuda"),
    ],
)
def test_a_gpu_is_chosen_where_all_of_it_is_there(
    folder: Callable[[str], ModelFolder],
    cuda: Has,
    id: str,
    provider: Provider,
    precision: Precision,
    package: bool,
    fault: str,
    expected: str,
) -> None:
    cuda(package, fault)
    assert chosen(provider, precision, folder(id).manifest) == expected


def test_that_auto_fell_back_on_a_broken_gpu_is_logged(
    folder: Callable[[str], ModelFolder], cuda: Has, caplog: pytest.LogCaptureFixture
) -> None:
    cuda(True, "libcudnn is missing")
    chosen("auto", "int8", folder("with").manifest)
    assert "the CPU is taken: libcudnn is missing" in caplog.text


def test_without_the_package_the_swap_is_told(cuda: Has) -> None:
    cuda(False, "")
    with pytest.raises(MissingExtra) as raised:
        require("cuda", "int8")
    assert "share one module name" in raised.value.detail
    assert "pip uninstall -y onnxruntime && pip install 'onnxruntime-gpu" in raised.value.detail


def test_without_a_driver_onnxruntimes_own_words_are_told(cuda: Has) -> None:
    cuda(True, "no CUDA-capable device is detected")
    with pytest.raises(
        MissingExtra, match=r"does not start \(no CUDA-capable device is detected\)"
    ):
        require("cuda", "int8")


def test_fp32_on_a_gpu_is_refused(cuda: Has) -> None:
    cuda(True, "")
    with pytest.raises(InvalidRequest, match="computes in fp16, and --precision is fp32"):
        require("cuda", "fp32")
    require("cpu", "fp32")
    require("auto", "fp32")


def test_without_the_graph_the_command_that_writes_it_is_told(
    folder: Callable[[str], ModelFolder], cuda: Has
) -> None:
    cuda(True, "")
    with pytest.raises(ModelFolderError, match="shotglass import without --fp16"):
        Engine.open(folder("without"), provider="cuda", threads=1)
    with pytest.raises(WrongTask):
        Engine.open(folder("masked"), provider="cuda", threads=1)


@pytest.mark.skipif(device.has_cuda(), reason="onnxruntime-gpu is installed here")
def test_with_the_package_for_cpus_it_is_as_before(folder: Callable[[str], ModelFolder]) -> None:
    assert "CUDA" in device.cuda_fault()
    with pytest.raises(MissingExtra):
        Engine.open(folder("with"), provider="cuda")
    opened = Engine.open(folder("with"), slots=2, provider="auto", threads=1)
    assert opened.provider == "cpu"
    opened.close()


def test_the_graph_and_the_fingerprint_follow(folder: Callable[[str], ModelFolder]) -> None:
    manifest = folder("with").manifest
    graph = graph_entry(manifest, "int8", "cuda")
    assert graph.file == "native-fp16.onnx"
    assert graph_entry(manifest, "int8").file == "native.onnx"
    assert graph_entry(manifest, "fp32").file == "native-fp32.onnx"
    told = {fingerprint(manifest, [graph], 1, where) for where in ("cpu", "cuda")}
    assert len(told) == 2
    read = [entry.file for entry in served_graphs(manifest, "int8")]
    assert read == ["writing.onnx", "reading.onnx"]
    assert served_graphs(manifest, "fp32") == (graph_entry(manifest, "fp32"),)
    assert served_graphs(manifest, "int8", "cuda") == (graph,)
    assert pool_maker("cpu") is HostPool
