"""The 5-gram of a data folder, alone and with a cache: what counting can do with the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shotglass.text import Tokenizer

from ....data.episodes import Question, render
from ....data.folder import END, DataFolder
from ..baselines import Baseline, LanguageModel, language_model
from ..held_text import TextModel
from .context_cache import Cached
from .kneser_ney import KneserNey, fit

ORDER = 5
CACHE_ORDER = 8  # seven tokens reach from where a label begins back to the word, in every template
FIRST_WEIGHT = 0.5  # before it is tuned
TUNED_ON = 3000  # held-out tokens a source


@dataclass(frozen=True)
class FiveGram:
    """``cached`` is for questions and ``text_cached`` for text: each with the weight of its cache
    that is the likeliest there, the best chance that it can be given."""

    plain: KneserNey
    cached: Cached
    text_cached: Cached
    tokenizer: Tokenizer

    @classmethod
    def of(cls, data: DataFolder, trained: Sequence[Question]) -> FiveGram:
        """Fitted to the folder's training text; the caches to ``trained``, questions of the kind
        that a house model is trained on, and to held-out text."""
        tokenizer = Tokenizer.load(data.path / "tokenizer.json")
        plain = fit(data.train, ORDER, vocabulary=tokenizer.vocabulary)
        told = [t for q in trained for t in (*tokenizer.encode(_answered(q)), END)]
        text = [t for held in data.held.values() for t in held.tokens[:TUNED_ON].tolist()]
        return cls(plain, _tuned(plain, told), _tuned(plain, text), tokenizer)

    def text_models(self) -> dict[str, TextModel]:
        return {"five-gram": self.plain, "five-gram-cache": self.text_cached}

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


def _tuned(plain: KneserNey, tokens: Sequence[int]) -> Cached:
    cached = Cached(plain, FIRST_WEIGHT, CACHE_ORDER)
    return cached.tuned(np.array(tokens)) if tokens else cached


def _answered(question: Question) -> str:
    return render(question, len(question.shots)) + question.query.output
