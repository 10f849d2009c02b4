"""Templates and words that no training episode used, written down before any model was evaluated.

The templates stand in families, each another wording of what an episode says. The answer stands
last in all of them, since a model predicts what comes after its prompt. A model that learned from
examples, and not from its own few templates, would follow these as well.

The everyday nouns and invented names are in no lexicon of the house models: neither trained on nor
held out. Words that a lexicon has all the same are left out when questions are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ....data.episodes import Lexicon
from ....data.episodes.episode import DENSE, HELD_OUT, TRAINED
from ....data.episodes.lexicon import Group
from ....data.episodes.rows import parts
from ....data.episodes.splitting import Split

OWN = "own"  # those that it was trained on, and the two that were kept from it, as its card asks
UNSEEN: Mapping[str, tuple[str, ...]] = {
    "sentence": (  # a short English sentence around word and label
        "The word {input} goes with{output}.\n",
        "We say that {input} is{output}.\n",
        "If you see {input}, answer{output}.\n",
        "In this list {input} belongs to{output}.\n",
    ),
    "separator": (
        " {input} |{output}\n",
        " {input} ->{output}\n",
        " {input} --{output}\n",
        " {input};{output}\n",
    ),
    "field": (
        "Name: {input}\nGroup:{output}\n\n",
        "Text: {input}\nLabel:{output}\n\n",
        "Question: {input}\nAnswer:{output}\n\n",
        "x: {input}\ny:{output}\n",
    ),
    "order": (  # what the answer is comes before the word
        "The kind of {input} is{output}\n",
        "Output for {input} is{output}\n",
        "Label ({input}) ={output}\n",
    ),
    "quotes": (
        '"{input}":{output}\n',
        "'{input}' means{output}\n",
        'The answer to "{input}" is{output}.\n',
    ),
    "one line": (" {input} is{output},", " {input} /{output};", " {input} makes{output}."),
    "bare": ("{input}:{output}\n", "{input} ->{output}\n", "{input} ={output}\n"),  # no space first
}


def templates_of(wording: str) -> tuple[str, ...]:
    return HELD_OUT + TRAINED if wording == OWN else UNSEEN[wording]


def was_trained(template: str) -> bool:
    """Whether an episode, or a question of the card, is written so; blanks make no difference
    but before the word, where they decide which token it is."""
    return _shape(template) in map(_shape, (*TRAINED, *HELD_OUT, DENSE))


def _shape(template: str) -> tuple[str, ...]:
    before, between, behind = parts(template)
    return before, "".join(between.split()), "".join(behind.split())


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
Sides = dict[Split, list[Any]]


def with_other_nouns(lexicon: Lexicon) -> Lexicon:
    """Kinds told apart are those of ``NOUNS``."""
    known = set(lexicon.vocabulary())
    classes = {kind: _held(words, known) for kind, words in NOUNS.items()}
    return replace(lexicon, groups=(Group("kind", False, classes), *lexicon.groups[1:]))


def with_other_names(lexicon: Lexicon) -> Lexicon:
    """All classes go by one of ``NAMES``."""
    own = lexicon.labels
    known = set(lexicon.vocabulary()).union(*(own["invented"].values()))
    sides = _held(NAMES, known)
    return replace(lexicon, labels=dict.fromkeys(own, sides))


def _held(words: str, known: set[str]) -> Sides:
    return {"train": [], "held": [word for word in words.split() if word not in known]}
