"""The 5-gram of a data folder, alone and with a cache: what counting reaches on the same text.

The cache counts the n-grams of the text itself so far. Kuhn & De Mori, "A cache-based natural
language model for speech recognition", PAMI 1990, with n-grams: p = (1 - weight) p_model + weight
p_cache, where the cache is an n-gram model of the document's own tokens up to here, each order
mixed with the one below as Witten & Bell (1991) do, and the n-gram model itself under the lowest.
So an empty cache changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from shotglass.text import Tokenizer
from shotglass_export.data.episodes import Question, render
from shotglass_export.data.folder import END, DataFolder

from .baselines import Baseline, LanguageModel, language_model
from .held_out_bits import TextModel
from .kneser_ney import Floats, KneserNey, fit

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
        answered = [t for q in trained for t in (*tokenizer.encode(_answered(q)), END)]
        text = [t for held in data.held.values() for t in held.tokens[:TUNED_ON].tolist()]
        return cls(plain, _tuned(plain, answered), _tuned(plain, text), tokenizer)

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


_ROUNDS = 50  # of expectation maximisation; the likelihood of one weight has one maximum


class _Cache:
    """Counts of what followed each of the last 0 to ``order`` - 1 tokens, in one document."""

    def __init__(self, order: int) -> None:
        self._order = order
        self._document: list[int] = []
        self._after: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)

    def add(self, token: int) -> None:
        for context in self._contexts():
            self._after[context][token] += 1
        self._document.append(token)
        if token == END:
            self._document.clear()
            self._after.clear()

    def p(self, token: int, lower: float) -> float:
        """``lower``: the probability under what lies below the cache."""
        for context in self._contexts():
            if followers := self._after.get(context):
                kinds, total = len(followers), followers.total()
                lower = (followers[token] + kinds * lower) / (total + kinds)
        return lower

    def distribution(self, lower: Floats) -> Floats:
        """(V,), from what lies below the cache (V,)."""
        for context in self._contexts():
            if followers := self._after.get(context):
                kinds, total = len(followers), followers.total()
                lower = kinds * lower
                lower[list(followers)] += list(followers.values())
                lower /= total + kinds
        return lower

    def _contexts(self) -> list[tuple[int, ...]]:
        most = min(self._order - 1, len(self._document))
        return [tuple(self._document[len(self._document) - n :]) for n in range(most + 1)]


@dataclass(frozen=True)
class Cached:
    """``model`` with a cache of ``order`` at ``weight``, 0 to 1; ``tuned`` finds the weight."""

    model: KneserNey
    weight: float
    order: int = 3

    def logprobs(self, tokens: npt.NDArray[np.integer]) -> Floats:
        """(n,) nats of each token after those before it; the first one opens a document."""
        model, cache = self._both(tokens)
        return np.log((1 - self.weight) * model + self.weight * cache)

    def logprob(self, context: Sequence[int], continuation: Sequence[int]) -> float:
        """Nats of all of ``continuation`` after ``context``, which fills the cache."""
        cache = self._filled(context)
        nats = 0.0
        for place, token in enumerate(continuation):
            below = float(np.exp(self.model.logprob([*context, *continuation[:place]], [token])))
            mixed = (1 - self.weight) * below + self.weight * cache.p(token, below)
            nats += float(np.log(mixed))
            cache.add(token)
        return nats

    def distribution(self, context: Sequence[int]) -> Floats:
        """(V,) probabilities of the token after ``context``; they sum to 1."""
        below = self.model.distribution(context)
        cache = self._filled(context).distribution(below)
        return (1 - self.weight) * below + self.weight * cache

    def tuned(self, held_out: npt.NDArray[np.integer]) -> Cached:
        """The same with the weight under which ``held_out`` (n,) is likeliest (by expectation
        maximisation: the weight is the mean share that the cache had in each token)."""
        model, cache = self._both(held_out)
        weight = 0.5
        for _ in range(_ROUNDS):
            weight = float(np.mean(weight * cache / ((1 - weight) * model + weight * cache)))
        return replace(self, weight=weight)

    def _both(self, tokens: npt.NDArray[np.integer]) -> tuple[Floats, Floats]:
        model = np.exp(self.model.logprobs(tokens))
        cache = _Cache(self.order)
        shares = np.empty(tokens.size)
        for place, token in enumerate(tokens.tolist()):
            shares[place] = cache.p(token, float(model[place]))
            cache.add(token)
        return model, shares

    def _filled(self, context: Sequence[int]) -> _Cache:
        cache = _Cache(self.order)
        for token in context:
            cache.add(token)
        return cache
