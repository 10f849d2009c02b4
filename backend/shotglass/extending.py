"""The hook: what an extension may add to Shotglass, and how it is found.

An extension is an ``Extension`` that a package names by an entry point of the group
``shotglass.extensions``. Nothing of the core imports one; docs/extending.md is the guide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # types alone: what an extension is handed
    from .engine.sharded.shards import ReadShards, Recipe
    from .server.config import ServerConfig
    from .server.parts import RunningServer, ServerPart
    from .server.services import Services

GROUP = "shotglass.extensions"
Given = Mapping[str, Any]
"""The options of a command by the names of their parameters, the core's among them."""


@dataclass(frozen=True)
class Machines:
    """Where else than in this process is computed, as ``--on`` names it. ``serve`` serves until a
    signal, as ``server.serve.serve`` does; ``read`` opens what reads the shards of a measurement
    and tells what changes there, a sentence at a time."""

    serve: Callable[[ServerConfig, Callable[[RunningServer], object], Given], bool]
    read: Callable[[Recipe, Given, Callable[[str], None]], AbstractContextManager[ReadShards]]


def _unchanged(config: ServerConfig, given: Given) -> ServerConfig:
    return config


@dataclass(frozen=True)
class Extension:
    """What one capability adds. Everything but the name may be left out; whatever takes long to
    import is imported by the functions when they are called.

    ``name`` is that of the extension's settings and of its part of the page. ``commands`` gives
    subcommands of ``shotglass``. ``options`` are added to commands of the core, by their names.
    ``configure`` makes settings of a server (``ServerConfig.extensions``) of those of ``serve``, or
    changes others; it raises InvalidRequest for what cannot be. ``serve`` makes the extension's
    part of a server, also of one that was given none of its options. ``machines``: by the name that
    ``--on`` takes. ``functions`` are names in ``shotglass`` and ``methods`` names of
    ``shotglass.Model``, each with the place of the function, such as "my_package.weigh:weigh"; a
    method gets the model first.
    """

    name: str
    commands: Callable[[], Sequence[click.Command]] = tuple
    options: Mapping[str, Sequence[click.Option]] = field(default_factory=dict)
    configure: Callable[[ServerConfig, Given], ServerConfig] = _unchanged
    serve: Callable[[Services], ServerPart] | None = None
    machines: Mapping[str, Machines] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Installed:
    """``faults``: a sentence for each extension that is named and cannot be loaded."""

    extensions: tuple[Extension, ...]
    faults: tuple[str, ...]

    def command(self, name: str) -> click.Command | None:
        """The command of that name, of whatever extension."""
        commands = (command for each in self.extensions for command in each.commands())
        return next((command for command in commands if command.name == name), None)

    def options(self, command: str) -> list[click.Option]:
        """What extensions add to a command of the core."""
        added = (each.options.get(command, ()) for each in self.extensions)
        return list(chain.from_iterable(added))

    def machines(self, name: str) -> Machines:
        """Those that ``--on`` names."""
        return next(each.machines[name] for each in self.extensions if name in each.machines)


def installed() -> Installed:
    """The extensions of all installed packages, by name."""
    extensions: list[Extension] = []
    faults: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            extensions.append(_loaded(entry))
        except ImportError as error:
            faults.append(
                f"More comes with {entry.name!r}, which needs {error.name}, and that is not "
                f"installed: pip install 'shotglass[{entry.name}]'"
            )
        except (AttributeError, TypeError) as error:
            faults.append(f"The extension {entry.name!r} ({entry.value}) is left out: {error}.")
    return Installed(tuple(extensions), tuple(faults))


def _loaded(entry: EntryPoint) -> Extension:
    """Raises ImportError, AttributeError, TypeError."""
    extension = entry.load()
    if not isinstance(extension, Extension):
        raise TypeError(f"it is a {type(extension).__name__}; an Extension was expected")
    return extension


def function(name: str, *, of_model: bool = False) -> Callable[..., Any] | None:
    """What an extension adds to ``shotglass`` or to ``Model`` under the name."""
    for extension in installed().extensions:
        places = extension.methods if of_model else extension.functions
        if name in places:
            module, _, attribute = places[name].partition(":")
            added: Callable[..., Any] = getattr(import_module(module), attribute)
            return added
    return None
