"""A folder of one's own: tasks, lessons, runs and datasets by file, read and checked.

``folder`` finds and keeps them; ``lessons`` and ``tasks`` read theirs by the dataclasses of
``lesson_form`` and ``task_form``; ``located`` knows on which line of a file a value stands.
"""

from .folder import Content, ContentFolder
from .located import Fault

__all__ = ["Content", "ContentFolder", "Fault"]
