"""onnxruntime's plug-ins: the table, what is refused in which words, and the path that they run on,
tried with the provider of the CPU in a plug-in's place."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest
from flask.testing import FlaskClient
from support.models.tiny import write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime import plugins
from shotglass.engine.runtime.plugins import PLUGINS, PluginName, plugin_devices
from shotglass.engine.runtime.providers import Provider, require
from shotglass.engine.runtime.session import Session
from shotglass.engine.self_check import MOST_KL, STEPS, TEXT, TOKENS, mean_kl
from shotglass.engine.tasks.complete import CompletionRequest, CompletionToken, complete
from shotglass.errors import DeviceUnfit, MissingExtra
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

PAGE = Path(__file__).parents[5] / "web/src/runtime/session/gpu.ts"
DOCS = Path(__file__).parents[5] / "docs/runtimes.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("plugged")
    write_tiny_folder(root, "learned", "gpt2", 3)
    write_tiny_folder(root, "rotary", "llama", 5)
    return root


@pytest.fixture(params=["learned", "rotary"])
def folder(root: Path, request: pytest.FixtureRequest) -> ModelFolder:
    return Library([root]).folder(request.param)


@pytest.fixture
def processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "webgpu" is onnxruntime's provider of the CPU, which is registered already."""
    plugin = replace(PLUGINS["webgpu"], provider="CPUExecutionProvider", kinds=("NPU", "CPU"))
    monkeypatch.setitem(PLUGINS, "webgpu", plugin)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The package of "mlx", with a library that is none."""
    module: Any = ModuleType("onnxruntime_ep_mlx")
    module.library_path = lambda: str(tmp_path / "libplugin.so")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    plugins._register.cache_clear()
    yield tmp_path / "libplugin.so"
    plugins._register.cache_clear()


def test_the_table_has_a_row_for_each_name_that_may_be_asked_for():
    assert tuple(PLUGINS) == get_args(PluginName)
    assert set(get_args(Provider)) == {"auto", "cpu", "cuda", *PLUGINS}
    for plugin in PLUGINS.values():
        assert set(plugin.kinds) <= {"CPU", "GPU", "NPU"}
        assert plugin.module.replace("_", "-") == plugin.package


def test_the_documents_have_a_row_for_each_of_them():
    text = DOCS.read_text("utf-8")
    for name, plugin in PLUGINS.items():
        assert f"| `{name}` | `{plugin.package}` |" in text
        assert f"| {plugin.platforms} | {plugin.licence} |" in text


@pytest.mark.parametrize("name", ["mlx", "tensorrt-rtx"])
def test_one_that_is_not_installed_is_refused_with_the_command_that_installs_it(name):
    plugins._register.cache_clear()
    with pytest.raises(MissingExtra) as raised:
        require(name, None)
    assert f"pip install {PLUGINS[name].package}." in raised.value.detail
    assert PLUGINS[name].platforms in raised.value.detail
    with pytest.raises(MissingExtra):
        ServerConfig(roots=(), provider=name)


def test_a_library_that_onnxruntime_does_not_take_is_refused_in_its_own_words(installed):
    installed.write_bytes(b"no library")
    with pytest.raises(DeviceUnfit, match="does not take the library of onnx") as one:
        require("mlx", None)
    assert str(installed) in one.value.detail


def test_without_a_device_of_its_kind_it_is_refused(processor, monkeypatch):
    monkeypatch.setitem(PLUGINS, "webgpu", replace(PLUGINS["webgpu"], kinds=("GPU", "NPU")))
    with pytest.raises(DeviceUnfit, match="finds no device: GPU or NPU was expected"):
        require("webgpu", None)


def test_the_best_kind_of_device_is_taken(processor):
    assert [one.device.type.name for one in plugin_devices("webgpu")] == ["CPU"]


def written(engine: Engine, prompts: list[str]) -> list[int]:
    ids = tuple(tuple(engine.encode(prompt)) for prompt in prompts)
    settings = DecodingSettings(temperature=0.7, max_tokens=90, n=2, seed=4)
    events = complete(engine, CompletionRequest(ids, settings, ignore_stop_tokens=True))
    return [event.logprobs.id for event in events if isinstance(event, CompletionToken)]


def test_what_is_handed_over_and_taken_out_gives_what_the_cache_in_place_gives(folder, processor):
    """Several rows of unlike lengths, over more tokens than the cache grows by at a time."""
    found = []
    for provider in ("cpu", "webgpu"):
        engine = Engine.open(folder, slots=4, provider=provider, threads=1)
        assert engine.provider == provider
        found.append(written(engine, ["the cat sat on the mat and", "Q:"]))
        engine.close()
    assert len(found[0]) == 4 * 90
    assert found[0] == found[1]


def test_a_device_that_computes_something_else_is_refused_by_how_much(
    folder, processor, monkeypatch
):
    run = Session.run

    def wrong(session: Session, *given: Any) -> Any:
        logits = run(session, *given)
        return logits[:, ::-1] if isinstance(session._graph, plugged) else logits

    plugged = sys.modules[Session.__module__]._HandedOver
    monkeypatch.setattr(Session, "run", wrong)
    with pytest.raises(DeviceUnfit) as raised:
        Engine.open(folder, slots=2, provider="webgpu", threads=1)
    [nats] = re.findall(r"predictions are ([\d.]+) nats", raised.value.detail)
    assert float(nats) > MOST_KL
    assert "at most 0.05 was expected" in raised.value.detail


def test_numbers_that_are_none_are_refused_too():
    rows = np.zeros((2, 3), np.float32)
    assert mean_kl(rows, rows) == 0
    assert not mean_kl(rows, rows * np.nan) <= MOST_KL


def test_the_page_checks_a_card_by_the_same_rule():
    text = PAGE.read_text("utf-8")
    assert f"MOST_KL = {MOST_KL};" in text
    assert f"TOKENS = {TOKENS};" in text
    assert f"STEPS = {STEPS};" in text
    assert f'"{TEXT}"' in text


def test_a_server_says_what_it_runs_on(root, processor):
    config = ServerConfig(roots=(root,), provider="webgpu", slots=2, static=Path("none"))
    services = make_services(config)
    services.hosting.runner("rotary")
    client: FlaskClient = create_app(config, services).test_client()
    props = client.get("/props").get_json()
    listed = {one["id"]: one for one in client.get("/api/v1/models").get_json()["models"]}
    services.hosting.close()
    assert props["asked"]["provider"] == "webgpu"
    [model] = [one for one in props["models"] if one["id"] == "rotary"]
    assert (model["provider"], model["precision"]) == ("webgpu", "fp32")
    assert listed["rotary"]["provider"] == "webgpu"
