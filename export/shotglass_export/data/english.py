"""English word forms from lemminflect's dictionary (never its guesses for unknown words)."""

from __future__ import annotations

from typing import Any

from shotglass.errors import MissingExtra


def forms(word: str, tag: str) -> tuple[str, ...]:
    """Spellings of the inflected form; ``tag`` as in the Penn Treebank (NNS, JJR, JJS).

    Raises MissingExtra.
    """
    found: tuple[str, ...] = _dictionary().getInflection(word, tag, inflect_oov=False)
    return found


def _dictionary() -> Any:
    try:
        import lemminflect
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Building items needs lemminflect; install it with: pip install lemminflect"
        ) from error
    return lemminflect


def inflected(word: str) -> bool:
    """Whether it is only a form of another word: "sat" and "days" are, "building" and "dog" not.

    Raises MissingExtra.
    """
    lemmas = {lemma for found in _dictionary().getAllLemmas(word).values() for lemma in found}
    return bool(lemmas) and word not in lemmas


def plural(noun: str) -> str | None:
    """The plural, if there is exactly one and it differs from the singular."""
    found = forms(noun, "NNS")
    return found[0] if len(found) == 1 and found[0] != noun else None


def degrees(adjective: str) -> tuple[str, str] | None:
    """Comparative and superlative, where they are single words ("better", "colder")."""
    pair = tuple(found[0] for tag in ("JJR", "JJS") if (found := forms(adjective, tag)))
    if len(pair) < 2 or "eer" in pair[0].removeprefix(adjective[:-1]):  # "freeer" is no word
        return None
    return pair[0], pair[1]
