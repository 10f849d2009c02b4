"""A loaded model as the routes use it: the engine's tasks are its methods."""

from __future__ import annotations

from ..engine.model import Engine
from ..engine.tasks.beam_search import beam as _beam
from ..engine.tasks.compare import compare as _compare
from ..engine.tasks.complete import complete as _complete
from ..engine.tasks.explain import explain as _explain
from ..engine.tasks.generate import generate as _generate
from ..engine.tasks.logits import next_logits as _next_logits
from ..engine.tasks.score import score as _score
from ..engine.tasks.score_batch import score_batch as _score_batch


class Runner(Engine):
    """Use ``Runner.open``. Bad requests raise on the call or on the first ``next``, before any
    event; ``cancelled`` ends an iterator that is waiting, which cannot be closed from another
    thread."""

    generate = _generate
    complete = _complete
    compare = _compare
    beam = _beam
    score = _score
    score_batch = _score_batch
    logits = _next_logits
    explain = _explain
