"""Film reviews composed from phrases of ours; nothing in them was written by a reviewer.

Five shapes: one verdict, an act of the viewer, two verdicts of a kind, a turn in the middle, and
an expectation that was or was not met. In the last two, words of both kinds stand in one review,
so that no single word gives the answer away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from .task import Item, Taken

EACH = 120  # reviews of each kind

PARTS = (
    "story", "script", "ending", "opening", "music", "camera work", "dialogue", "lead actor",
    "second half", "pacing", "humor", "cast", "love story", "final scene", "villain", "car chase",
)  # fmt: skip
VERDICTS = {
    True: (
        "kept me guessing", "stayed with me for days", "felt fresh from start to finish",
        "was a delight", "could hardly be better", "moved me to tears", "had real charm",
        "earned every laugh", "was beautifully done", "never lost its grip",
    ),
    False: (
        "went nowhere", "fell apart", "felt like a school play", "was a chore",
        "could hardly be worse", "tried my patience", "had no life in it",
        "did not earn a single laugh", "was badly done", "never found its feet",
    ),
}  # fmt: skip
VIEWERS = ("I", "My sister and I", "We", "My friends and I", "My parents", "Our whole row")
ACTS = {
    True: (
        "would gladly watch it again", "left the cinema smiling", "told everyone to see it",
        "forgot the time completely", "talked about it all the way home", "clapped at the end",
        "went back the next day to see it again", "hope there will be a second part",
    ),
    False: (
        "left before the end", "wanted the money back", "told everyone to stay away",
        "looked at the clock every five minutes", "talked through most of it out of boredom",
        "could not wait for it to end", "would not watch it again for free",
        "hope there will be no second part",
    ),
}  # fmt: skip
TURNS = {True: "and that saved the film", False: "and that ruined the film"}
HOPES = ("the trailer", "the reviews", "the poster", "the title", "the first ten minutes")
EXPECTED = {
    True: "Going by {hope} I feared the worst, but it was a joy.",
    False: "Going by {hope} I hoped for the best, but it was a letdown.",
}
SURPRISE = {
    True: "Do not let {hope} put you off: the {part} alone is worth the ticket.",
    False: "Do not let {hope} fool you: not even the {part} is worth the ticket.",
}


def _verdict(rng: Random, good: bool) -> str:
    return f"The {rng.choice(PARTS)} {rng.choice(VERDICTS[good])}."


def _act(rng: Random, good: bool) -> str:
    return f"{rng.choice(VIEWERS)} {rng.choice(ACTS[good])}."


def _two(rng: Random, good: bool) -> str:
    first, second = rng.sample(PARTS, 2)
    one, other = rng.sample(VERDICTS[good], 2)
    return f"The {first} {one}, and the {second} {other}."


def _turn(rng: Random, good: bool) -> str:
    first, second = rng.sample(PARTS, 2)
    before, after = rng.choice(VERDICTS[not good]), rng.choice(VERDICTS[good])
    return f"The {first} {before}, but the {second} {after}, {TURNS[good]}."


def _expectation(rng: Random, good: bool) -> str:
    shape = rng.choice((EXPECTED, SURPRISE))[good]
    return shape.format(hope=rng.choice(HOPES), part=rng.choice(PARTS))


SHAPES: tuple[Callable[[Random, bool], str], ...] = (_verdict, _act, _two, _turn, _expectation)


def reviews(rng: Random, taken: Taken) -> Iterator[Item]:
    """As many good as bad ones, the shapes in turn."""
    seen = set(taken)
    for place in range(2 * EACH):
        good = place % 2 == 0
        text = SHAPES[place // 2 % len(SHAPES)](rng, good)
        if text not in seen:
            seen.add(text)
            label = " Positive" if good else " Negative"
            yield Item(text, {"in turn": label, "another order": label})
