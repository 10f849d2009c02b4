"""Untrusted files: opened only if they are regular files, and parsed from JSON and TOML into frozen
dataclasses.

``open_plain`` never opens through a link, which could point outside a folder; opening a pipe could
block, and a device may never end. ``loads`` refuses what could not be written into an answer again:
the standard library reads values nested a thousand deep and halves of surrogate pairs. ``parsed``
makes a dataclass of what was read: pydantic finds which value is wrong, and what was expected there
follows from the annotation of its field, so that a rule and its words are declared once. pydantic
is imported at the first use, since commands that read no such file need not wait for it.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from keyword import iskeyword
from math import isfinite
from pathlib import Path
from typing import (
    Annotated,
    Any,
    BinaryIO,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from .bounds import Rule, rule_of
from .errors import Phrase, quoted

# Not through a link at the path's end, and without waiting for a pipe's other side; 0 where the
# system has no such flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

MOST_DEPTH = 64
T = TypeVar("T")
Place = tuple[str | int, ...]  # keys and indexes on the way to a value
_KEY = "[key]"  # the step by which pydantic names a key at fault
_TEXT = (Phrase("a text"), Phrase("texts"))
_WORDS: Mapping[Any, tuple[str, str]] = {
    str: _TEXT,
    Path: _TEXT,
    bool: (Phrase("true or false"), Phrase("true or false")),
    int: (Phrase("a whole number"), Phrase("whole numbers")),
    float: (Phrase("a number"), Phrase("numbers")),
}


def open_plain(path: Path) -> BinaryIO:
    """The regular file at ``path``, to be read. Raises OSError, also for a link, a pipe, a folder
    or a device, with a ``strerror`` that says what was expected."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, Phrase("it is a link; the file itself was expected there"))
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        detail = Phrase("it is a pipe, a folder or a device; a file was expected")
        raise OSError(errno.EINVAL, detail)
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """All of the file. Raises OSError as ``open_plain``, and for more than ``most`` bytes."""
    with open_plain(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, Phrase("it has more than $most bytes", most=f"{most:,}"))
    return data


def loads(
    text: str | bytes,
    *,
    parse_constant: Callable[[str], Any] | None = None,
    parse_float: Callable[[str], Any] | None = None,
    repeats_keys: bool = True,
) -> Any:
    """``json.loads``, of UTF-8 alone. Raises ValueError for what is no JSON, nested deeper than
    ``MOST_DEPTH``, or holds half a surrogate pair, and unless ``repeats_keys`` for an object that
    has a key twice, of which readers disagree which one counts."""
    text = text.decode() if isinstance(text, bytes) else text
    try:
        value = json.loads(
            text,
            parse_constant=parse_constant,
            parse_float=parse_float,
            object_pairs_hook=None if repeats_keys else _unrepeated,
        )
    except RecursionError:
        raise _too_deep() from None
    if text.count("[") + text.count("{") > MOST_DEPTH and _is_deeper(value, MOST_DEPTH):
        raise _too_deep()
    if "\\ud" in text.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def no_number(text: str) -> float:
    """What ``loads`` does with NaN and infinity, where they have no meaning. Raises ValueError."""
    raise ValueError(Phrase("$name is no number of JSON", name=text))


def finite(text: str) -> float:
    """The number that ``text`` is. Raises ValueError for one that is too large to be kept."""
    value = float(text)
    return value if isfinite(value) else no_number(text)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            twice = json.dumps(key, ensure_ascii=False)
            raise ValueError(Phrase("the key $key is there twice", key=twice))
        made[key] = value
    return made


def why_unread(error: ValueError) -> Phrase:
    """Why ``loads`` refused a text: what stands behind a colon."""
    if isinstance(error, json.JSONDecodeError):
        what = Phrase.of(error.msg)
        return Phrase(
            "$what at line $line, column $column", what=what, line=error.lineno, column=error.colno
        )
    if isinstance(error, UnicodeDecodeError):
        return Phrase("it is not UTF-8 text")
    if isinstance(error, UnicodeEncodeError):
        return Phrase("it holds half of a pair of surrogates")
    return Phrase.of(error.args[0])


def _is_deeper(value: Any, most: int) -> bool:
    """Whether containers stand in one another more than ``most`` deep; level by level, so that
    nothing nests here."""
    level = [value] if _holds(value) else []
    for _ in range(most):
        inner = (node.values() if isinstance(node, dict) else node for node in level)
        level = [item for items in inner for item in items if _holds(item)]
    return bool(level)


