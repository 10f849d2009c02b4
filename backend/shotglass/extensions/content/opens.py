"""Whether the address that a lesson opens names what is there: a view of the page, and in it a task
or a lesson, of the page or of the folder."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from ...errors import Phrase
from ...parsing import read_plain
from .entries import Entry

OWN = "own."  # before the names of the folder, as the page's addresses have them
NAMES = Path(__file__).parent.parent / "static" / "addresses.json"  # which the page's build writes
ROOM = 100_000  # bytes of that file
_OF_TASK = ("compare", "measure", "inside")  # views whose address may name a task


def unknown_in(
    opens: str, tasks: Mapping[str, Entry], lessons: Collection[str], names: Path = NAMES
) -> Phrase | None:
    """What the address names and is not there, ``tasks`` and ``lessons`` being those of the folder;
    None where all is. Without the page's ``names`` only those of the folder are looked for."""
    view, _, tail = opens.removeprefix("#v1/").partition("?")
    query = dict(parse_qsl(tail, keep_blank_values=True))
    page = _known(names)
    if page is not None and view not in page["views"]:
        phrase = "There is no view $name; known are $names."
        return Phrase(phrase, name=repr(view), names=tuple(page["views"]))
    lesson, task = query.get("lesson"), query.get("task")
    if view == "lessons" and lesson is not None:
        if _is_there(lesson, lessons, None if page is None else page["lessons"]):
            return None
        phrase = "There is no lesson $name; those of this folder are $names."
        return Phrase(phrase, name=repr(lesson), names=_own(lessons))
    if view not in _OF_TASK or task is None or "prompt" in query:
        return None
    own = tasks.get(task.removeprefix(OWN))
    if page is not None and task in page["tasks"]:
        return None
    if own is None and not _is_there(task, tasks, None if page is None else page["tasks"]):
        phrase = "There is no task $name; those of this folder are $names."
        return Phrase(phrase, name=repr(task), names=_own(tasks))
    sets = {} if own is None else own.value["prompt"].get("shot_sets", {})
    if own is not None and query.get("set", next(iter(sets), "")) not in sets and sets:
        phrase = "There are no examples $name; the sets of the prompt are $sets."
        return Phrase(phrase, name=repr(query["set"]), sets=tuple(sets))
    return None


def _is_there(name: str, folder: Collection[str], page: Collection[str] | None) -> bool:
    """Without the page's names whatever is none of the folder's may be the page's."""
    if name.startswith(OWN):
        return name.removeprefix(OWN) in folder
    return page is None or name in page


def _own(folder: Collection[str]) -> tuple[str, ...] | Phrase:
    return tuple(OWN + id for id in sorted(folder)) or Phrase("none")


def _known(names: Path) -> Mapping[str, Collection[str]] | None:
    try:
        known: Mapping[str, Collection[str]] = json.loads(read_plain(names, ROOM))
    except OSError:
        return None  # the page is not built
    return known
