"""The rule for a house model that meets everyday words, and the lines that it looks at.

Written before house-everyday, the successor of house-templates, was trained, and before either was
asked a question of these. What the successor shall reach:

1. **Everyday words.** On nouns whose most frequent sense is of one kind
   (``data.episodes.everyday``, the test side), under names and in sentences that no training
   episode had, after 8 examples, on the lines "list" and "sentences" each: 75 % right choices or
   more with a lower end of 70, 60 % of the mass on the labels, and 20 points or more over shuffled
   answers at the lower end: the parts of ``shotglass.statistics.format_goal``.
2. **Not worse.** On each line of house-templates' tables (``export/research/house-models.md``), the
   same questions to both: right choices and mass on the labels of three tasks in 240 held-out
   templates, and of 27 cells of ``--unseen``; and on each line of this file: the difference,
   question by question, is -2 points or more, and its interval, widened to hold on all of one
   table's lines at once (Bonferroni), does not lie below 0. Held-out text: on each of ten sources,
   bits per byte are at most 0.005 more.

**What would refute it**: one part missed on one line, or one line worse. If 1 fails and 2 holds,
it may still be the better model, and its figures are to say where it ends; if 2 fails, it replaces
nothing.

**Items**: 1,000 questions a line, drawn with the seed below, which no other questions have. The two
names of a question are the lexicon's held-out invented ones in half of the questions, and written
by hand in the others (``everyday.NAMES``, of which no episode has one). The nouns of a question are
all different. Lines: a plain list, whose template both models were taught; two single sentences;
all test sentences; and the list and the sentences about nouns written by hand long before.

**Held out for both models**: nouns by the hash that split the lexicon; the sentences' frames are
newer than house-templates. The nouns stand in the text that both read, WordNet's tree among it, as
all nouns do: it says that a shark is an animal, never what a shark is called in an episode.

**Training**: one run, seed 7, from the weights of house-templates; looks during training are at
other nouns and sentences ("validation"), and choose nothing but when to stop waiting.

**Intervals**: Wilson's for choices, percentile bootstraps over questions for mass and differences,
95 %. The test is asked once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shotglass.statistics.claim import K
from shotglass.statistics.intervals import LEVEL, Interval, paired_difference
from shotglass_export.data.episodes import Lexicon, Question
from shotglass_export.data.episodes.everyday import everyday_questions, unknown_names
from shotglass_export.data.episodes.lexicon import Sides
from shotglass_export.data.episodes.questions import probe_set
from shotglass_export.data.episodes.sentences import written
from shotglass_export.data.episodes.template import TRAINED

from ..formats.unseen import with_other_nouns

SEED = 20261129
QUERIES = 1000
LOSS = -0.02  # of a share: a line that lost more is worse
BITS = 0.005  # more bits per byte than this are worse
LIST = (TRAINED[0],)
IS, CALLED = "The {input} is{output}.\n", "{A} {input} is called{output}.\n"
JUDGED = ("list", "sentences")  # the lines of part 1
TEMPLATES: Mapping[str, Sequence[str]] = {
    "list": LIST, "sentence: is": (IS,), "sentence: is called": (CALLED,),
    "sentences": written("test"),
}  # fmt: skip
BY_HAND = {"by hand, list": LIST, "by hand, sentences": written("test")}


def lines(lexicon: Lexicon, n: int = QUERIES) -> dict[str, list[Question]]:
    """The questions by line."""
    asked = {
        line: everyday_questions(lexicon, "test", templates, (K,), n, SEED)
        for line, templates in TEMPLATES.items()
    }
    other = with_other_nouns(lexicon)
    names: Sides = {"train": [], "held": unknown_names(lexicon)}
    other = replace(other, labels=dict.fromkeys(lexicon.labels, names))
    for line, templates in BY_HAND.items():
        asked[line] = probe_set(other, "kind", "held-both", (K,), n, SEED, templates)
    return asked


@dataclass(frozen=True)
class Change:
    """A line's difference between two models, question by question, at the level of all lines."""

    line: str
    measure: str  # "choice" or "form"
    interval: Interval

    @property
    def worse(self) -> bool:
        return self.interval.value < LOSS or self.interval.high < 0


def change(
    line: str, measure: str, ours: Sequence[float], theirs: Sequence[float], together: int
) -> Change:
    """``ours``, ``theirs`` (n,): each question's share; ``together``: lines of the table."""
    level = 1 - (1 - LEVEL) / together
    return Change(line, measure, paired_difference(ours, theirs, level))
