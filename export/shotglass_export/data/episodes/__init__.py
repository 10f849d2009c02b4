"""In-context episodes: small tasks whose rule can be seen in the examples alone, for training and
for evaluation.

Variety is the point: names, words and rules are drawn anew for every episode, so that a model can
answer only by reading the examples (MetaICL, Min et al. 2022; symbol tuning, Wei et al. 2023).
"""

from .episode import Episode, Shot
from .lexicon import Lexicon
from .questions import Question, probe_set, relabelled, render
from .rows import EpisodeMix, EpisodeWriter

__all__ = [
    "Episode",
    "EpisodeMix",
    "Lexicon",
    "Question",
    "Shot",
    "EpisodeWriter",
    "probe_set",
    "relabelled",
    "render",
]
