"""Whether an answer begins with a space: decided by the template, here and nowhere else."""

from __future__ import annotations

import re
import unicodedata

from ..prompting import Template

# What JavaScript's trim() takes away; named, since Python's strip() takes others too.
SPACES = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_OPENING = "([{<\"'“‘«‹„‚"
# CJK radicals to unified ideographs with kana and punctuation, compatibility and fullwidth forms,
# and the ideographs beyond the first plane: nothing of these is followed by a space.
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_CLOSED = re.compile(f"[{re.escape(SPACES)}{re.escape(_OPENING)}{_WIDE}]$")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
RUN = re.compile(f"[{SPACES}]+")


def answer_space(template: str) -> str:
    """What an answer begins with in ``template``: one space, unless the text right before
    ``{output}`` is empty or ends in white space, an opening bracket or quote, or a CJK character.
    Raises InvalidRequest for a template that breaks a rule.

    >>> answer_space("Review: {input}\\nSentiment:{output}\\n")
    ' '
    >>> answer_space("Q: {input}\\nA:\\n{output}\\n")
    ''
    """
    before = Template(template).before_output
    return "" if not before or _CLOSED.search(before) else " "


def answer_in(template: str, typed: str) -> str:
    """An answer as it was typed, as the exact text that follows the prompt; never two spaces."""
    bare = typed.strip(SPACES)
    return answer_space(template) + bare if bare else ""


def looks(text: str) -> str:
    """The same for texts that look alike: composed, without what is not seen, single spaces."""
    return RUN.sub(" ", UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip(SPACES)
