"""The tasks of a model: generate, compare, measure, score, explain, logits and others. A ``Runner``
is an engine that has each of them as a method, and a ``MaskedRunner`` a masked model with its
own."""

from __future__ import annotations

from ..masked_model import MaskedModel
from ..model import Engine
from .beam_search import beam as _beam
from .causes import search as _search
from .causes import which_example as _which_example
from .causes import which_head as _which_head
from .causes import which_vector as _which_vector
from .complete import complete as _complete
from .explain import explain as _explain
from .fill import fill as _fill
from .inside.embedding import embed as _embed
from .inside.intervened import compare as _compare
from .inside.intervened import generate as _generate
from .inside.intervened import logits as _logits
from .inside.intervened import score as _score
from .inside.trace import trace as _trace
from .inside.trace import weight_row as _weight_row
from .measure import measure as _measure
from .score import score_batch as _score_batch


class Runner(Engine):
    """Runs the tasks of a model; ``Runner.open`` makes one. Bad requests raise on the call or on
    the first ``next``, before any event; ``cancelled`` ends an iterator that is waiting, which
    cannot be closed from another thread. ``changes`` are made inside the model while it answers."""

    generate = _generate
    complete = _complete
    compare = _compare
    beam = _beam
    score = _score
    score_batch = _score_batch
    logits = _logits
    explain = _explain
    embed = _embed
    trace = _trace
    weight_row = _weight_row
    measure = _measure
    search = _search
    which_example = _which_example
    which_head = _which_head
    which_vector = _which_vector


class MaskedRunner(MaskedModel):
    """Runs the tasks of a masked model; ``MaskedRunner.open`` makes one. Errors and cancellation
    are those of ``Runner``."""

    fill = _fill
    explain = _explain
    embed = _embed
    trace = _trace
    weight_row = _weight_row
