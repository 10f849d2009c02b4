"""What can be counted in a number of texts: repetition, variety, dictionary words, copies.

A word is a run of letters and digits in lower case, as in GPT-2's check for copies of 8-grams
(Radford 2019, section 4); an apostrophe inside belongs to it. The dictionary is the system's list
of words, or WordNet's lemmas.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shotglass_export.data.english import folder as wordnet_folder

Words = list[str]
Gram = tuple[str, ...]
N = 8

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


def words_of(text: str) -> Words:
    return _WORD.findall(text.lower())


def grams(words: Sequence[str], n: int = N) -> Iterator[Gram]:
    return zip(*(words[start:] for start in range(n)), strict=False)


def repeated(texts: Iterable[Words], n: int = N) -> float:
    """The share of n-grams that stood in the same text before; 0 where there are none."""
    total = again = 0
    for words in texts:
        found = list(grams(words, n))
        total += len(found)
        again += len(found) - len(set(found))
    return again / total if total else 0.0


def distinct(words: Sequence[str], n: int) -> float:
    """Different n-grams over all n-grams (Li 2016's distinct-n). It falls with length: compare
    equal numbers of words only."""
    found = list(grams(words, n))
    return len(set(found)) / len(found) if found else 0.0


def known(texts: Iterable[Words], dictionary: Container[str]) -> float:
    """The share of words, numbers left out, that the dictionary holds."""
    found = [word in dictionary for words in texts for word in words if word[0].isalpha()]
    return sum(found) / len(found) if found else 0.0


def copied(
    heaps: Sequence[Sequence[Words]], training: Iterable[str], n: int = N
) -> tuple[float, ...]:
    """For each heap of texts the share of its n-grams that occur in a training text. The training
    texts are gone through once, and compared word for word."""
    searched = {gram for heap in heaps for words in heap for gram in grams(words, n)}
    found: set[Gram] = set()
    for text in training:
        found |= searched.intersection(grams(words_of(text), n))
    return tuple(_share(heap, found, n) for heap in heaps)


def _share(heap: Iterable[Words], found: Container[Gram], n: int) -> float:
    hits = [gram in found for words in heap for gram in grams(words, n)]
    return sum(hits) / len(hits) if hits else 0.0


INSTALLED = Path("/usr/share/dict/american-english")  # Debian's wamerican, made from SCOWL

# morphy(7WN): what an inflected form ends in, and what the lemma has in its place. WordNet's
# exception lists have the irregular forms and the doubled consonants.
_ENDINGS = (
    ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"),
    ("men", "man"), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"),
    ("ing", ""), ("er", ""), ("est", ""), ("er", "e"), ("est", "e"),
)  # fmt: skip
# WordNet has nouns, verbs, adjectives and adverbs; these are the other words of English.
_CLOSED_CLASS = """
a an the this that these those each every either neither some any no none all both half such what
whatever which whichever who whoever whom whose i me my mine myself you your yours yourself
yourselves he him his himself she her hers herself it its itself we us our ours ourselves they them
their theirs themselves one oneself thou thee thy thine thyself ye somebody someone something
anybody anyone anything nobody nothing everybody everyone everything about above across after
against along among amid around at before behind below beneath beside besides between beyond by
concerning despite down during except for from in inside into like near of off on onto out outside
over past per save since through throughout till to toward towards under underneath until unto up
upon with within without and or nor but yet so if unless although though because as than whether
while whereas where wherever when whenever how however lest once am is are was were be been being
do does did have has had having can could may might must shall should will would ought not n't
don't doesn't didn't can't couldn't won't wouldn't shan't shouldn't isn't aren't wasn't weren't
haven't hasn't hadn't i'm i've i'll i'd you're you've you'll you'd he'll he'd she'll she'd it'll
we're we've we'll we'd they're they've they'll they'd oh ah alas o there here then
"""


@dataclass(frozen=True)
class Dictionary:
    """``name`` says which list it is; ``endings`` are tried on a word that is not in ``words``."""

    name: str
    words: frozenset[str]
    endings: tuple[tuple[str, str], ...] = ()

    def __contains__(self, word: object) -> bool:
        """Whether a word in lower case, with or without a possessive 's, is one."""
        return isinstance(word, str) and any(
            form in self.words for form in self._forms(word.removesuffix("'s"), word)
        )

    def _forms(self, bare: str, word: str) -> Iterator[str]:
        yield from (word, bare)
        for ending, instead in self.endings:
            if bare.endswith(ending):
                yield bare.removesuffix(ending) + instead


def load_dictionary() -> Dictionary:
    """The file that SHOTGLASS_WORDS names, or Debian's, or what WordNet makes up for it.

    Raises MissingExtra where there is none of them.
    """
    path = Path(os.environ.get("SHOTGLASS_WORDS", INSTALLED))
    if path.is_file():
        words = frozenset(path.read_text("utf-8").lower().split())
        return Dictionary(f"{path.name} ({len(words)} words)", words)
    folder = wordnet_folder()
    lemmas = frozenset(_lemmas(folder))
    name = f"WordNet 3.0 ({len(lemmas)} words) with its endings, and words of the closed classes"
    return Dictionary(name, lemmas | frozenset(_CLOSED_CLASS.split()), _ENDINGS)


def _lemmas(folder: Path) -> Iterator[str]:
    """The words of all lemmas, a compound's parts apart, and the irregular forms."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            if not line.startswith("  "):  # the licence
                yield from line.partition(" ")[0].split("_")
        for line in (folder / f"{part}.exc").read_text("latin-1").splitlines():
            yield from line.split()
