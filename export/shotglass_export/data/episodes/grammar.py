"""The grammar of templates: the values of each part, split before any training.

A quarter of each part's values is held out, chosen by hash (``splitting.split_of`` does so for
words): no training episode has such a value in that part. What the templates of
``template.TRAINED`` consist of cannot be held out, nor can a part's absence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from math import ceil

HELD_SHARE = 0.25


@dataclass(frozen=True)
class Values:
    """The values of one part of the grammar: ``common`` ones that every side has, and others to
    split."""

    part: str
    common: tuple[str, ...]
    others: tuple[str, ...]

    @cached_property
    def held(self) -> frozenset[str]:
        """Returns the values of the lowest hash. What differs in blanks alone is on one side."""
        common = set(map(_bare, self.common))
        ranked = sorted({_bare(value) for value in self.others} - common, key=self._hash)
        chosen = set(ranked[: ceil(HELD_SHARE * len(ranked))])
        return frozenset(value for value in self.others if _bare(value) in chosen)

    @cached_property
    def train(self) -> tuple[str, ...]:
        return (*self.common, *(value for value in self.others if value not in self.held))

    @cached_property
    def every(self) -> tuple[str, ...]:
        return (*self.common, *self.others)

    def _hash(self, value: str) -> bytes:
        return hashlib.sha256(f"shotglass templates 1: {self.part}: {value}".encode()).digest()


def _bare(value: str) -> str:
    return "".join(value.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip("\n").splitlines())  # a leading space belongs to a value


# What stands before the word in a list.
MARK = Values(
    "mark", ("", " ", "- ", "* "),
    ("+ ", "> ", "# ", "~ ", "= ", "@ ", ". ", "% ", "& ", ">> ", "-- ", "o ", "\t", "| "),
)  # fmt: skip
# An opening and a closing sign around the word; the word's token is that without a space then.
QUOTES = Values(
    "quotes", (" ",),
    ('" "', "( )", "[ ]", "< >", "* *", "_ _", "` `", "/ /", "<< >>", "** **", "~ ~", "# #"),
)  # fmt: skip
# Between word and answer, or behind a field's name.
SIGN = Values(
    "sign", (":", " ="),
    (";", ",", "...", "!", "?", *(f" {sign}" for sign in (
        "=>", "->", "|", "--", ":", "~", ">", ">>", "&", "+", "/", "-", "::", ":=", "==", "-->",
        "<-", "%", "@", "^", "..", "||", "//", "*",
    ))),
)  # fmt: skip
VERB = Values(
    "verb", (),
    _lines("""
 is
 means
 goes with
 belongs to
 makes
 gives
 has
 gets
 takes
 becomes
 is called
 is named
 is of the kind
 counts as
 falls under
 stands for
 leads to
 calls for
, answer
, say
, we write
 and then
 is one of the
 must be
 was
 says
"""),
)  # fmt: skip
SUBJECT = Values(
    "subject", (),
    _lines("""
The word
We say that
If you see
In this list
Here
Now
For
With
Take the word
One word is
They say
I know that
This one,
When it is
Of all words
Look:
The next is
It is said that
You read
In the book
As for
Once more
A thing like
Any
"""),
)  # fmt: skip
# The answer's name, before the word: "the kind of".
NOUN = Values(
    "noun", (),
    (
        "kind", "output", "label", "answer", "sort", "name", "class", "group", "mark", "sign",
        "type", "tag", "place", "result", "note", "code", "value", "reply", "part", "side",
        "order", "rule", "key", "state",
    ),
)  # fmt: skip
OF = Values("of", (" of",), (" for", " to", " in", " with", " at", " from", " by", " under", ""))
# Names of two fields: the word's and the answer's.
FIELDS = Values(
    "fields", ("Word Kind", "Input Output", "Q A"),
    _lines("""
Name Group
Text Label
Question Answer
x y
Item Type
Term Class
Thing Sort
Example Result
Given Found
In Out
From To
Left Right
Key Value
Entry Mark
This That
Asked Said
Case Verdict
Object Place
Subject Sign
First Second
Before After
Line Note
Source Target
Call Reply
I O
a b
Who What
Query Tag
Head Tail
One Other
Sample Code
Prompt Response
User Bot
Row Column
"""),
)  # fmt: skip
CASING = Values("casing", ("as it is",), ("lower", "upper"))
# Between the two fields, and behind an answer.
BREAK = Values("break", ("\n",), (", ", "; ", " / ", " | ", " - ", "\n\n", "\n  ", " and ", "\t"))
END = Values(
    "end", ("\n", "\n\n"),
    (".\n", ";\n", ",\n", "!\n", " .\n", "\n---\n", "\n###\n", "\n\n\n", " |\n", "\n--\n",
     ",", ";", ".", " /", " |", " and", " -"),
)  # fmt: skip
# Written once, in front of all shots.
HEADING = Values(
    "heading", ("",),
    _lines("""
Answer as the examples do.
What comes next?
Fill in what is missing.
Read the examples and go on in the same way.
Here are some words and what they are called.
Words and their names.
Each word has one of two names.
Find the rule.
Say what each one is.
The list follows one rule.
Give the right name for each word.
Some examples:
Examples
Complete the list.
Tell which is which.
A table of words.
Below is a list.
Sort the words.
Follow the pattern.
Task: name the words.
"""),
)  # fmt: skip
PARTS = (
    MARK, QUOTES, SIGN, VERB, SUBJECT, NOUN, OF, FIELDS, CASING, BREAK, END, HEADING,
)  # fmt: skip
