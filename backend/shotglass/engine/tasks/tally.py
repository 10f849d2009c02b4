"""What a run has cost so far, for the End that closes it."""

from __future__ import annotations

from time import perf_counter

from ...events import End
from ..batching.job import Job


class Tally:
    """Begins to count when it is made; a run may consist of several jobs."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._jobs: list[Job] = []
        self._generated, self._first_token_ms = 0, 0.0

    def job(self, job: Job) -> None:
        self._jobs.append(job)

    def token(self) -> None:
        self._generated += 1
        self._first_token_ms = self._first_token_ms or self._ms()

    def end(self) -> End:
        return End(
            lane="",
            prompt_tokens=sum(len(ids) for job in self._jobs for ids in job.prompts),
            computed_prompt_tokens=sum(job.computed_tokens for job in self._jobs),
            generated_tokens=self._generated,
            first_token_ms=self._first_token_ms,
            total_ms=self._ms(),
        )

    def _ms(self) -> float:
        return 1000 * (perf_counter() - self._began)
