"""``python -m shotglass_export.training RECIPE``, for torchrun: the command without its name."""

from __future__ import annotations

from shotglass.cli import main

from .command import train

if __name__ == "__main__":
    main(train)
