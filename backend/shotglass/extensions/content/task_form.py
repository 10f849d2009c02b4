"""The form of a task: ``task.json`` and ``words.<language>.json`` of its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import InvalidRequest, Phrase
from ...prompting import Prompt
from .located import Faulty, Located, read_json, step_of

FILES = ("task.json", "words.en.json", "words.zh.json")
MOST_BYTES = 256_000  # of each, as the page takes of a task


@dataclass(frozen=True)
class Question:
    """``expected``: the answer, by the set of examples."""

    input: str
    expected: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True)
class TaskForm:
    """A task as ``web/src/core/gallery/gallery.ts`` reads it from the gallery. ``prompt`` is a
    prompt object; ``null`` says that the examples are known not to help."""

    prompt: Mapping[str, Any]
    queries: tuple[Question, ...] = ()
    labels_by_set: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str | None = None
    order: float = 0
    model: str | None = None
    null: bool = False


@dataclass(frozen=True)
class TaskWords:
    """The names of a task. ``sets`` are its sets of examples, by their names in the prompt."""

    title: str
    about: str = ""
    elsewhere: str | None = None
    differIn: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)


def read_task(folder: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Reads the task that the page opens. A ``task.json`` may be a prompt object alone, as Compare
    saves it.

    Raises Faulty.
    """
    task = read_json(f"{folder}/task.json", files["task.json"])
    whole = isinstance(task.value, dict) and "prompt" in task.value
    form = task.parsed(TaskForm) if whole else TaskForm(task.value)
    prompt = _prompt(task, form.prompt, ("prompt",) if whole else ())
    for at, query in enumerate(form.queries):
        for name in query.expected:
            if name not in prompt.shot_sets:
                sets = tuple(prompt.shot_sets) or Phrase("none")
                place = ("queries", at, "expected", name)
                phrase = "There are no examples $name; the sets of the prompt are $sets."
                detail = Phrase(phrase, name=repr(name), sets=sets)
                raise Faulty([task.fault(place, detail)])
    words = {
        language: vars(read_json(f"{folder}/{name}", files[name]).parsed(TaskWords))
        for language in ("en", "zh")
        if (name := f"words.{language}.json") in files
    }
    queries = [
        {"input": query.input, "expected": query.expected}
        | ({} if query.labels is None else {"labels": query.labels})
        for query in form.queries
    ]
    own = prompt.query
    answers = {} if own.expected is None else dict.fromkeys(prompt.shot_sets, own.expected)
    return {
        "order": form.order,
        "model": form.model,
        "null": form.null,
        "queries": queries or [{"input": own.input, "expected": answers}],
        "labels_by_set": form.labels_by_set,
        "prompt": dict(form.prompt),
        "words": words,
    }


def _prompt(task: Located, value: Any, at: tuple[str, ...]) -> Prompt:
    try:
        return Prompt.from_json(value)
    except InvalidRequest as error:
        place = map(step_of, error.pointer.split("/")[2:])  # behind /prompt
        raise Faulty([task.fault((*at, *place), Phrase.of(error.detail))]) from None
