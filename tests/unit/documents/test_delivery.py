"""The Dockerfile and the forge's workflow: read here, since neither can be run by the tests.

They call targets of the Makefile and commands of ours that exist, so that what they do is what a
developer does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import click
import pytest
import yaml
from packaging.specifiers import SpecifierSet

from shotglass import cli

ROOT = Path(__file__).parents[3]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*?[^\\])$", MAKEFILE, re.MULTILINE | re.DOTALL)
    assert phony is not None
    return set(phony[1].replace("\\", " ").split())


def jobs() -> dict[str, Any]:
    return dict(yaml.safe_load(WORKFLOW)["jobs"])


def commands() -> list[str]:
    return [step["run"] for job in jobs().values() for step in job["steps"] if "run" in step]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and their arguments, comments left out."""
    text = DOCKERFILE.replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    parts = [line.partition(" ") for line in lines]
    return [(name, rest) for name, _, rest in parts]


def arguments(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


@pytest.mark.parametrize(
    "text", [DOCKERFILE, CI, "\n".join(commands())], ids=["image", "ci", "forge"]
)
def test_what_is_made_is_a_target_of_the_makefile(text: str) -> None:
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    made = set(re.findall(r"\bmake ([a-z][a-z-]*)(?! &&)\b", plain)) - {"make"}

    assert made or "docker build" in plain
    assert made <= targets()


def test_every_target_that_is_declared_has_a_rule() -> None:
    rules = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))

    assert targets() <= rules


def test_the_forge_runs_the_tests_the_slow_ones_the_wheel_and_the_image() -> None:
    assert set(commands()) == {
        ".ci/run",
        "make test-slow",
        "make wheel",
        "docker build --tag shotglass .",
    }
    assert re.search(r"^exec make test$", CI, re.MULTILINE)


def test_the_forge_may_only_read_and_no_job_runs_for_ever() -> None:
    assert yaml.safe_load(WORKFLOW)["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] <= 180 for job in jobs().values())


def test_the_pythons_are_those_that_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    versions = set(re.findall(r'"(3\.\d+)"', WORKFLOW)) | set(
        re.findall(r"FROM python:(3\.\d+)-slim", DOCKERFILE)
    )

    assert len(arguments("FROM")) == 2
    assert "3.11" in versions
    assert all(allowed.contains(version) for version in versions)


def test_what_the_image_copies_is_there_or_was_built_before() -> None:
    for copied in arguments("COPY"):
        source = [word for word in copied.split() if not word.startswith("--")][0]
        assert "--from=build" in copied or (ROOT / source).exists()
    ignored = set((ROOT / ".dockerignore").read_text("utf-8").split())
    assert {".git", ".venv", ".make", "**/node_modules", "backend/shotglass/static"} <= ignored


def test_what_comes_from_elsewhere_is_named_by_its_digest_or_locked() -> None:
    """A tag may stand for something else tomorrow."""
    bases = [base.split()[0] for base in arguments("FROM")]
    actions = [step["uses"] for job in jobs().values() for step in job["steps"] if "uses" in step]
    installs = [run for run in arguments("RUN") if "pip install" in run]

    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim@sha256:[0-9a-f]{64}", bases[0])
    assert actions
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in actions)
    assert all("--no-deps" in install for install in installs)
    assert "--require-hashes --requirement /tmp/demo.lock" in installs[0]


def test_what_a_person_makes_is_on_the_volume() -> None:
    assert arguments("VOLUME") == ["/data"]
    places = dict(place.split("=") for place in arguments("ENV")[-1].split())
    assert set(places) == {
        "XDG_DATA_HOME", "SHOTGLASS_MODELS", "SHOTGLASS_RUNS", "SHOTGLASS_EXPORTS",
        "SHOTGLASS_BATCHES",
    }  # fmt: skip
    assert all(place.startswith("/data") for place in places.values())


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (None, 1)])
def test_the_image_is_healthy_while_its_server_answers(status: int | None, code: int) -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status or 500)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    asked: list[str] = []
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        port, serving = server.server_port, Thread(target=server.serve_forever)
        serving.start()
        if status is None:
            server.shutdown()
            server.server_close()
        _, check = arguments("HEALTHCHECK")[0].split("CMD ")
        command = [word.replace("8000", str(port)) for word in json.loads(check)]
        ended = subprocess.run([sys.executable, *command[1:]], capture_output=True, timeout=30)
        server.shutdown()
        serving.join()
    assert (ended.returncode, asked) == (code, ["/health/live"] * (status is not None))


def test_the_image_runs_as_an_ordinary_user() -> None:
    names = [name for name, _ in instructions()]

    assert arguments("USER") == ["shotglass"]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name == "RUN")
    assert any("useradd --create-home shotglass" in run for run in arguments("RUN"))


def test_the_image_starts_a_command_of_ours_with_options_that_there_are() -> None:
    (started,) = arguments("CMD")
    program, name, *options = json.loads(started)
    assert (program, name) == ("shotglass", "demo")

    with click.Context(cli.cli, info_name="shotglass") as root:
        demo = cli.cli.commands["demo"].make_context("demo", options, parent=root)
        serve = cli.cli.commands["serve"].make_context("serve", [*demo.params["options"]], root)

    assert not demo.params["open_page"]
    assert (serve.params["host"], serve.params["port"]) == ("0.0.0.0", 8000)
    assert arguments("EXPOSE") == ["8000"]


def test_make_demo_calls_the_command_that_the_wheel_has() -> None:
    assert re.search(r"^demo: .*\n\t\$\(BIN\)/shotglass demo ", MAKEFILE, re.MULTILINE)
    assert "demo" in cli.cli.commands


@pytest.mark.parametrize("text", [DOCKERFILE, WORKFLOW, CI], ids=["image", "workflow", "ci"])
def test_no_host_is_named(text: str) -> None:
    assert not re.search(r"https?:|index-url|find-links|[a-z0-9-]+\.(io|com|org)/", text)
