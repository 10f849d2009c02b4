"""The experiments, found by their files: modules of the groups' folders with an ``EXPERIMENT``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from shotglass.errors import ExperimentFailed

from .experiment import Experiment

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Registered:
    """An experiment under the name of its file. ``code``: sha256 of the file as it was imported;
    another one makes a result stale."""

    name: str
    file: Path
    code: str
    experiment: Experiment


def experiments() -> Mapping[str, Registered]:
    """All of them by name, in the order of names. Raises ExperimentFailed for two of one name."""
    found: dict[str, Registered] = {}
    for module_info in walk_packages([str(FOLDER)], f"{__package__}."):
        name = module_info.name.rsplit(".", 1)[1]
        if module_info.ispkg or module_info.name == f"{__package__}.{name}":
            continue  # a group's folder, or the framework itself
        module = import_module(module_info.name)
        experiment = getattr(module, "EXPERIMENT", None)
        if experiment is None:
            continue  # something that experiments share
        if name in found:
            raise ExperimentFailed(f"Two experiments are called {name}: rename one of the files.")
        file = Path(str(module.__file__))
        code = hashlib.sha256(file.read_bytes()).hexdigest()
        found[name] = Registered(name, file, code, experiment)
    return dict(sorted(found.items()))


def find(name: str) -> Registered:
    """Raises ExperimentFailed where there is none of that name."""
    known = experiments()
    if name not in known:
        raise ExperimentFailed(f"There is no experiment {name!r}; there are {', '.join(known)}.")
    return known[name]
