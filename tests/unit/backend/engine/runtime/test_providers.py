"""Where a model runs: what is resolve_provider, and what is said where it cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library, Precision, Provider
from shotglass.engine.fingerprint import fingerprint
from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime import device, providers
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.providers import (
    computed,
    graph_entry,
    pool_maker,
    require,
    resolve_provider,
)
from shotglass.errors import GraphNotMade, InvalidRequest, MissingExtra, ModelFolderError, WrongTask

Has = Callable[[bool, str], None]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("placed")
    write_tiny_folder(root, "with", "gpt2", add=["int8", "fp16"])
    write_tiny_folder(root, "without", "gpt2")
    write_tiny_folder(root, "masked", "bert")
    write_tiny_folder(root, "house", "gpt2", storage="half")
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
        providers._fault.cache_clear()

    yield has
    providers._fault.cache_clear()


@pytest.mark.parametrize(
    ("id", "provider", "precision", "package", "fault", "expected"),
    [
        ("with", "auto", None, True, "", "cuda"),
        ("with", "auto", None, False, "", "cpu"),
        ("with", "auto", None, True, "no driver", "cpu"),
        ("with", "auto", "fp32", True, "", "cpu"),
        ("with", "auto", "int8", True, "", "cpu"),
        ("without", "auto", None, True, "", "cpu"),
        ("with", "cpu", None, True, "", "cpu"),
        ("with", "cuda", None, True, "", "cuda"),
    ],
)
def test_a_gpu_is_chosen_where_all_of_it_is_there(
    folder: Callable[[str], ModelFolder],
    cuda: Has,
    id: str,
    provider: Provider,
    precision: Precision | None,
    package: bool,
    fault: str,
    expected: str,
) -> None:
    cuda(package, fault)
    assert resolve_provider(provider, precision, folder(id).manifest) == expected


def test_that_auto_fell_back_on_a_broken_gpu_is_logged(
    folder: Callable[[str], ModelFolder], cuda: Has, caplog: pytest.LogCaptureFixture
) -> None:
    cuda(True, "libcudnn is missing")
    resolve_provider("auto", None, folder("with").manifest)
    assert "the CPU is taken: libcudnn is missing" in caplog.text


def test_without_the_package_the_swap_is_told(cuda: Has) -> None:
    cuda(False, "")
    with pytest.raises(MissingExtra) as raised:
        require("cuda", None)
    assert "share one module name" in raised.value.detail
    assert "pip uninstall -y onnxruntime && pip install 'onnxruntime-gpu" in raised.value.detail


def test_without_a_driver_onnxruntimes_own_words_are_told(cuda: Has) -> None:
    cuda(True, "no CUDA-capable device is detected")
    with pytest.raises(
        MissingExtra, match=r"does not start \(no CUDA-capable device is detected\)"
    ):
        require("cuda", None)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_another_precision_on_a_gpu_is_refused(cuda: Has, precision: Precision) -> None:
    cuda(True, "")
    with pytest.raises(InvalidRequest, match=f"computes in fp16, and --precision is {precision}"):
        require("cuda", precision)
    require("cpu", precision)
    require("auto", precision)


def test_without_the_graph_the_command_that_writes_it_is_told(
    folder: Callable[[str], ModelFolder], cuda: Has
) -> None:
    cuda(True, "")
    with pytest.raises(ModelFolderError, match="shotglass import without --add fp16"):
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
    graph = graph_entry(manifest, None, "cuda")
    assert graph.file == "native-fp16.onnx"
    assert graph_entry(manifest, "int8").file == "native.onnx"
    assert graph_entry(manifest, "fp32") == graph_entry(manifest)
    assert graph_entry(manifest).file == "native-fp32.onnx"
    told = {fingerprint(manifest, graph, 1, where) for where in ("cpu", "cuda")}
    assert len(told) == 2
    assert pool_maker("cpu") is HostPool


def test_8_bits_that_were_not_made_are_told_with_both_ways_to_them(
    folder: Callable[[str], ModelFolder],
) -> None:
    with pytest.raises(GraphNotMade) as raised:
        Engine.open(folder("without"), precision="int8", threads=1)
    assert raised.value.pointer == "/precision"
    assert "POST /api/v1/models/without/graphs" in raised.value.detail
    assert "shotglass import without --add int8" in raised.value.detail


@pytest.mark.parametrize(
    ("id", "precision", "provider", "expected"),
    [
        ("with", None, "auto", "fp16"),
        ("with", None, "cpu", "fp32"),
        ("with", "int8", "auto", "int8"),
        ("without", None, "auto", "fp32"),
        ("without", "int8", "cpu", "int8"),
        ("house", None, "cpu", "fp32"),
        ("house", "int8", "cpu", "fp32"),
    ],
)
def test_what_models_are_computed_in_when_no_request_says_it(
    folder: Callable[[str], ModelFolder],
    cuda: Has,
    id: str,
    precision: Precision | None,
    provider: Provider,
    expected: str,
) -> None:
    cuda(True, "")
    assert computed(folder(id).manifest, precision, provider) == expected
