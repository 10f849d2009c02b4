"""A live server over tiny models, and one over a script, for clients from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.models.tiny import TOOL_TEMPLATE, give_chat_template, write_tiny_folder
from support.servers.fakes import write_folder
from support.servers.live_server import live_server

TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``chatty`` comes first and has a chat template; ``plain`` has none, ``gaps`` fills gaps, and
    the template of ``tooled`` has tools."""
    root = tmp_path_factory.mktemp("models")
    give_chat_template(write_tiny_folder(root, "chatty", "gpt2", 4))
    write_tiny_folder(root, "plain", "llama", 3)
    write_tiny_folder(root, "gaps", "bert", 3)
    give_chat_template(write_tiny_folder(root, "tooled", "gpt2", 4, context=1024), TOOL_TEMPLATE)
    return root


@pytest.fixture(scope="session")
def address(tiny_models: Path) -> Iterator[str]:
    with live_server(tiny_models, "--precision", "fp32") as found:
        yield found


class Scripted:
    """A server that answers "abc", slowly or never, as its prompts say (see ``ScriptedRunner``);
    four runs at once are its most. ``lines`` says "closed" for each run whose work has ended."""

    def __init__(self, models: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(TESTS / "support/servers/live_fake.py"), str(models), "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        )
        self.address = self.line()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Scripted]:
    write_folder(tmp_path, "fake")
    started = Scripted(tmp_path)
    yield started
    started.stop()
