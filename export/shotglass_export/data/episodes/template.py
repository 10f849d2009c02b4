"""A template: how an episode is written, and which templates no episode may ever be written by.

Its text has ``{input}`` and ``{output}`` once each, for a shot; what stands before ``{shots}``, if
that is there, is written once, in front of all shots. ``{a}`` and ``{A}`` before the input are its
article.
"""

from __future__ import annotations

from collections.abc import Mapping

SHOTS = "{shots}"
# Two ways are never trained on, so that a template can be new. A space stands before each input: at
# the start of a line the tokenizer spells a word otherwise, and as that other token, or as pieces,
# a model that was trained on these alone has hardly ever read it.
DENSE = " {input}{output}"  # for training only: every second token is an answer
TRAINED = (
    "- {input}:{output}\n",
    "Word: {input}\nKind:{output}\n\n",
    "Input: {input}\nOutput:{output}\n",
    "Q: {input}\nA:{output}\n",
    "* {input} ={output}\n",
)
HELD_OUT = ("Item: {input}\nType:{output}\n\n", "+ {input} =>{output}\n")
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


def heading(template: str) -> str:
    """The text that is written once, in front of all shots."""
    before, shots, _ = template.partition(SHOTS)
    return before if shots else ""


def parts(template: str) -> tuple[str, str, str]:
    """The parts of a shot: what stands before the input, between input and output, and behind the
    output."""
    before, _, rest = template.rpartition(SHOTS)[2].partition("{input}")
    between, _, behind = rest.partition("{output}")
    return before, between, behind


def opening(before: str, word: str) -> str:
    """Returns what stands before an input, with the article that ``word`` takes for ``{a}`` or
    ``{A}``."""
    article = "an" if word[:1] in "aeiou" else "a"
    return before.replace("{a}", article).replace("{A}", article.title())


def shape(template: str) -> tuple[str, ...]:
    """Equal for two that differ in a heading or in blanks; not in those before the input, which
    decide what token it is."""
    before, between, behind = parts(template)
    return before, "".join(between.split()), "".join(behind.split())


_KEPT = frozenset(
    shape(template)
    for templates in (*UNSEEN.values(), HELD_OUT)
    for template in templates
)  # fmt: skip


def is_kept(template: str) -> bool:
    """Whether the template, apart from heading and blanks, is one of those that are kept from all
    training."""
    return shape(template) in _KEPT
