"""Statistics over lanes: intervals, paired tests, and the verdicts and claims they allow."""

from .claim import Claim, ConditionVerdict, Trial, claim_on
from .comparison import (
    ALPHA,
    DISCORDANT,
    POWER,
    Answer,
    Difference,
    Judged,
    Tested,
    differences,
    holm,
    judge,
    minimum_detectable,
    paired_power,
)
from .crossed import Change, change_along, crossed_change, crossed_share, slope
from .intervals import Interval, exact_paired_p, mean_interval, paired_difference, wilson
from .ranks import pooled_rank_correlation
from .spread import Farthest, Spread, spread
from .student import student_quantile
from .verdict import Evidence, Verdict, verdict_on

__all__ = [
    "ALPHA",
    "DISCORDANT",
    "POWER",
    "Answer",
    "Change",
    "Claim",
    "ConditionVerdict",
    "Difference",
    "Evidence",
    "Farthest",
    "Interval",
    "Judged",
    "Spread",
    "Tested",
    "Trial",
    "Verdict",
    "claim_on",
    "change_along",
    "crossed_change",
    "crossed_share",
    "differences",
    "exact_paired_p",
    "holm",
    "judge",
    "mean_interval",
    "minimum_detectable",
    "paired_difference",
    "paired_power",
    "pooled_rank_correlation",
    "slope",
    "spread",
    "student_quantile",
    "verdict_on",
    "wilson",
]
