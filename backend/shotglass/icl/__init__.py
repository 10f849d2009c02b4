"""Statistics over lanes: intervals, paired tests, and the verdict that follows from them."""

from .intervals import Interval, mean_interval, wilson
from .paired import exact_paired_p
from .verdict import Evidence, Verdict, verdict_on

__all__ = [
    "Evidence",
    "Interval",
    "Verdict",
    "exact_paired_p",
    "mean_interval",
    "verdict_on",
    "wilson",
]
