"""Foreign texts where a person reads them: control characters as escapes, not as commands.

A model's name can hold the bytes that clear a terminal or write over what it said before.
Stdlib only.
"""

from __future__ import annotations

import re

# All of Unicode's control characters but tab and line end, the marks that turn the direction of
# what follows, and halves of surrogate pairs, which no output can carry.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escaped(text: str) -> str:
    """``text`` with each character that is a command as its escape, such as \\x1b."""
    return _COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)
