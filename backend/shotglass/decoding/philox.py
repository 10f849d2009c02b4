"""Named random numbers: Philox4x32-10, a function from (key, counter) to 128 random bits.

Nothing is stateful: the number that chooses token ``step`` of ``sample`` under ``seed`` is the same
alone or in company, in Python or in a browser. Source: Salmon, Moraes, Dror, Shaw, "Parallel random
numbers: as easy as 1, 2, 3", SC 2011; checked against the vectors of Random123.
"""

from __future__ import annotations

Words4 = tuple[int, int, int, int]

_ROUNDS = 10
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)  # golden ratio and sqrt(3) - 1, added to the key each round
_MASK = 0xFFFFFFFF


def philox4x32(counter: Words4, key: tuple[int, int]) -> Words4:
    """Returns four random words of 32 bits, which follow from four counter words and two key words
    of 32 bits."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        first, second = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1 = (second >> 32) ^ c1 ^ k0, second & _MASK
        c2, c3 = (first >> 32) ^ c3 ^ k1, first & _MASK
        k0, k1 = (k0 + _WEYL[0]) & _MASK, (k1 + _WEYL[1]) & _MASK
    return c0, c1, c2, c3


def uniform(seed: int, sample: int, step: int) -> float:
    """Returns the named random number of (seed, sample, step) in [0, 1), with 53 random bits.
    Expects seed < 2**64, and sample and step < 2**32."""
    high, low, _, _ = philox4x32((step, sample, 0, 0), (seed & _MASK, seed >> 32))
    return float(((high >> 5) << 26) + (low >> 6)) / 2**53
