"""A dictionary to look a word up in: the system's list of words, or WordNet's lemmas."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...data.wordnet import folder as wordnet_folder

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
