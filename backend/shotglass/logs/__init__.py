"""Results that other programs measured (inspect_ai, lm-evaluation-harness, promptfoo): their files,
read, and two of them compared sample by sample."""

from .comparison import LogComparison, TaskComparison, compare_logs
from .files import read_logs
from .records import LoggedSample, TaskLog

__all__ = [
    "LogComparison",
    "LoggedSample",
    "TaskComparison",
    "TaskLog",
    "compare_logs",
    "read_logs",
]
