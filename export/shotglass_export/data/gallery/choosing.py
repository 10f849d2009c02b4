"""How items are chosen: from how many, by which seed, and which answers can stand together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

Taken = Collection[str]  # inputs that the examples and the page's questions use


def apart(labels: Sequence[str]) -> bool:
    """Whether no label is the beginning of another, or the same (its mass would count twice)."""
    return all(
        not other.startswith(label)
        for i, label in enumerate(labels)
        for j, other in enumerate(labels)
        if i != j
    )


def unlike(text: str, *others: str) -> bool:
    """Whether ``text`` can stand as an answer beside each of ``others``."""
    return all(apart([text, other]) for other in others)