def _holds(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _too_deep() -> ValueError:
    return ValueError(Phrase("it is nested deeper than $most levels", most=MOST_DEPTH))


class Unfit(ValueError):
    """A value at ``place`` that its dataclass does not take. ``why`` is the end of a sentence,
    ``words`` all of it but its full stop.

    ``known``: the keys that exist, where ``place`` is a key that does not. A dataclass raises it in
    ``__post_init__`` with a place of its own, to which ``parsed`` adds where the dataclass stands.
    """

    def __init__(
        self, place: Place, value: Any, why: str, *, missing: bool = False, known: Place = ()
    ) -> None:
        self.place, self.value, self.why = tuple(map(_key_of, place)), value, why
        self.missing, self.known = missing, known
        name = ".".join(map(str, self.place))[:80] or Phrase("it")
        if missing:
            self.words = Phrase("$name is missing; $why", name=name, why=why)
        else:
            self.words = Phrase("$name is $value; $why", name=name, value=quoted(value), why=why)
        super().__init__(self.words)


def parsed(kind: type[T], value: Any) -> T:
    """``value``, made of JSON's kinds alone, as the dataclass ``kind``; it may have no other keys.

    Raises Unfit for the first value at fault, unknown keys before others.
    """
    from pydantic import ValidationError

    try:
        made: T = _adapter(kind, "forbid").validate_json(json.dumps([value]))[0]  # type: ignore[arg-type]
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        unknown = (fault for fault in faults if fault["type"] == "unexpected_keyword_argument")
        raise _unfit(kind, value, next(unknown, faults[0])) from None
    return made


def parsed_known(kind: type[T], value: Any) -> T:
    """As ``parsed``, for what a newer version may have written: keys that ``kind`` does not have
    are left out. Raises pydantic's ValidationError, a ValueError."""
    made: T = _adapter(kind, "ignore").validate_json(json.dumps([value]))[0]  # type: ignore[arg-type]
    return made


def fits(kind: type, value: Any) -> bool:
    """Whether ``parsed`` would take ``value``, whatever keys it has beside those of ``kind``."""
    from pydantic import ValidationError

    try:
        _adapter(kind, "ignore").validate_json(json.dumps([value]))
    except ValidationError:
        return False
    return True


def json_pointer(place: Place) -> str:
    """RFC 6901."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


@cache
def _adapter(kind: Any, extra: Literal["forbid", "ignore"]) -> Any:
    """Of a list with one such value, since a dataclass by itself cannot be given a config."""
    from pydantic import ConfigDict, TypeAdapter

    single: Any = types.GenericAlias(tuple, (kind,))
    return TypeAdapter(single, config=ConfigDict(strict=True, extra=extra, allow_inf_nan=False))


def _unfit(kind: Any, value: Any, fault: Mapping[str, Any]) -> Unfit:
    place: Place = fault["loc"][1:]
    if isinstance(inner := fault.get("ctx", {}).get("error"), Unfit):
        return Unfit(place + inner.place, inner.value, inner.why)
    if fault["type"] == "unexpected_keyword_argument":
        known = tuple(map(_key_of, get_type_hints(_plain(_annotation(kind, place[:-1])))))
        why = Phrase("there is no such key; known are $known", known=known)
        return Unfit(place, _value(value, place), why, known=known)
    if place[-1:] == (_KEY,):
        names = get_args(_plain(_annotation(kind, place[:-2])))[0]
        return Unfit(place[:-2], place[-2], _was_expected(names))
    outer = (place[:steps] for steps in range(len(place)))
    ruled = (step for step in outer if isinstance(rule_of(_annotation(kind, step)), Rule))
    sentence = next(ruled, place)
    missing = fault["type"] == "missing" and sentence == place
    why = _was_expected(_annotation(kind, sentence))
    return Unfit(sentence, None if missing else _value(value, sentence), why, missing=missing)


def _key_of(step: Any) -> Any:
    """Of a field that would be a word of Python without its last sign, as ``try_``."""
    name = str(step).removesuffix("_")
    return name if iskeyword(name) else step


def _annotation(kind: Any, place: Place) -> Any:
    """The annotation of what stands at ``place`` of a ``kind``."""
    for step in place:
        kind = _plain(kind)
        if is_dataclass(kind):
            kind = get_type_hints(kind, include_extras=True)[str(step)]
        else:
            kind = get_args(kind)[0 if isinstance(step, int) else 1]
    return kind


def _value(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def _members(kind: Any) -> tuple[Any, ...]:
    """Of a union; of any other annotation itself."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _plain(kind: Any) -> Any:
    """Without None, rules and bounds."""
    kind = _members(kind)[0]
    return _plain(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def _was_expected(kind: Any) -> Phrase:
    return Phrase("$expected was expected", expected=_expected(kind))


def _expected(kind: Any) -> str:
    """In words, what an annotation takes."""
    if type(None) in _members(kind):
        return Phrase("$expected or null", expected=_expected(_members(kind)[0]))
    plain, rule = _plain(kind), rule_of(kind)
    if rule is not None:
        return str(rule)
    if get_origin(plain) is Literal:
        return Phrase("one of $names", names=get_args(plain))
    if get_origin(plain) is tuple:
        item = _plain(get_args(plain)[0])
        items = _WORDS[item][1] if item in _WORDS else Phrase("objects")
        return Phrase("a list of $items", items=items)
    return _WORDS[plain][0] if plain in _WORDS else Phrase("an object")
