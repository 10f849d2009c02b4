"""Statistics over lanes: intervals, paired tests, and the verdicts and claims they allow."""

from .claim import Claim, Condition, Trial, claim_on
from .intervals import Interval, exact_paired_p, mean_interval, paired_difference, wilson
from .verdict import Evidence, Verdict, verdict_on

__all__ = [
    "Claim",
    "Condition",
    "Evidence",
    "Interval",
    "Trial",
    "Verdict",
    "claim_on",
    "exact_paired_p",
    "mean_interval",
    "paired_difference",
    "verdict_on",
    "wilson",
]
