"""Bits per byte of a text of one's own, recomputed with the numpy reference."""

from __future__ import annotations

import re
import sys
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from support.models.tiny import tiny_config, tiny_tokenizer_text, tiny_weights, write_tiny_folder
from support.references import reference
from tokenizers import Tokenizer

from shotglass.engine import Library
from shotglass.errors import DataFailed, WrongTask
from shotglass_export.cli import COMMANDS
from shotglass_export.evaluation.bits_per_byte import opening

SEED = 4
TEXTS = ("the cat sat on the mat and the dog ran to the red house", "one, two, three, 123. big")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("text")
    write_tiny_folder(root, "writer", "gpt2", SEED)
    write_tiny_folder(root, "masked", "bert", SEED)
    return root


def evaluate(root: Path, *arguments: object) -> Result:
    command = next(command for command in COMMANDS if command.name == "evaluate")
    return CliRunner().invoke(command, [*map(str, arguments), "--models", str(root)])


def expected(root: Path) -> tuple[float, float, int]:
    """Bits per byte, perplexity and tokens, by the reference."""
    config = tiny_config("gpt2")
    start = opening(Library([root]).folder("writer").manifest)
    tokenizer = Tokenizer.from_str(tiny_tokenizer_text())
    nats: list[float] = []
    for text in TEXTS:
        ids = [start, *tokenizer.encode(text).ids]
        rows = reference.logits(config, tiny_weights(config, SEED), ids)
        nats += [-log(reference.softmax(rows[at])[ids[at + 1]]) for at in range(len(ids) - 1)]
    size = sum(len(text.encode()) for text in TEXTS)
    return sum(nats) / log(2) / size, exp(float(np.mean(nats))), len(nats)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_text_costs_what_the_reference_says(root: Path, tmp_path: Path, line_end: str) -> None:
    file = tmp_path / "own.txt"
    file.write_bytes(b"\xef\xbb\xbf" + (line_end * 3).join(TEXTS).encode())
    done = evaluate(root, f"--text={file}", "writer")
    assert done.exit_code == 0, done
    bits, perplexity, tokens = expected(root)
    match = re.search(
        r"writer on own.txt: (\S+) bits per byte, perplexity (\S+) a token", done.stdout
    )
    assert match, done.stdout
    assert float(match[1]) == pytest.approx(bits, abs=1e-4)
    assert float(match[2]) == pytest.approx(perplexity, abs=1e-2)
    assert f"2 documents, {sum(map(len, TEXTS))} bytes, {tokens} tokens." in done.stdout


def test_ten_documents_get_an_interval_around_the_figure(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text("\n\n\n".join(f"{text} {n}" for n in range(5) for text in TEXTS))
    done = evaluate(root, "--text", file, "writer")
    match = re.search(r": (\S+) bits per byte \[(\S+), (\S+)\] \(95 %", done.stdout)
    assert match, done.stdout
    value, low, high = map(float, match.groups())
    assert low < value < high


def test_a_masked_model_is_told_what_measures_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(TEXTS[0])
    with pytest.raises(WrongTask, match="shotglass evaluate --gaps masked"):
        raise evaluate(root, "--text", tmp_path / "own.txt", "masked").exception


def test_a_text_in_another_encoding_is_named_by_its_first_wrong_byte(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.txt").write_bytes(b"plain\ncaf\xe9\n")
    with pytest.raises(DataFailed, match="byte 9, in line 2, is 0xe9"):
        raise evaluate(root, "--text", tmp_path / "own.txt", "writer").exception


def test_an_empty_text_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("\n \n\n\n")
    with pytest.raises(DataFailed, match="holds no text"):
        raise evaluate(root, "--text", tmp_path / "own.txt", "writer").exception


def test_the_wheel_without_extras_measures_a_text_too(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.txt"
    file.write_text(TEXTS[0])
    monkeypatch.setitem(sys.modules, "rich.console", None)

    done = evaluate(root, "--text", file, "writer")

    assert done.exit_code == 0, done.exception
    assert "writer on own.txt" in done.stdout
    assert "writer: own.txt" in done.stderr
