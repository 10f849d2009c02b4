"""A run as a file, ``.shotglass``: one JSON form for what was asked, of which model, and what was
answered. ``schema.json`` is its one definition; docs/runs.md describes it."""

from .again.sameness import Sameness as Sameness
from .again.sameness import TokenPlace as TokenPlace
from .again.sameness import sameness as sameness
from .form import ENDING as ENDING
from .form import ENDINGS as ENDINGS
from .form import MOST_BYTES as MOST_BYTES
from .form import SHORT as SHORT
from .form import RunModel as RunModel
from .form import head as head
from .form import read as read
from .form import written as written
