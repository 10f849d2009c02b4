"""Modified Kneser-Ney by the book: dictionaries and recursion, slow and obvious."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

END = 0
Gram = tuple[int, ...]


class ReferenceKneserNey:
    def __init__(self, tokens: Sequence[int], order: int, vocabulary: int) -> None:
        self.order, self.vocabulary = order, vocabulary
        documents: list[list[int]] = [[END]]
        for token in tokens:
            documents[-1].append(token)
            if token == END:
                documents.append([END])
        raw = [Counter[Gram]() for _ in range(order + 1)]
        for document in documents:
            for stop in range(2, len(document) + 1):  # its opening END is never predicted
                for n in range(1, min(order, stop) + 1):
                    raw[n][tuple(document[stop - n : stop])] += 1
        self.counts = [Counter[Gram]() for _ in range(order + 1)]
        for n in range(1, order + 1):
            if n == order:
                self.counts[n] = raw[n]
                continue
            before: dict[Gram, set[int]] = defaultdict(set)
            for gram in raw[n + 1]:
                before[gram[1:]].add(gram[0])
            for gram, count in raw[n].items():
                opens = n > 1 and gram[0] == END
                self.counts[n][gram] = count if opens else len(before[gram])
        self.discounts = [self._discounts(n) for n in range(order + 1)]
        self.followers: dict[Gram, dict[int, int]] = defaultdict(dict)
        for n in range(1, order + 1):
            for gram, count in self.counts[n].items():
                self.followers[gram[:-1]][gram[-1]] = count

    def _discounts(self, n: int) -> list[Fraction]:
        of = Counter(self.counts[n].values())
        standard = [Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2)]
        if not all(of[i] for i in (1, 2, 3, 4)):
            return standard
        y = Fraction(of[1], of[1] + 2 * of[2])
        fitted = [Fraction(0), *(i - (i + 1) * y * Fraction(of[i + 1], of[i]) for i in (1, 2, 3))]
        return fitted if min(fitted[1:]) > 0 else standard

    def p(self, token: int, context: Gram) -> Fraction:
        context = context[-(self.order - 1) :] if self.order > 1 else ()
        if END in context:
            context = context[len(context) - 1 - context[::-1].index(END) :]
        return self._p(token, context)

    def _p(self, token: int, context: Gram) -> Fraction:
        lower = self._p(token, context[1:]) if context else Fraction(1, self.vocabulary)
        counts = self.followers.get(context, {})
        total = sum(counts.values())
        if total == 0:
            return lower
        discounts = self.discounts[len(context) + 1]
        taken = sum(discounts[min(count, 3)] for count in counts.values())
        count = counts.get(token, 0)
        return (count - discounts[min(count, 3)] + taken * lower) / total
