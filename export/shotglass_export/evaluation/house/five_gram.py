"""The 5-gram of a data folder, alone and with a cache: what counting can do with the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shotglass.text import Tokenizer

from ...data.episodes import Question, render
from ...data.folder import END, DataFolder
from .baselines import Baseline, LanguageModel, language_model
from .cached import Cached
from .held_text import TextModel
from .kneser_ney import KneserNey, fit

ORDER = 5
FIRST_WEIGHT = 0.5  # before it is tuned


@dataclass(frozen=True)
class FiveGram:
    plain: KneserNey
    cached: Cached
    tokenizer: Tokenizer

    @classmethod
    def of(cls, data: DataFolder, trained: Sequence[Question]) -> FiveGram:
        """Fitted to the folder's training text. The cache's weight is the likeliest one for
        ``trained``, questions of the kind that a house model is trained on: its best chance."""
        tokenizer = Tokenizer.load(data.path / "tokenizer.json")
        plain = fit(data.train, ORDER, vocabulary=tokenizer.vocabulary)
        told = [t for q in trained for t in (*tokenizer.encode(_answered(q)), END)]
        cached = Cached(plain, FIRST_WEIGHT)
        return cls(plain, cached.tuned(np.array(told)) if told else cached, tokenizer)

    def text_models(self) -> dict[str, TextModel]:
        return {"five-gram": self.plain, "five-gram-cache": self.cached}

    def baselines(self) -> dict[str, Baseline]:
        return {
            "five-gram": language_model(_Opened(self.plain), self.tokenizer),
            "five-gram-cache": language_model(_Opened(self.cached), self.tokenizer),
        }


@dataclass(frozen=True)
class _Opened:
    """Every prompt begins a document."""

    model: LanguageModel

    def logprob(self, context: Sequence[int], continuation: Sequence[int]) -> float:
        return self.model.logprob([END, *context], continuation)


def _answered(question: Question) -> str:
    return render(question, len(question.shots)) + question.query.output
