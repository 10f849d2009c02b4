"""``python -m shotglass`` is ``shotglass``."""

from .cli import main

main()
