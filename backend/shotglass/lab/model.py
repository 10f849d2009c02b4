"""A model that can be asked: the same methods wherever it runs."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..extending import function
from .methods.insides import Insides
from .methods.measuring import Measuring
from .methods.probabilities import Probabilities
from .methods.texts import Texts


class Model(Texts, Probabilities, Insides, Measuring):
    """Use ``load`` or ``connect``. A context manager; ``close`` frees the memory.

    A ``prompt`` is a text, its token ids, a ``Prompt``, or the same as a dict; of the last two
    ``shots`` says how many of the examples are shown (all of the first set by default).
    ``interventions``: what is changed inside the model, such as ``sg.head_off(5, 3)``; then all is
    computed in fp32 by the graph that explains, and with an empty list by that graph unchanged.
    Errors are those of ``shotglass.errors``, whether the model runs here or behind a server.
    Extensions add methods (docs/extending.md).
    """

    def __getattr__(self, name: str) -> Any:
        added = None if name.startswith("_") else function(name, of_model=True)
        if added is None:
            raise AttributeError(f"A model has no {name!r}.", name=name, obj=self)
        return partial(added, self)
