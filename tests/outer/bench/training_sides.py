"""What trains in ``training.py``: nanoGPT as it is, nanoGPT at its best, and ``shotglass train``.

nanoGPT never casts on a CPU: at its best, with ``torch.compile``, it gets the bf16 autocast that it
uses on a GPU, by a change of one line in a copy of its ``train.py`` outside this repository.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

TOKENS = 400_000  # of the random text that all sides train on
NEVER = 1_000_000
SPECIALS = 7  # tokens that a vocabulary of words has besides: five, the unknown word, a line's end


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    length: int
    batch: int
    layers: int
    heads: int
    width: int

    def __str__(self) -> str:
        return (
            f"vocabulary {self.vocabulary:,}, {self.layers} layers, {self.heads} heads, width "
            f"{self.width}, {self.batch} x {self.length} tokens a step"
        )


SHAPES = {
    "readme": Shape(vocabulary=65, length=64, batch=12, layers=4, heads=4, width=128),
    "house": Shape(vocabulary=6144, length=512, batch=16, layers=6, heads=4, width=256),
}


@dataclass(frozen=True)
class Side:
    """``lines``: where it writes a line a step; ``pattern`` finds its number in one, ``seconds``
    makes seconds a step of a turn's numbers, leaving out the step that the turn began within."""

    name: str
    command: Sequence[str]
    folder: Path
    lines: Path
    pattern: str
    seconds: Callable[[list[float]], float]
    environment: Mapping[str, str] = field(default_factory=dict)


def nanogpt(checkout: Path, shape: Shape, scratch: Path) -> Iterator[Side]:
    for name, options, cast in (
        ("nanoGPT as its README says", ["--compile=False"], False),
        ("nanoGPT, bf16 and compiled", ["--compile=True", "--dtype=bfloat16"], True),
    ):
        folder = _linked(checkout, scratch / f"nanogpt-{len(options)}", shape, cast)
        command = [
            sys.executable, "-u", "train.py", "config/train_shakespeare_char.py", "--device=cpu",
            "--eval_iters=20", "--log_interval=1", f"--block_size={shape.length}",
            f"--batch_size={shape.batch}", f"--n_layer={shape.layers}", f"--n_head={shape.heads}",
            f"--n_embd={shape.width}", f"--max_iters={NEVER}", f"--lr_decay_iters={NEVER}",
            f"--eval_interval={NEVER}", "--dropout=0.0", *options,
        ]  # fmt: skip
        yield Side(name, command, folder, folder / "log.txt", r"time ([\d.]+)ms", _of_durations)


def _of_durations(milliseconds: list[float]) -> float:
    whole = milliseconds[1:]
    return sum(whole) / len(whole) / 1000


def _linked(checkout: Path, folder: Path, shape: Shape, cast: bool) -> Path:
    """A folder that looks like the checkout, with data of ours."""
    data = folder / "data" / "shakespeare_char"
    data.mkdir(parents=True)
    for name in ("model.py", "configurator.py", "config"):
        (folder / name).symlink_to((checkout / name).resolve())
    script = (checkout / "train.py").read_text("utf-8")
    if cast:
        before = "nullcontext() if device_type == 'cpu' else torch.amp.autocast("
        if script.count(before) != 1:
            raise ValueError(f"{checkout / 'train.py'} casts in another way than is known here.")
        script = script.replace(before, "torch.amp.autocast(")
    (folder / "train.py").write_text(script, "utf-8")
    tokens = _random_tokens(shape, 0)
    tokens.tofile(data / "train.bin")
    tokens[: TOKENS // 10].tofile(data / "val.bin")
    with (data / "meta.pkl").open("wb") as file:
        pickle.dump({"vocab_size": shape.vocabulary}, file)
    return folder


def _random_tokens(shape: Shape, least: int) -> np.ndarray:
    return np.random.default_rng(1).integers(least, shape.vocabulary, TOKENS).astype(np.uint16)


def shotglass(shape: Shape, scratch: Path) -> Iterator[Side]:
    for name, settings in (
        ("Shotglass", ""),
        ("Shotglass, fp32 and not compiled", 'precision = "fp32"\ncompile = false\n'),
    ):
        folder = scratch / f"shotglass-{len(settings)}"
        folder.mkdir()
        (folder / "recipe.toml").write_text(_recipe(shape, settings), "utf-8")
        (folder / "text.txt").write_text(_text(shape), "utf-8")
        command = [
            sys.executable, "-m", "shotglass_export.training", "recipe.toml", "--data",
            str(scratch / "data"), "--runs", "runs",
        ]  # fmt: skip
        lines = folder / "runs" / "bench" / "metrics.jsonl"
        yield Side(name, command, folder, lines, r'"step", .*"time": ([\d.]+)}', _of_moments)


def _of_moments(seconds: list[float]) -> float:
    return (seconds[-1] - seconds[0]) / (len(seconds) - 1)


def _text(shape: Shape) -> str:
    """One document, whose words are those of the vocabulary."""
    return " ".join(f"w{id}" for id in _random_tokens(shape, SPECIALS))


def _recipe(shape: Shape, settings: str) -> str:
    words = ", ".join(f'"w{id}"' for id in range(SPECIALS, shape.vocabulary))
    steps = 7_900  # below 8,000 every step has its line
    return f"""
name = "bench"
[model]
family = "gpt2"
layers = {shape.layers}
width = {shape.width}
heads = {shape.heads}
context = {shape.length}
[data]
sources = ["recipe-text"]
files = ["text.txt"]
tokenizer = "words"
words = [{words}]
held_out = 0.0
[training]
tokens = {steps * shape.batch * shape.length}
batch = {shape.batch}
length = {shape.length}
{settings}
[probes]
every = {NEVER}
"""
