"""Statistics over lanes: intervals, paired tests, and the verdicts and claims they allow."""

from .claim import Claim, Condition, Trial, claim_on
from .comparison import (
    ALPHA,
    DISCORDANT,
    POWER,
    Answer,
    Difference,
    differences,
    holm,
    minimum_detectable,
    paired_power,
    sign_flip_p,
)
from .crossed import crossed_mean, crossed_share, slope, student_quantile
from .intervals import Interval, exact_paired_p, mean_interval, paired_difference, wilson
from .ranks import pooled_rank_correlation
from .spread import Spread, farthest_p, spread
from .verdict import Evidence, Verdict, verdict_on

__all__ = [
    "ALPHA",
    "DISCORDANT",
    "POWER",
    "Answer",
    "Claim",
    "Condition",
    "Difference",
    "Evidence",
    "Interval",
    "Spread",
    "Trial",
    "Verdict",
    "claim_on",
    "crossed_mean",
    "crossed_share",
    "differences",
    "exact_paired_p",
    "farthest_p",
    "holm",
    "mean_interval",
    "minimum_detectable",
    "paired_difference",
    "paired_power",
    "pooled_rank_correlation",
    "sign_flip_p",
    "slope",
    "spread",
    "student_quantile",
    "verdict_on",
    "wilson",
]
