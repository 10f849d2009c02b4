"""The form of a lesson: the head of ``lesson.en.md``, its words in ``lesson.zh.md``, and the values
of ``result.json``.

The built-in lessons have the same form (``schema.ts`` of the page's course), and in it what needs
the page's source: figures of their own, experiments, what the lecture note has wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from ...bounds import Bound, Rule
from ...errors import Phrase
from ...parsing import Unfit

NAME = r"[a-z][a-z0-9-]*"
Text = Annotated[str, Rule(Phrase("a text"), bool)]
Number = Annotated[float, Bound(-1e300, 1e300)]
Category = Annotated[float | str, Rule(Phrase("a number or a text"))]
MOST_NAME = 200  # characters of a series or an option
Choosable = Annotated[
    tuple[Category, ...],
    Rule(
        Phrase("a list of two or more, of at most $most characters each", most=MOST_NAME),
        lambda of: len(of) > 1 and are_short(of),
    ),
]
Group = Literal["background", "architecture", "generation", "series", "inContext", "beyond", "open"]


def are_short(names: tuple[float | str, ...]) -> bool:
    return all(len(str(name)) <= MOST_NAME for name in names)


@dataclass(frozen=True)
class Read:
    """Where curves are read off at first."""

    along: Literal["x", "y"]
    at: Number


@dataclass(frozen=True)
class FigureForm:
    """A stock figure of the lesson's result."""

    caption: Text
    kind: Literal["curves", "dots", "bars", "histogram", "heat", "table"]
    series: Annotated[
        tuple[Text, ...],
        Rule(
            Phrase("a list with names of series, of at most $most characters each", most=MOST_NAME),
            lambda of: of and are_short(of),
        ),
    ]
    x: str = ""
    y: str = ""
    log: Annotated[
        bool | str | None,
        Rule(
            Phrase("true, false, y or both"),
            lambda of: of is None or of in (True, False, "y", "both"),
        ),
    ] = None
    choose: Mapping[str, Choosable] = field(default_factory=dict)
    reads: Read | None = None
    loose: tuple[str, ...] = ()
    difference: bool = False
    near: bool = False
    listed: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChoiceForm:
    """``value``: a number, or a point of the result as heads[10]."""

    say: Text
    value: Annotated[float | str, Rule(Phrase("a number or a place such as heads[10]"))]


@dataclass(frozen=True)
class QuizForm:
    """``to``: of ``nearest``, whose value the right choice is nearest to. ``because``: why it is
    so, said with the answer."""

    ask: Text
    right: Literal["greatest", "least", "nearest"]
    choices: tuple[ChoiceForm, ...]
    to: str | None = None
    because: str | None = None

    def __post_init__(self) -> None:
        if len(self.choices) < 2:
            raise Unfit(
                ("choices",),
                [choice.say for choice in self.choices],
                Phrase("two or more were expected"),
            )


@dataclass(frozen=True)
class LessonForm:
    """The head of ``lesson.en.md``. ``try_`` is ``try`` in the file."""

    title: Text
    try_: Text
    opposite: Text
    opens: Annotated[
        str,
        Rule(Phrase("an address such as #v1/decode?text=Four"), lambda of: of.startswith("#v1/")),
    ]
    figures: Mapping[str, FigureForm]
    quiz: QuizForm
    order: Number = 0
    group: Group = "open"
    week: Annotated[
        int | None, Rule(Phrase("a week from 1 to 12"), lambda of: of is None or 0 < of < 13)
    ] = None
    needs: tuple[str, ...] = ()
    formula: tuple[str, ...] = ()
    symbols: str | None = None
    terms: tuple[str, ...] = ()
    sources: tuple[Text, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.figures:
            raise Unfit(("figures",), {}, Phrase("at least one was expected, by its name"))


@dataclass(frozen=True)
class CaptionForm:
    caption: Text
    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class QuestionForm:
    """The words of the question, its choices in the order of the English ones."""

    ask: Text
    choices: tuple[Text, ...]
    because: str | None = None


@dataclass(frozen=True)
class OtherWords:
    """The head of ``lesson.zh.md``: words alone."""

    title: Text
    try_: Text
    opposite: Text
    figures: Mapping[str, CaptionForm]
    quiz: QuestionForm
    symbols: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PointForm:
    """``low`` and ``high``: the ends of its interval."""

    x: Category
    y: Number
    low: Number | None = None
    high: Number | None = None
    n: Number | None = None


@dataclass(frozen=True)
class SeriesForm:
    """``unit``: of y; share is shown in percent."""

    name: Text
    points: tuple[PointForm, ...]
    x: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.points:
            raise Unfit(("points",), [], Phrase("at least one point was expected"))


@dataclass(frozen=True)
class TableForm:
    name: Text
    columns: tuple[str, ...]
    rows: Annotated[tuple[Any, ...], Rule(Phrase("a list of rows, each as long as the columns"))]


@dataclass(frozen=True)
class ResultForm:
    """``result.json``; keys beside these, as an experiment writes them, are left alone."""

    series: tuple[SeriesForm, ...]
    tables: tuple[TableForm, ...] = ()
