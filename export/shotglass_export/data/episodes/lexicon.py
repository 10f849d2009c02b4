"""The words that episodes consist of, split into those for training and those that are held out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from . import words
from .splitting import Split, affixes, divided, invented_names, split_of
from .words import Words

FORMAT = 1
Sides = Mapping[Split, list[Any]]
MOST_LABEL_WORDS = 480
EVERYDAY = "everyday"  # the group that ``everyday.with_everyday`` adds


@dataclass(frozen=True)
class Group:
    """Classes of words to tell apart. ``held``: all are kept from training episodes."""

    name: str
    held: bool
    classes: Mapping[str, Sides]


@dataclass(frozen=True)
class Forms:
    """Rows (lemma, form, ...); ``relations`` name the forms."""

    name: str
    held: bool
    relations: tuple[str, ...]
    rows: Sides


@dataclass(frozen=True)
class Lexicon:
    """``labels``: pools of label names by kind, "words" (ordinary ones) and "invented"."""

    groups: tuple[Group, ...]
    forms: tuple[Forms, ...]
    labels: Mapping[str, Sides]
    affixes: Sides
    format: int = FORMAT

    @property
    def everyday(self) -> Group:
        return next(group for group in self.groups if group.name == EVERYDAY)

    def words(self, split: Split) -> list[str]:
        """Every word that is an input of some episode, once."""
        return self._words[split]

    @cached_property
    def _words(self) -> Sides:
        inputs: dict[Split, list[Any]] = {}
        for split in get_args(Split):
            words = [w for g in self.groups for sides in g.classes.values() for w in sides[split]]
            words += [row[0] for forms in self.forms for row in forms.rows[split]]
            inputs[split] = list(dict.fromkeys(words))
        return inputs

    @cached_property
    def apart(self) -> Lexicon:
        """Returns what may be asked: the same without what the training side has too, in whatever
        part, such as a held-out noun that is a trained verb's form ("means"), or spells a trained
        affix ("dog")."""
        trained = {*self.words("train"), *self.affixes["train"]}
        trained.update(name for sides in self.labels.values() for name in sides["train"])
        trained.update(form for forms in self.forms for row in forms.rows["train"] for form in row)
        trained.update(name for group in self.groups if not group.held for name in group.classes)

        def untrained(sides: Sides) -> Sides:
            rows = [(item, [item] if isinstance(item, str) else item) for item in sides["held"]]
            free = [item for item, words in rows if not trained.intersection(words)]
            return {"train": sides["train"], "held": free}

        groups = [
            replace(
                group, classes={name: untrained(sides) for name, sides in group.classes.items()}
            )
            for group in self.groups
        ]
        forms = tuple(replace(each, rows=untrained(each.rows)) for each in self.forms)
        labels = {kind: untrained(sides) for kind, sides in self.labels.items()}
        return replace(
            self, groups=tuple(groups), forms=forms, labels=labels, affixes=untrained(self.affixes)
        )

    def vocabulary(self) -> list[str]:
        """Returns what the tokenizer should have whole: inputs, their forms, class and label
        names."""
        whole = self.words("train") + self.words("held")
        whole += [w for f in self.forms for rows in f.rows.values() for row in rows for w in row]
        whole += self.labels["words"]["train"] + self.labels["words"]["held"]
        whole += [name for group in self.groups for name in group.classes]
        return list(dict.fromkeys(whole))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        data = json.loads(path.read_text("utf-8"))
        groups = tuple(Group(**group) for group in data["groups"])
        forms = tuple(
            Forms(f["name"], f["held"], tuple(f["relations"]), f["rows"]) for f in data["forms"]
        )
        return cls(groups, forms, data["labels"], data["affixes"])


def build_lexicon(counts: Mapping[str, int], wordnet: Path) -> Lexicon:
    """``counts``: how often each word is in the training text, in lower case there too (a name
    such as "Texas" does not count for "texas").

    Raises MissingExtra without lemminflect.
    """
    known = Words.read(counts, wordnet)
    kinds = known.kinds()
    new = {kind: kinds[kind] for kind in words.HELD_OUT_KINDS}
    degrees = list(known.inflections("adj"))
    new_words = {word for nouns in new.values() for word in nouns} | {row[0] for row in degrees}
    groups = (
        _group("kind", {kind: kinds[kind] for kind in words.TRAINED_KINDS}, new_words),
        Group("new kind", True, {kind: _held(nouns) for kind, nouns in new.items()}),
        _group("part of speech", known.speech(), new_words),
    )
    verbs = [row for row in known.inflections("verb") if row[0] not in new_words]
    verb_sides: dict[Split, list[Any]] = {"train": [], "held": []}
    for row in verbs:
        verb_sides[split_of(row[0])].append(list(row))  # a row is on its lemma's side
    forms = (
        Forms("verb", False, tuple(words.VERB_TAGS), verb_sides),
        Forms("degree", True, tuple(words.ADJECTIVE_TAGS), _held(degrees)),
    )
    sides = [sides for group in groups for sides in group.classes.values()]
    taken = {word for side in sides for word in side["train"] + side["held"]}
    taken |= {w for f in forms for rows in f.rows.values() for row in rows for w in row}
    names: dict[str, Sides] = {
        "words": divided(known.labels(taken, MOST_LABEL_WORDS)),
        "invented": {"train": _unknown("train", counts), "held": _unknown("held", counts)},
    }
    return Lexicon(groups, forms, names, {"train": affixes("train"), "held": affixes("held")})


def _unknown(split: Split, counts: Mapping[str, int]) -> list[str]:
    """Invented names that are no words of the text."""
    return [name for name in invented_names(split) if not counts.get(name)]


def _group(name: str, classes: Mapping[str, list[str]], held: set[str]) -> Group:
    """``held``: words that are kept from training episodes, in this group too."""
    free = {label: [w for w in members if w not in held] for label, members in classes.items()}
    return Group(name, False, {label: divided(members) for label, members in free.items()})


def _held(items: Sequence[Any]) -> Sides:
    rows = [list(item) if isinstance(item, tuple) else item for item in items]
    return {"train": [], "held": rows}
