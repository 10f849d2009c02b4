"""Everyday nouns by kind, and names coined for kinds: what people ask about, where the lexicon has
what the training text has often enough.

``everyday.tsv`` lists nouns whose most frequent sense by WordNet's counts is of one kind
(``shotglass data everyday`` writes it). Their split is the lexicon's, by the word's own hash; of
those held out, three in ten are for looks during training and the others for the test. ``NOUNS``
and ``NAMES``, written by hand, are in no episode at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import cycle, product
from pathlib import Path
from typing import Literal

from .lexicon import EVERYDAY, Group, Lexicon, Sides
from .questions import Question, probe_set
from .sentences import written
from .splitting import is_unfit, split_of, syllables
from .template import TRAINED

HeldSide = Literal["validation", "test"]
FILE = Path(__file__).with_suffix(".tsv")
VALIDATION_PERCENT = 30  # of the nouns held out
FEWEST = 9  # nouns of a kind that is asked about: none comes twice in eight examples and a query

NOUNS = {  # of kinds that the episodes have
    "animal": (
        "baboon badger beaver butterfly cheetah chimpanzee cockroach coyote crow dolphin donkey "
        "dragonfly eel ferret flamingo gazelle gerbil gorilla hamster hawk hippopotamus hornet "
        "hyena jackal jellyfish kangaroo kitten koala ladybug leopard lizard llama moose ostrich "
        "otter panda parrot pelican penguin raccoon raven reindeer scorpion skunk starfish stork "
        "swan wasp weasel woodpecker worm zebra"
    ),
    "person": (
        "plumber dentist electrician mechanic nurse pilot firefighter postman waitress barber "
        "hairdresser librarian accountant architect programmer astronaut chemist biologist florist "
        "jeweller grocer cashier babysitter janitor lifeguard referee athlete swimmer goalkeeper "
        "drummer guitarist pianist violinist comedian magician clown juggler actress dancer "
        "photographer journalist reporter burglar pirate cowboy grandma grandpa toddler teenager "
        "roommate classmate"
    ),
    "artifact": (
        "toaster kettle lampshade fridge freezer microwave oven laptop keyboard printer phone "
        "camera radio bicycle scooter skateboard helmet backpack suitcase umbrella wallet handbag "
        "bracelet earring sweater slipper scarf mitten sock pillow mattress cushion bookshelf "
        "wardrobe drawer stool armchair bathtub toilet faucet mirror toothbrush towel sponge "
        "bucket broom screwdriver wrench stapler crayon notebook spatula saucepan teapot saucer "
        "napkin corkscrew kite balloon doll battery lightbulb flashlight"
    ),
}
NAMES = (  # made up by hand, where the lexicon's own are made of a list of syllables
    "wug blicket toma zorp quib jaffle thrum vexo yarp chiv shob skoob juxa cheem thol whap yudo "
    "jelt quon shan wex thib yoff jorn chud wozz shreb thwip yalm wock quav chob yint shog jemp "
    "thax jibb quesh vorch haxo yebo wuff jaloo chay shuv yoon"
)


def by_hand() -> frozenset[str]:
    """Returns all of ``NOUNS``."""
    return frozenset(noun for nouns in NOUNS.values() for noun in nouns.split())


@cache
def everyday_nouns() -> Mapping[str, tuple[str, ...]]:
    """Returns the everyday nouns of each kind, most frequent first."""
    nouns: dict[str, list[str]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        kind, noun = line.split("\t")
        nouns.setdefault(kind, []).append(noun)
    return {kind: tuple(listed) for kind, listed in nouns.items()}


def held_side(noun: str) -> HeldSide:
    """Returns the side of a noun that is held out."""
    digest = hashlib.sha256(f"shotglass everyday 1: {noun}".encode()).digest()
    validation = int.from_bytes(digest[:4], "big") % 100 < VALIDATION_PERCENT
    return "validation" if validation else "test"


def with_everyday(lexicon: Lexicon, side: HeldSide = "validation") -> Lexicon:
    """Returns the lexicon with a fourth group, the everyday nouns, whose held-out ones are those of
    ``side``, and with coined names to train on. No word that the lexicon keeps from training is in
    that group."""
    withheld = _withheld(lexicon)
    classes: dict[str, Sides] = {}
    for kind, nouns in everyday_nouns().items():
        trained = [noun for noun in nouns if split_of(noun) == "train" and noun not in withheld]
        held = [noun for noun in nouns if split_of(noun) == "held" and held_side(noun) == side]
        classes[kind] = {"train": trained, "held": held}
    known = {*lexicon.labels["invented"]["train"], *lexicon.labels["invented"]["held"], *withheld}
    names: Sides = {"train": coined_names(known), "held": []}
    return replace(
        lexicon,
        groups=(*lexicon.groups, Group(EVERYDAY, False, classes)),
        labels={**lexicon.labels, "coined": names},
    )


def _withheld(lexicon: Lexicon) -> set[str]:
    """Returns what no training episode may have. Of classes that are held out as a whole, those
    that are everyday kinds do not belong to it."""
    kinds = everyday_nouns()
    withheld = {*lexicon.affixes["held"], *by_hand(), *NAMES.split()}
    for group in lexicon.groups:
        free = kinds if group.held else {}
        withheld.update(
            *(sides["held"] for name, sides in group.classes.items() if name not in free)
        )
    withheld.update(word for forms in lexicon.forms for row in forms.rows["held"] for word in row)
    withheld.update(name for sides in lexicon.labels.values() for name in sides["held"])
    return withheld


_ONSETS = (
    *"bcdfghjklmnpqrstvwyz", "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "kn", "pl",
    "pr", "qu", "sc", "sh", "shr", "sk", "sl", "sm", "sn", "sp", "st", "str", "sw", "th", "thr",
    "tr", "tw", "wh", "wr", "",
)  # fmt: skip
_VOWELS = (*"aeiouy", "ai", "ea", "ee", "oa", "oo", "ou")
_CODAS = (
    *"bdgklmnprstxz", "ck", "ff", "ft", "lk", "ll", "lt", "mp", "nd", "ng", "nk", "nt", "rd", "rk",
    "rm", "rp", "rt", "sh", "sk", "ss", "st", "th", "tz", "zz",
)  # fmt: skip
_COINED = 3000  # of one syllable, and of two
_COARSE = ("cock", "cunt", "dick", "fart", "fuck", "piss", "poo", "puss", "rape", "shit", "spic",
           "suck", "turd", "twat", "wank", "whor")  # fmt: skip


def coined_names(known: set[str]) -> list[str]:
    """Three to eight letters, as English could have them, chosen by hash; none is ``known`` or an
    everyday noun, and none is built of a syllable that invented names keep from training."""
    withheld = {*syllables("held")}
    closed, opened = (
        sorted({"".join(parts) for parts in product(_ONSETS, *rest)} - withheld, key=_rank)
        for rest in ((_VOWELS, _CODAS), ("aeiou",))
    )
    pairs = map("".join, zip(cycle(opened), closed[_COINED : 2 * _COINED], strict=False))
    taken = known.union(*everyday_nouns().values())
    fit = {name for name in (*closed[:_COINED], *pairs) if 3 <= len(name) <= 8} - taken
    return sorted(n for n in fit if not is_unfit(n) and not any(part in n for part in _COARSE))


def _rank(name: str) -> bytes:
    return hashlib.sha256(f"shotglass coined 1: {name}".encode()).digest()


def everyday_questions(
    lexicon: Lexicon,
    side: HeldSide,
    templates: Sequence[str],
    shots: Sequence[int],
    n: int,
    seed: int,
) -> list[Question]:
    """``n`` questions about nouns of ``side``, half of them under invented names that the lexicon
    keeps from training; in the test the other half under ``NAMES``, which are written by hand."""
    with_nouns = with_everyday(lexicon, side)
    everyday = next(group for group in with_nouns.apart.groups if group.name == EVERYDAY)
    enough = {kind: each for kind, each in everyday.classes.items() if len(each["held"]) >= FEWEST}
    invented = lexicon.apart.labels["invented"]["held"]
    others = invented if side == "validation" else unknown_names(lexicon)
    labels = {"invented": _only_held(invented), "words": _only_held(others)}
    groups = (Group("kind", False, enough), *lexicon.groups[1:])
    about = replace(lexicon, groups=groups, labels=labels)
    return probe_set(about, "kind", "held-both", shots, n, seed, templates)


def unknown_names(lexicon: Lexicon) -> list[str]:
    """Returns those of ``NAMES`` that the lexicon does not have."""
    known = {*lexicon.vocabulary(), *lexicon.labels["invented"]["train"]}
    return [name for name in NAMES.split() if name not in known]


def _only_held(names: list[str]) -> Sides:
    return {"train": [], "held": names}


def validation_questions(
    lexicon: Lexicon, shots: Sequence[int], n: int, seed: int
) -> list[Question]:
    """Returns the questions that a run is asked now and then: a plain list and the sentences for
    validation."""
    templates = (TRAINED[0], *written("validation"))
    return everyday_questions(lexicon, "validation", templates, shots, n, seed)
