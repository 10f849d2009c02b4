"""Questions with answers as people bring them: CSV, TSV, JSON, JSON Lines or pasted rows, read by
one rule. ``web/src/core/rows`` is the twin; ``tests/contract/rows.json`` holds both together.
"""

from .alike import AnswerCount, answer_counts
from .answers import answer_in, answer_space
from .columns import Columns
from .faults import UnreadableRows, Ways, sentence_of
from .items import ReadRows, RowItem, read_rows, read_rows_file
from .table import ENCODINGS, text_of

__all__ = [
    "ENCODINGS",
    "AnswerCount",
    "Columns",
    "ReadRows",
    "RowItem",
    "UnreadableRows",
    "Ways",
    "answer_counts",
    "answer_in",
    "answer_space",
    "read_rows",
    "read_rows_file",
    "sentence_of",
    "text_of",
]
