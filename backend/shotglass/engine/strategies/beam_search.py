"""One step of a beam search, in the rows that hold what its hypotheses begin with."""

from __future__ import annotations

from ...decoding import Beam, Prediction, advance
from ..batching.job import Job, Row, Searched
from ..batching.messages import Outbox
from ..batching.sequence import ActiveRows
from .regrouping import regroup


class Searcher:
    def __init__(self, outbox: Outbox, active: ActiveRows) -> None:
        self._outbox, self._active = outbox, active

    def begin(self, row: Row, prediction: Prediction) -> None:
        """``row`` is active and holds the prompt."""
        row.job.hypotheses = [row]
        self.search(row.job, prediction)

    def search(self, job: Job, *predictions: Prediction) -> None:
        """``predictions``: one a hypothesis, in their order."""
        assert job.beam is not None, "only a beam's rows search"
        first = job.hypotheses[0]
        if first.step < len(job.forced):  # it goes on from the prompt and these
            first.last_id = job.forced[first.step]
            first.step += 1
            return
        job.beam = advance(job.beam, predictions)
        self._outbox.put(job, Searched(job.beam))
        if job.beam.done:
            for row in job.hypotheses:
                self._active.release(row)
            return
        self._regroup(job, job.beam)
        for row, hypothesis in zip(job.hypotheses, job.beam.live, strict=True):
            row.last_id = hypothesis.ids[-1]

    def _regroup(self, job: Job, beam: Beam) -> None:
        rows, made = job.hypotheses, regroup(len(job.hypotheses), beam.parents)
        for source, target in made.copies:  # both hold the prompt
            self._active.overwrite(rows[source], rows[target], first=len(job.prompts[0]))
        job.hypotheses = [
            self._active.fork(rows[parent]) if place is None else rows[place]
            for place, parent in zip(made.stay, beam.parents, strict=True)
        ]
        for place in made.left:
            self._active.release(rows[place])
