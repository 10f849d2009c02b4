"""Items that are sentences composed from tables of ours: translations in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from .task import Item, Taken
from .words import rows


@dataclass(frozen=True)
class Noun:
    """``french`` and ``spanish`` without article; gender m or f in each language."""

    english: str
    french: str
    french_gender: str
    spanish: str
    spanish_gender: str

    def le(self) -> str:
        return ("le " if self.french_gender == "m" else "la ") + self.french

    def un(self) -> str:
        return ("un " if self.french_gender == "m" else "une ") + self.french

    def el(self) -> str:
        return ("el " if self.spanish_gender == "m" else "la ") + self.spanish

    def uno(self) -> str:
        return ("un " if self.spanish_gender == "m" else "una ") + self.spanish


@dataclass(frozen=True)
class Quality:
    """An adjective in both genders; Spanish with its verb, ser or estar."""

    english: str
    french_m: str
    french_f: str
    spanish_verb: str
    spanish_m: str
    spanish_f: str

    def french(self, noun: Noun) -> str:
        return self.french_m if noun.french_gender == "m" else self.french_f

    def spanish(self, noun: Noun) -> str:
        word = self.spanish_m if noun.spanish_gender == "m" else self.spanish_f
        return f"{self.spanish_verb} {word}"


Translated = tuple[str, str, str]  # English, French, Spanish


def translation(rng: Random, taken: Taken) -> Iterator[Item]:
    """Four answers: the right sentence and another one, in both languages."""
    sentences = [sentence for sentence in _sentences() if sentence[0] not in taken]
    rng.shuffle(sentences)
    for english, french, spanish in sentences:
        _, other_french, other_spanish = rng.choice(
            [other for other in sentences if _differs_in_a_word(english, other[0])]
        )
        answers = tuple(f" {s}" for s in (french, other_french, spanish, other_spanish))
        yield Item(english, {"French": answers[0], "Spanish": answers[2]}, answers)


def _differs_in_a_word(a: str, b: str) -> bool:
    pairs = list(zip(a.split(), b.split(), strict=False))
    return len(a.split()) == len(b.split()) and sum(x != y for x, y in pairs) == 1


def _sentences() -> Iterator[Translated]:
    nouns = [Noun(*fields) for fields in rows("nouns.tsv")]
    qualities = [Quality(*fields) for fields in rows("qualities.tsv")]
    for noun in nouns:
        yield from _about(noun)
    for noun, quality in product(nouns, qualities):
        yield _is(noun, quality)


def _is(noun: Noun, quality: Quality) -> Translated:
    le, el = noun.le(), noun.el()
    return (
        f"The {noun.english} is {quality.english}.",
        f"{le[0].upper()}{le[1:]} est {quality.french(noun)}.",
        f"{el[0].upper()}{el[1:]} {quality.spanish(noun)}.",
    )


def _about(noun: Noun) -> Iterator[Translated]:
    thing, le, el = noun.english, noun.le(), noun.el()
    yield f"I see the {thing}.", f"Je vois {le}.", f"Veo {el}."
    yield f"She has a {thing}.", f"Elle a {noun.un()}.", f"Ella tiene {noun.uno()}."
    yield f"Where is the {thing}?", f"Où est {le} ?", f"¿Dónde está {el}?"
    yield f"We want a {thing}.", f"Nous voulons {noun.un()}.", f"Queremos {noun.uno()}."


@dataclass(frozen=True)
class Person:
    """``be``: the form of "to be"; the verb's ending follows from it."""

    chinese: str
    english: str
    be: str


PEOPLE = (
    Person("我", "I", "am"),
    Person("你", "You", "are"),
    Person("他", "He", "is"),
    Person("她", "She", "is"),
    Person("我们", "We", "are"),
    Person("他们", "They", "are"),
    Person("我妈妈", "My mother", "is"),
    Person("我的朋友", "My friend", "is"),
    Person("老师", "The teacher", "is"),
    Person("医生", "The doctor", "is"),
    Person("孩子们", "The children", "are"),
    Person("学生们", "The students", "are"),
)

# Chinese, then English: * is the third person's s, {be} and {do} the auxiliaries.
PREDICATES = (
    ("喜欢狗", "like* dogs"),
    ("喜欢音乐", "like* music"),
    ("每天喝咖啡", "drink* coffee every day"),
    ("想回家", "want* to go home"),
    ("会说英语", "can speak English"),
    ("会唱歌", "can sing"),
    ("不会游泳", "cannot swim"),
    ("买了一本书", "bought a book"),
    ("看了一部电影", "watched a film"),
    ("写了一封信", "wrote a letter"),
    ("吃了一个苹果", "ate an apple"),
    ("很累", "{be} very tired"),
    ("很忙", "{be} very busy"),
    ("饿了", "{be} hungry"),
    ("在厨房里", "{be} in the kitchen"),
    ("在公园里", "{be} in the park"),
    ("在做饭", "{be} cooking"),
    ("在睡觉", "{be} sleeping"),
    ("在听音乐", "{be} listening to music"),
    ("在找钥匙", "{be} looking for the key"),
    ("在学中文", "{be} learning Chinese"),
    ("住在上海", "live* in Shanghai"),
    ("每天跑步", "run* every day"),
    ("需要钱", "need* money"),
    ("不喜欢牛奶", "{do} not like milk"),
    ("不吃肉", "{do} not eat meat"),
    ("昨天去了医院", "went to the hospital yesterday"),
    ("明天去北京", "{be} going to Beijing tomorrow"),
)


def note_translation(rng: Random, taken: Taken) -> Iterator[Item]:
    """The other answer has another subject in every second item, another predicate else."""
    for person, predicate in rng.sample(list(product(PEOPLE, PREDICATES)), 240):
        if rng.random() < 0.5:
            other = _english(rng.choice([p for p in PEOPLE if p != person]), predicate)
        else:
            other = _english(person, rng.choice([p for p in PREDICATES if p != predicate]))
        right, wrong = f" {_english(person, predicate)}", f" {other}"
        yield Item(f"{person.chinese}{predicate[0]}。", {"English": right}, (right, wrong))


def _english(person: Person, predicate: tuple[str, str]) -> str:
    third = person.be == "is"
    words = predicate[1].replace("*", "s" if third else "")
    return f"{person.english} {words.format(be=person.be, do='does' if third else 'do')}."
