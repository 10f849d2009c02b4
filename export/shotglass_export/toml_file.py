"""A TOML file read as a frozen dataclass: what is wrong in it becomes one sentence."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from shotglass.errors import RecipeInvalid
from shotglass.parsing import Unfit, parsed

T = TypeVar("T")


def read_toml(path: Path, kind: type[T]) -> T:
    """The file as the dataclass ``kind``. Raises RecipeInvalid for one that is not there, is no
    TOML, or is none of the kind."""
    try:
        return parsed(kind, tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise RecipeInvalid(
            f"The recipe {path} cannot be read ({error.strerror}): name a .toml file."
        ) from error
    except Unfit as fault:
        raise RecipeInvalid(_sentence(fault)) from None
    except TypeError:
        raise RecipeInvalid(
            f"The recipe {path} holds a date, which no key takes: texts stand in quotes."
        ) from None
    except RecursionError as error:
        raise RecipeInvalid(
            f"The recipe {path} is nested too deep; tables and lists of a few levels were expected."
        ) from error
    except ValueError as error:
        raise RecipeInvalid(f"The recipe {path} is not TOML: {error}.") from error


def _sentence(fault: Unfit) -> str:
    """Returns the sentence as TOML calls things; the tables of a list are counted from 1."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in fault.place]
    table = f"[{'.'.join(steps[:-1])}]" if steps[1:] else "the recipe"
    why = fault.why.replace("an object", "a table").replace("objects", "tables")
    if fault.missing:
        return f"{table} lacks the key {steps[-1]!r}; {why}."
    if fault.known:
        names = sorted(map(str, fault.known))
        near = get_close_matches(steps[-1], names, 1)
        hint = f"did you mean {near[0]}" if near else f"{table} knows {', '.join(names)}"
        why = f"there is no such key; {hint}"
    shown = repr(fault.value) if len(repr(fault.value)) <= 80 else repr(fault.value)[:77] + "..."
    return f"{'.'.join(steps)} = {shown}: {why}."
