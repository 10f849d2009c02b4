"""``shotglass measure``: what it asks for, how items are read, where a run is kept."""

from .measure import measure as measure
