"""The gallery's word problems, put to a model with worked examples and with bare ones."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shotglass.decoding import DecodingSettings
from shotglass.prompting import Lane, render

from ...gallery.task import ItemFile, items_path, read_entry
from ..installed_models import installed_model
from ..result import Data

if TYPE_CHECKING:
    from shotglass.engine import Engine

TASK, SET, SHOTS = "arithmetic", "word problems", 8
MOST_TOKENS = {True: 96, False: 8}  # with steps: twice the longest example's, and more
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Written:
    """Of each item, in order: what the model wrote, and whether its answer is the right number."""

    texts: tuple[str, ...]
    right: tuple[bool, ...]


def written(
    model: str, steps: bool, most: int | None = None, shots: int = SHOTS
) -> tuple[Written, Data]:
    """The first ``most`` items (all if left out), greedily, in full precision, after ``shots`` of
    the task's examples. Raises ModelNotFound where the model is not installed."""
    from shotglass.engine import Engine

    entry, items = read_entry(TASK), ItemFile.read(items_path(TASK)).items[:most]
    lane = Lane("asked", SET, tuple(range(shots)), reasoning=steps)
    with installed_model(model) as (engine, about):
        assert isinstance(engine, Engine)
        prompts = [render(entry.asking(item, SET), lane).text for item in items]
        texts = tuple(_continued(engine, prompt, MOST_TOKENS[steps]) for prompt in prompts)
    pairs = zip(texts, items, strict=True)
    right = (answered(text, steps) == item.expected[SET].strip() for text, item in pairs)
    return Written(texts, tuple(right)), about


def _continued(engine: Engine, prompt: str, most: int) -> str:
    from shotglass.engine import generate
    from shotglass.events import Done

    settings = DecodingSettings(max_tokens=most, temperature=0, stop=("\n\n",))
    events = generate(engine, prompt, settings)
    return next(event.text for event in events if isinstance(event, Done))


def answered(text: str, steps: bool) -> str | None:
    """The number that ``text`` gives as its answer: the first of all, or after written steps the
    first behind "A:"; None where it gives none."""
    _, found, behind = text.partition("\nA:") if steps else ("", "A:", text)
    number = NUMBER.search(behind)
    return number.group() if found and number else None


def problems_data() -> Data:
    path = items_path(TASK)
    items = ItemFile.read(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Data("word problems of the gallery", digest, items.licence, "computed")
