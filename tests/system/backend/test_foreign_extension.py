"""An extension of somebody else's package, from another folder: found, and seen at every door."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from support.fixtures.command import Command
from support.models.tiny import write_tiny_folder
from support.servers.live_server import live_server

FOREIGN = Path(__file__).parents[2] / "support" / "foreign"
DOCUMENT = Path(__file__).parents[3] / "docs" / "extending.md"
FILE = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture(scope="module", autouse=True)
def _installed() -> Iterator[None]:
    """As ``pip install`` would put it on the path."""
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join([str(FOREIGN), *filter(None, [os.environ.get("PYTHONPATH")])])
        patch.setenv("PYTHONPATH", path)
        yield


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


def test_its_command_stands_beside_ours() -> None:
    assert run("-m", "shotglass", "dice", "20").stdout == "At most 20.\n"
    assert "dice" in run("-m", "shotglass", "--help").stdout


def test_an_option_that_cannot_be_is_refused_in_its_words(models: Path) -> None:
    ended = run("-m", "shotglass", "serve", "--models", str(models), "--sides", "1")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Error: --sides is 1; 2 or more was expected.\n"


def test_its_route_is_served_described_and_told_to_the_page(models: Path) -> None:
    with live_server(models, "--sides", "12") as address:
        answers = [
            json.load(urlopen(f"{address}{path}"))
            for path in ("/api/v1/dice", "/openapi.json", "/api/v1/models")
        ]
    assert answers[0] == {"sides": 12}
    assert answers[1]["paths"]["/api/v1/dice"]["get"]["operationId"] == "getDie"
    assert answers[2]["extensions"]["dice"]["sides"] == 12


def test_its_functions_and_methods_are_those_of_the_python_api(models: Path) -> None:
    program = (
        "import shotglass as sg\n"
        f"model = sg.load('tiny', models={str(models)!r})\n"
        "print(sg.most_dots(20), model.dots('a b'))\n"
        "for missing in (lambda: sg.nothing, lambda: model.nothing):\n"
        "    try: missing()\n"
        "    except AttributeError as error: print(error)\n"
    )
    ended = run("-c", program)
    first, *others = ended.stdout.splitlines()
    assert first.startswith("20 "), ended.stderr
    assert others == ["module 'shotglass' has no attribute 'nothing'", "A model has no 'nothing'."]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("dice:SIDES", "it is a Option; an Extension was expected"),
        ("dice:NOTHING", "no attribute 'NOTHING'"),
        ("a_package_nobody_has:EXTENSION", "which needs a_package_nobody_has"),
    ],
)
def test_one_that_cannot_be_loaded_is_told_and_hides_nothing(
    shotglass: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, why: str
) -> None:
    folder = tmp_path / "odd-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(f"[shotglass.extensions]\nodd = {target}\n")
    for place in (FOREIGN, tmp_path):
        monkeypatch.syspath_prepend(place)
    assert shotglass("dice", "20").stdout == "At most 20.\n"
    ended = shotglass("nonsense")
    assert ended.returncode != 0
    assert why in ended.stderr


def test_the_package_that_the_document_shows_is_installed_and_served(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, installed = tmp_path / "package", tmp_path / "installed"
    for name, text in FILE.findall(DOCUMENT.read_text("utf-8")):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, "utf-8")
    pip = ("-m", "pip", "install", "--no-index", "--no-build-isolation", "--target")
    ended = run(*pip, str(installed), str(package))
    assert ended.returncode == 0, ended.stderr
    monkeypatch.setenv("PYTHONPATH", str(installed))

    assert run("-m", "shotglass", "dice").stdout.strip() in "123456"
    with live_server(models) as address:
        assert json.load(urlopen(f"{address}/api/v1/dice")) == {"sides": 6}
        told = json.load(urlopen(f"{address}/api/v1/models"))["extensions"]["dice"]
        script = urlopen(f"{address}/{told['view']['script']}").read().decode()
    assert "export function mount(" in script
