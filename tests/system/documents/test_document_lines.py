"""What documents tell people to type is run, once where several say the same: each request of curl
and each block of Python against a server, each command of shotglass as far as its options; each
recipe is read by its name."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import click
import pytest

from shotglass.cli import cli
from shotglass_export.recipe import find_recipe, read_recipe

ROOT = Path(__file__).parents[3]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/*.md")),
    ROOT / "backend" / "deploy" / "README.md",
]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"[ \t]+#[ \t].*$", re.MULTILINE)
SERVER = re.compile(r"(?:http://)?(?:127\.0\.0\.1|localhost):8000")
RECIPE = "RECIPE"  # stands for any of one's own
FILES = (
    "task.json",
    "items.csv",
    "big.parquet",
    "record.json",
    "model.gguf",
    "ckpt.pt",
    "mine-native.zip",
)
FOLDERS = ("FOLDER", "RUN_FOLDER")


class Typed(NamedTuple):
    """What ``document`` says to type; the name of a test."""

    document: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}: {self.text[:60]}"


def blocks(*languages: str) -> Iterator[Typed]:
    for path in DOCUMENTS:
        for language, text in BLOCK.findall(path.read_text("utf-8")):
            if language in languages:
                yield Typed(str(path.relative_to(ROOT)), text)


def commands(name: str) -> list[tuple[Typed, list[str]]]:
    """Those of ``name`` in blocks of shell, each with its arguments."""
    typed = []
    for block in blocks("sh"):
        text = COMMENT.sub("", block.text.replace("\\\n", " "))
        lexer = shlex.shlex(text, posix=True, punctuation_chars="&|;\n")
        lexer.commenters = ""
        lexer.whitespace, lexer.whitespace_split = " \t", True
        words: list[str] = []
        for word in [*lexer, "\n"]:
            if set(word) <= set("&|;\n"):
                if words and Path(words[0]).name == name:
                    typed.append((Typed(block.document, " ".join(words)), words[1:]))
                words = []
            elif word.strip():
                words.append(word)
    return typed


def each(lines: list[tuple[Typed, list[str]]]) -> pytest.MarkDecorator:
    first = {tuple(arguments): str(typed) for typed, arguments in reversed(lines)}
    values = [list(arguments) for arguments in first]
    return pytest.mark.parametrize("arguments", values, ids=list(first.values()))


@each(commands("curl"))
def test_every_request_of_curl_is_answered(server: str, arguments: list[str]) -> None:
    headers, data, address = {}, None, ""
    values = iter(arguments)
    for value in values:
        if value == "-H":
            name, _, content = next(values).partition(": ")
            headers[name] = content
        elif value == "-d":
            data = next(values).encode()
        elif value == "-C":
            headers["Range"] = "bytes=0-999"  # a part of the file is enough
            assert next(values) == "-"
        elif not value.startswith("-"):
            address = SERVER.sub(server, value)
    assert address.startswith(server), arguments
    try:
        with urlopen(Request(address, data, headers), timeout=120) as answer:
            content = answer.read()
    except HTTPError as error:
        pytest.fail(f"{error.code}: {error.read().decode()[:500]}")
    assert content
    if answer.headers["Content-Type"].startswith("text/event-stream"):
        lines = [line[6:] for line in content.decode().splitlines() if line.startswith("data: ")]
        assert "failed" not in {json.loads(line)["type"] for line in lines}


def runnable() -> list[Typed]:
    """Blocks of Python without "...", which stands for what a reader fills in, and without those
    that tests of their own run: the recipe in pandas (test_measuring_document.py) and the page on
    Python, whose blocks follow one another (test_python_document.py)."""
    every = [block for block in blocks("py", "python") if block.document != "docs/python.md"]
    first = {block.text: block for block in reversed(every)}.values()
    return [one for one in first if '"..."' not in one.text and "import pandas" not in one.text]


BEFORE = {"docs/training.md": "import torch\nids = torch.zeros(1, 3, dtype=torch.int64)\n"}


@pytest.mark.parametrize("block", runnable(), ids=lambda block: block.document)
def test_every_block_of_python_runs(server: str, block: Typed) -> None:
    code = BEFORE.get(block.document, "") + SERVER.sub(server, block.text)
    exec(compile(code, block.document, "exec"), {"__name__": "typed"})


@each(commands("shotglass"))
def test_every_command_of_shotglass_takes_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    for name in FILES:
        (tmp_path / name).touch()
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    command: click.Command | None = cli
    context = None
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        name, *arguments = arguments
        command = command.get_command(context, name)
        assert command, name
    assert command
    command.make_context(name, arguments, parent=context)


def recipes() -> list[str]:
    """The names that stand after train, data build, or torchrun."""
    typed = [arguments[-1] for _, arguments in commands("torchrun")]
    for _, arguments in commands("shotglass"):
        if arguments[0] == "train" or arguments[:2] == ["data", "build"]:
            typed.append(arguments[-1])
    spans = re.compile(r"`shotglass (?:train|data build) ([\w./-]+)`")
    texts = [path.read_text("utf-8") for path in DOCUMENTS]
    typed += [name for text in texts for name in spans.findall(text)]
    return sorted(set(typed) - {RECIPE})


@pytest.mark.parametrize("name", recipes())
def test_every_recipe_that_is_named_is_there(name: str) -> None:
    read_recipe(find_recipe(Path(name)))


def test_the_lines_are_read_at_all() -> None:
    assert len(commands("curl")) >= 9
    assert len(commands("shotglass")) >= 30
    assert len(recipes()) >= 2
