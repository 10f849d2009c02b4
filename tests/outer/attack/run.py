"""Run every kind of attack, or those that are named, and print a table; exit code 1 for a fault.

    python -m outer.attack.run [KIND ...]          (in tests/; `make attack` does)

A kind is a module of this folder with ``attack(place)``, which gives a Try for each thing tried, or
with ``tries(folder)``, which gives names and calls that raise AssertionError for a fault.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from outer.attack.place import Place, Try, a_place

Attack = Callable[[Place], Iterable[Try]]
Call = Callable[[], object]


def kinds(named: Sequence[str] = ()) -> Iterator[tuple[str, Attack]]:
    for name in named or sorted(path.stem for path in Path(__file__).parent.glob("*.py")):
        module = import_module(f"outer.attack.{name}")
        if hasattr(module, "attack"):
            yield name, module.attack
        elif hasattr(module, "tries"):
            yield name, partial(by_calls, module.tries)


def by_calls(tries: Callable[[Path], Iterable[tuple[str, Call]]], place: Place) -> Iterator[Try]:
    with TemporaryDirectory(dir=place.folder) as folder:
        for name, call in tries(Path(folder)):
            try:
                call()
            except AssertionError as error:
                yield Try(name, fault_of(error))
            else:
                yield Try(name)


def fault_of(error: Exception) -> str:
    """What was raised; a bare assertion says at least where it stands."""
    _, line, _, text = traceback.extract_tb(error.__traceback__)[-1]
    return str(error)[:300] or f"{type(error).__name__} in line {line}: {text}"


def tried(attack: Attack, place: Place) -> list[Try]:
    """What an attack raises is a fault of it, and the other kinds are tried all the same."""
    tries = []
    try:
        for one in attack(place):
            tries.append(one)
    except Exception as error:
        tries.append(Try("the attack itself", fault_of(error)))
    return tries


def main() -> None:
    faults: list[str] = []
    print(f"{'kind':<16}{'tries':>7}{'held':>7}{'seconds':>9}")
    with a_place() as place:
        for name, attack in kinds(sys.argv[1:]):
            began = time.monotonic()
            tries = tried(attack, place)
            bad = [f"{name}: {one.name}: {one.fault}" for one in tries if one.fault is not None]
            seconds = time.monotonic() - began
            print(f"{name:<16}{len(tries):>7}{len(tries) - len(bad):>7}{seconds:>9.1f}", flush=True)
            faults += bad
    print("\n".join(["", *faults] if faults else ["", "Everything held."]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
