"""Templates that no training episode was written by, in families: what an episode says, said
otherwise. Written down before any model was asked by them; the answer stands last in all, since a
model is read after what comes before it.

A model that learned from examples, and not from its own few templates, would follow these as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....data.episodes.rows import parts
from ....data.episodes.templates import DENSE, HELD_OUT, TRAINED

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
