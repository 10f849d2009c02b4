"""The wheel: what is in it, and that it serves from an empty environment outside the checkout."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass_export.places import default_wheels

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "backend" / "shotglass" / "static" / "index.html"
HEAVY = {"torch", "onnx", "gguf", "safetensors", "transformers", "shotglass_export"}


HOUSE = "tiny-house"  # a model folder that stands where those that ship do


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a copy of this tree with one more house model in it."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in ("backend", "export"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"):
        shutil.copy(ROOT / name, tree / name)
    write_tiny_folder(tree / "backend" / "shotglass" / "models", HOUSE, "gpt2", storage="half")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(tree)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_the_runtime_imports_nothing_that_only_the_exporter_needs() -> None:
    code = "import sys, shotglass.cli, shotglass.server.serve; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(ran.stdout.split())


@pytest.mark.slow
def test_the_wheel_holds_two_packages_the_page_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"shotglass", "shotglass_export"}
    assert "shotglass/py.typed" in names
    assert ("shotglass/static/index.html" in names) == PAGE.is_file()
    assert not [name for name in names if re.search(r"node_modules|/tests?/|\.map$", name)]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_every_house_model(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [*(ROOT / "backend" / "shotglass" / "models").glob(f"*/{MANIFEST}")]
    assert f"shotglass/models/{HOUSE}/{MANIFEST}" in names
    for folder in [path.parent.name for path in shipped] + [HOUSE]:
        base = f"shotglass/models/{folder}"
        with zipfile.ZipFile(wheel) as archive:
            manifest = Manifest.from_json(archive.read(f"{base}/{MANIFEST}").decode())
            for name, entry in manifest.files.items():
                data = archive.read(f"{base}/{name}")
                assert sha256(data).hexdigest() == entry.sha256, f"{base}/{name}"


@pytest.mark.slow
def test_the_wheel_serves_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    bin = _environment(tmp_path / "env", wheel)
    write_tiny_folder(tmp_path / "models", "tiny")
    process = subprocess.Popen(
        [str(bin / "shotglass"), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=_plain_environment(bin) | {"SHOTGLASS_MODELS": str(tmp_path / "models")},
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        port = urlsplit(address[0]).port
        status, page = _ask(port, "GET", "/")
        assert status == (200 if PAGE.is_file() else 503)
        assert (b"<!doctype html>" in page.lower()) == PAGE.is_file()
        body = {"model": "tiny", "prompt": "the cat", "settings": {"max_tokens": 3}}
        status, stream = _ask(port, "POST", "/api/v1/generate", json.dumps(body))
        assert (status, stream.count(b'"type": "token"')) == (200, 3)
        _prove_house_model(port)
    finally:
        process.terminate()
        assert process.wait(20) == 0
        process.stdout.close()
    ran = subprocess.run(
        [str(bin / "shotglass"), "import", "smollm2-135m", "--models", str(tmp_path / "new")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=_plain_environment(bin),
    )
    assert ran.returncode == 1
    assert "pip install 'shotglass[export]'" in ran.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_demo_from_the_wheel_serves_the_page_and_generates_without_and_with_the_exporter(
    wheel: Path, tmp_path: Path
) -> None:
    bin = _environment(tmp_path / "env", wheel)
    models = tmp_path / "models"
    with _demo(bin, models, tmp_path) as (port, said):
        _prove_generation(port, "house-gpt2")  # which is loaded at once
    assert "pip install 'shotglass[export]'" in said.read_text()
    assert HOUSE in said.read_text()
    assert not models.exists()

    command = [str(bin / "python"), "-m", "pip", "install", "--quiet", f"{wheel}[export]"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    with _demo(bin, models, tmp_path) as (port, _):
        _prove_generation(port, "smollm2-135m")
    assert (models / "smollm2-135m" / MANIFEST).is_file()


@contextmanager
def _demo(bin: Path, models: Path, folder: Path) -> Iterator[tuple[int | None, Path]]:
    """``shotglass demo`` while it serves: its port, and what it writes to standard error."""
    said = folder / "stderr"
    places = {"SHOTGLASS_MODELS": str(models), "SHOTGLASS_WHEELS": str(default_wheels())}
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    with said.open("w") as errors:
        process = subprocess.Popen(
            [str(bin / "shotglass"), "demo", "--no-open", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env=_plain_environment(bin) | places | pip,
        )
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            addresses = (re.search(r"answers at (http://\S+)", line) for line in lines)
            address = next(filter(None, addresses), None)
            assert address is not None, said.read_text()
            yield urlsplit(address[1]).port, said
        finally:
            process.terminate()
            assert process.wait(20) == 0
            process.stdout.close()


def _prove_generation(port: int | None, model: str) -> None:
    """The page is served as the wheel has it, and ``model`` generates three tokens."""
    status, page = _ask(port, "GET", "/")
    assert status == (200 if PAGE.is_file() else 503)
    assert (b"<!doctype html>" in page.lower()) == PAGE.is_file()
    body = {"model": model, "prompt": "the cat", "settings": {"max_tokens": 3}}
    status, stream = _ask(port, "POST", "/api/v1/generate", json.dumps(body))
    assert (status, stream.count(b'"type": "token"')) == (200, 3)


def _prove_house_model(port: int | None) -> None:
    """What is inside the wheel is listed, generates, is explained, and can be taken along."""
    _, listed = _ask(port, "GET", "/api/v1/models")
    assert HOUSE in {model["id"] for model in json.loads(listed)["models"]}
    body = {"model": HOUSE, "prompt": "the cat", "settings": {"max_tokens": 3}}
    status, stream = _ask(port, "POST", "/api/v1/generate", json.dumps(body))
    assert (status, stream.count(b'"type": "token"')) == (200, 3)
    status, _ = _ask(port, "POST", "/api/v1/explain", json.dumps({"model": HOUSE, "prompt": "a"}))
    assert status == 200
    for format in ("portable", "native", "explain"):
        status, data = _ask(port, "GET", f"/api/v1/models/{HOUSE}/download/{format}")
        assert status == 200
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert "weights.fp16.bin" in archive.namelist()


def _environment(path: Path, wheel: Path) -> Path:
    """A new virtual environment with the wheel and its base dependencies; its bin folder."""
    venv.create(path, with_pip=True)
    bin = path / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [str(bin / "python"), "-m", "pip", "install", "--quiet", str(wheel)],
        check=True,
        capture_output=True,
        cwd=path,
    )
    listed = subprocess.run(
        [str(bin / "python"), "-m", "pip", "list", "--format", "json"],
        capture_output=True,
        check=True,
        cwd=path,
    )
    installed = {entry["name"].lower() for entry in json.loads(listed.stdout)}
    assert not HEAVY & installed
    return bin


def _plain_environment(bin: Path) -> dict[str, str]:
    """No node, no checkout, nothing of the developer's."""
    return {"PATH": str(bin), "HOME": str(bin.parent)}


def _ask(port: int | None, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, read
