"""The shotglass command, as a stranger types it."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support.fixtures.command import Command
from support.models.tiny import write_tiny_folder
from support.servers.fakes import write_folder

from shotglass import cli, extending
from shotglass.engine.runtime.device import has_cuda
from shotglass.errors import InvalidRequest, MissingExtra
from shotglass.extending import GROUP, Extension
from shotglass.server import problems
from shotglass.server.config import ServerConfig
from shotglass.server.parts import RunningServer


def test_models_lists_what_is_installed_and_tells_what_is_not_in_order(
    shotglass: Command, tmp_path: Path
) -> None:
    write_folder(tmp_path, "fake")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "manifest.json").write_text("{")
    ran = shotglass("models", SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 0
    assert ran.stdout.startswith("fake\tcausal-lm\t")
    assert "torn\tnot usable" in ran.stderr


def test_names_of_foreign_models_and_folders_do_not_command_the_terminal(
    shotglass: Command, tmp_path: Path
) -> None:
    write_folder(tmp_path, "fake")
    path = tmp_path / "fake" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"name": "a\x1b[2Jb\x07"}))
    (tmp_path / "\x1b[1A").mkdir()
    (tmp_path / "\x1b[1A" / "manifest.json").write_text("{")
    ran = shotglass("models", SHOTGLASS_MODELS=str(tmp_path))
    assert "a\\x1b[2Jb\\x07" in ran.stdout
    assert "\\x1b[1A\tnot usable" in ran.stderr
    assert "\x1b" not in ran.stdout + ran.stderr


def test_line_ends_of_a_name_and_a_licence_make_no_rows(shotglass: Command, tmp_path: Path) -> None:
    write_folder(tmp_path, "fake")
    path = tmp_path / "fake" / "manifest.json"
    changes = {"name": "a\nb\tcausal-lm", "licence": "MIT\r\nx"}
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    rows = shotglass("models", SHOTGLASS_MODELS=str(tmp_path)).stdout.splitlines()
    (row,) = (row for row in rows if row.startswith("fake\t"))
    assert row.split("\t")[3:] == ["MIT x", "a b causal-lm"]
    assert len(rows) == 5  # the four that ship, and this one


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("command", ["models", "shapes", "--help"])
def test_an_output_that_takes_nothing_is_told_in_a_sentence(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "shotglass", command],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: There is no room left where this is written")
    assert len(ran.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(
    shotglass: Command, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    place = tmp_path / "file" / "models"
    command = ["import", str(tmp_path / "model.gguf"), "--id", "a", "--models", str(place)]
    ran = shotglass(*command, SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == f"Error: {place}: Not a directory."
    assert "Traceback" not in ran.stderr


def test_no_models_is_told_with_the_way_to_one(shotglass: Command, tmp_path: Path) -> None:
    ran = shotglass("models", "--models", str(tmp_path), SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 0
    assert "shotglass import" in ran.stdout


def test_the_house_models_need_no_import(shotglass: Command, tmp_path: Path) -> None:
    ran = shotglass("models", SHOTGLASS_MODELS=str(tmp_path))
    listed = [line.split("\t")[0] for line in ran.stdout.splitlines()]
    assert listed == ["house-bert", "house-gpt2", "house-prose", "house-templates"]


@pytest.mark.skipif(has_cuda(), reason="onnxruntime-gpu is installed here")
@pytest.mark.parametrize("command", [["serve"], ["generate", "Hi", "--model", "house-gpt2"]])
def test_a_gpu_without_the_package_for_it_is_refused_with_the_swap(
    shotglass: Command, tmp_path: Path, command: list[str]
) -> None:
    ran = shotglass(*command, "--provider", "cuda", SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: --provider cuda needs an onnxruntime with CUDA")
    assert "\n  pip uninstall -y onnxruntime && pip install 'onnxruntime-gpu" in ran.stderr


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_gpu_and_a_precision_contradict_each_other(
    shotglass: Command, tmp_path: Path, precision: str
) -> None:
    ran = shotglass(
        "serve", "--provider", "cuda", "--precision", precision, SHOTGLASS_MODELS=str(tmp_path)
    )
    assert ran.returncode == 1
    told = f"Error: --provider cuda computes in fp16, and --precision is {precision}"
    assert ran.stderr.startswith(told)


def test_an_error_of_ours_is_one_sentence_and_exit_code_1(
    shotglass: Command, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = shotglass("serve", "--port", str(port), SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: Cannot listen on 127.0.0.1")
    assert len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["serve", "--port", "x"], ["serve", "--precision", "int4"], ["models", "extra"]],
)
def test_wrong_usage_is_exit_code_2(
    shotglass: Command, tmp_path: Path, arguments: list[str]
) -> None:
    ran = shotglass(*arguments, SHOTGLASS_MODELS=str(tmp_path))
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def entry(name: str, target: str) -> EntryPoint:
    return EntryPoint(name, target, GROUP)


def plug(monkeypatch: pytest.MonkeyPatch, *entries: EntryPoint) -> None:
    monkeypatch.setattr(extending, "entry_points", lambda group: entries)


hello = click.Command("hello", callback=lambda: click.echo("hello"))
COMMANDS = [hello]


def test_another_packages_commands_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plugin(EntryPoint):
        def load(self) -> Extension:
            return Extension("greet", commands=lambda: COMMANDS)

    plug(monkeypatch, Plugin("greet", "greet:EXTENSION", GROUP))
    assert CliRunner().invoke(cli.cli, ["hello"]).output == "hello\n"
    assert "hello" in CliRunner().invoke(cli.cli, ["--help"]).output


def test_a_command_that_needs_an_extra_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, entry("export", "a_package_nobody_has:EXTENSION"))
    result = CliRunner().invoke(cli.cli, ["import"])
    assert isinstance(result.exception, MissingExtra)
    assert "pip install 'shotglass[export]'" in str(result.exception)


def test_a_missing_extra_does_not_disturb_other_commands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plug(monkeypatch, entry("export", "a_package_nobody_has:EXTENSION"))
    result = CliRunner().invoke(cli.cli, ["models", "--models", str(tmp_path)])
    assert result.exit_code == 0
    assert CliRunner().invoke(cli.cli, ["--help"]).exit_code == 0


def test_slots_and_queue_reach_the_server_and_help_tells_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ServerConfig] = []
    monkeypatch.setattr("shotglass.server.serve.serve", lambda config, told: seen.append(config))
    run = CliRunner().invoke
    options = ["serve", "--models", str(tmp_path)]
    run(cli.cli, options)
    run(cli.cli, [*options, "--slots", "3", "--queue", "7"])
    assert [(config.slots, config.queue) for config in seen] == [(16, 512), (3, 7)]
    told = run(cli.cli, ["serve", "--help"]).output
    assert "--slots" in told
    assert "--queue" in told
    refused = run(cli.cli, [*options, "--slots", "0"])
    assert "0 slots and a queue of 512 sequences; at least 1" in str(refused.exception)


def test_keys_and_leniency_reach_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ServerConfig] = []
    monkeypatch.setattr("shotglass.server.serve.serve", lambda config, told: seen.append(config))
    run = CliRunner().invoke
    options = ["serve", "--models", str(tmp_path), "--lenient-params"]
    run(cli.cli, [*options, "--api-key", "a", "--api-key", "b"])
    run(cli.cli, options, env={"SHOTGLASS_API_KEY": "c"})
    run(cli.cli, options)
    assert [config.api_keys for config in seen] == [("a", "b"), ("c",), ()]
    assert all(config.lenient for config in seen)


def test_a_server_for_8_bits_makes_them_of_its_model_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_folder(tmp_path, "a-gap", "bert")
    write_tiny_folder(tmp_path, "b", "gpt2", 2)
    write_tiny_folder(tmp_path, "c", "gpt2", 2)
    configs: list[ServerConfig] = []
    monkeypatch.setattr("shotglass.server.serve.serve", lambda config, told: configs.append(config))
    options = ["serve", "--models", str(tmp_path)]
    assert CliRunner().invoke(cli.cli, options).stderr == ""
    ran = CliRunner().invoke(cli.cli, [*options, "--precision", "int8"])
    assert ran.stderr.startswith("b has no 8-bit graph yet: it is made now.")
    assert [config.precision for config in configs] == [None, "int8"]
    made = {folder.name for folder in tmp_path.iterdir() if (folder / "native.onnx").exists()}
    assert made == {"b"}
    chosen = CliRunner().invoke(cli.cli, [*options, "--precision", "int8", "--model", "c"])
    assert chosen.stderr.startswith("c has no 8-bit graph yet")


@pytest.mark.parametrize("key", ["correct horse", "", " ", "a\tb"])
def test_a_key_of_the_environment_is_one_key_and_refused_when_no_header_can_carry_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("shotglass.server.serve.serve", lambda config, told: pytest.fail("serves"))
    options = ["serve", "--models", str(tmp_path)]
    result = CliRunner().invoke(cli.cli, options, env={"SHOTGLASS_API_KEY": key})
    assert isinstance(result.exception, InvalidRequest)
    assert "API key" in str(result.exception)


def test_with_keys_the_pages_own_address_is_told_and_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(
        "shotglass.server.serve.serve",
        lambda config, announce: announce(RunningServer(("http://here",), config)),
    )
    options = ["serve", "--models", str(tmp_path), "--open"]
    assert "token" not in CliRunner().invoke(cli.cli, options).output
    told = CliRunner().invoke(cli.cli, [*options, "--api-key", "k"]).output
    assert opened[0] == "http://here"
    assert opened[1].startswith("http://here/?token=")
    assert f"The page opens at {opened[1]}\n" in told


def test_where_the_locale_is_c_an_argument_is_read_as_utf8_all_the_same() -> None:
    command = [sys.executable, "-m", "shotglass", "generate", "naïve 猫", "--model", "house-gpt2"]
    ended = subprocess.run(
        [*command, "--max-tokens", "1"],
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "0", "LC_ALL": "C"},
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    ended.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("can't start new thread"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("std::bad_alloc"),
        RuntimeError("pthread_create failed, error code: 12 error msg: Cannot allocate memory"),
    ],
)
def test_a_lack_of_memory_is_a_sentence_however_it_is_told(
    error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def lacking() -> None:
        raise error

    monkeypatch.setattr(sys, "argv", ["shotglass"])
    with pytest.raises(SystemExit) as ended:
        cli.main(lacking)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("Error: There is not enough memory for this")
    answered = problems.known(error, "1")
    assert answered.status == 503
    assert "not enough memory" in answered.detail
