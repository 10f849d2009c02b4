"""The command, as far as nothing is served."""

from support.fixtures.command import shotglass

__all__ = ["shotglass"]
