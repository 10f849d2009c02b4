"""Several tokens in one step for a row that is alone: guessed by looking them up, checked by one
run over all of them.

Every token is still the choice that ``choose`` makes, from the model's prediction after the tokens
before it: a guess that differs from the choice ends the step. But tokens computed side by side have
other last bits than tokens computed one by one, and whether they are depends on who else is there:
so this is off unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import numpy as np

from ...decoding import Lookup, Prediction, predict
from ..batching.job import Row
from ..runtime.session import Session

Sample = Callable[[Row, Prediction], bool]
"""Takes a row's next token; whether that was its last."""


class Guesser:
    """For the engine thread alone."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lookups: WeakKeyDictionary[Row, Lookup] = WeakKeyDictionary()

    def guess(self, row: Row) -> list[int]:
        """What may follow the row's last token; nothing for a row that does not choose."""
        settings = row.job.settings
        if settings is None or row.step < len(row.job.forced):
            return []
        lookup = self._lookups.setdefault(row, Lookup([]))
        lookup.extend([*row.ids, *row.history.generated][len(lookup) :])
        return lookup.guess(settings.max_tokens - row.step - 1)

    def check(self, row: Row, guess: list[int], sample: Sample) -> None:
        """Run the row's last token and its guess, and take tokens as long as they agree."""
        ids = np.array([[row.last_id, *guess]], np.int64)
        past = np.array([row.cached], np.int32)
        logits = self._session.run(row.slot, ids, past, np.arange(len(guess) + 1))
        right = 0
        for guessed, row_logits in zip([*guess, None], logits, strict=True):
            row.cached += 1
            if sample(row, predict(row_logits)) or row.last_id != guessed:
                break
            right += 1
        self._lookups[row].learn(len(guess), right)
