"""Methods that say how probable texts are to a model, and the tokens that it reads them as."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine import FillRequest
from ...engine.asking import Changes
from ...errors import InvalidRequest
from ...run_file import RunModel
from ..interventions import changes_of
from ..prompts import PromptLike, plain, texts_only
from ..results.distributions import LogitsResult, ScoreResult
from ..results.fills import FillResult
from ..results.tokens import TokensResult
from .opened import OpenModel


class Probabilities(OpenModel):
    """Score, logits, tokens, fill."""

    def score(
        self,
        prompt: PromptLike,
        labels: Sequence[str] = (),
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> ScoreResult:
        """Scores how probable each label is after a prompt; without ``labels`` those of the prompt
        object. A label is the text that would follow, so it mostly begins with a space.

        Raises ContextLengthExceeded, LabelConflict, InvalidRequest, QueueFull, WrongTask.
        """
        read = texts_only(prompt, shots)
        chosen = [labels] if isinstance(labels, str) else list(labels or read.labels)
        if not chosen:
            raise InvalidRequest(
                "There are no labels; texts that could follow the prompt were expected.",
                pointer="/labels",
            )
        text = str(read.text)
        return ScoreResult(
            self.id, text, self.backend.score(text, chosen, changes_of(interventions))
        )

    def logits(
        self,
        prompt: PromptLike,
        continuation: Sequence[int] = (),
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> LogitsResult:
        """Returns all logits (V,) float32 of the token that follows a prompt, and the token ids
        ``continuation`` after it. Raises as ``generate`` does, and NonFiniteLogits."""
        text, changes = plain(prompt, shots).text, changes_of(interventions)
        following = self.backend.logits(text, continuation, changes)
        words, model = self.backend.vocabulary(), self._computed_by(changes)
        return LogitsResult(text, tuple(continuation), model, following, words, changes)

    def tokens(self, text: str) -> TokensResult:
        """A text as the model reads it. Raises InvalidRequest."""
        return TokensResult(self.id, text, self.backend.pieces(text))

    def fill(self, text: str, candidates: Sequence[str] = (), *, top: int = 20) -> FillResult:
        """Asks a masked model which token stands at each ``[MASK]`` of a text; ``candidates`` are
        texts of one token each that are scored there.

        Raises InvalidRequest for a text without a gap, ContextLengthExceeded, WrongTask.
        """
        request = FillRequest((text,), tuple(candidates), top, single=True)
        return FillResult(self.id, self.backend.fill(request), RunModel.of(self.manifest, "fp32"))
