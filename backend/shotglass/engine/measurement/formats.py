"""Templates that mean the same, and the prompts of one condition.

Sclar et al. 2024 (arXiv:2310.11324) vary what stands between a field's name and its value, its
casing, and what separates fields and examples. The names of the fields are the task's own where its
template has some ("Review: {input}" has "Review"), else "Input" and "Output".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...errors import InvalidRequest
from ...prompting import Lane, Prompt, Query, Shot, Template, render

OWN = "own"  # the task's template

_Layout = Callable[[str, str], str]
NAMED: Mapping[str, _Layout] = {
    "lines": lambda a, b: f"{a}: {{input}}\n{b}:{{output}}\n\n",
    "one-line": lambda a, b: f"{a}: {{input}} {b}:{{output}}\n",
    "narrow": lambda a, b: f"{a}: {{input}}\n{b}:{{output}}\n",
    "lower": lambda a, b: f"{a.lower()}: {{input}}\n{b.lower()}:{{output}}\n\n",
    "upper": lambda a, b: f"{a.upper()}: {{input}}\n{b.upper()}:{{output}}\n\n",
    "dash": lambda a, b: f"{a} - {{input}}\n{b} -{{output}}\n\n",
    "arrow": lambda a, b: "{input} ->{output}\n",
    "question": lambda a, b: "Q: {input}\nA:{output}\n\n",
    "equals": lambda a, b: f"{a} = {{input}}\n{b} ={{output}}\n\n",
    "brackets": lambda a, b: f"[{a}] {{input}}\n[{b}]{{output}}\n\n",
    "semicolon": lambda a, b: f"{a}: {{input}}; {b}:{{output}}\n",
}
_LAST_NAME = re.compile(r"\W*(?=\w)([\w ]*[^\W\d_])")  # of a line that is read from its end


def template_of(name: str, own: str) -> str:
    """The template that ``name`` is, or names; ``own``: the task's. Raises InvalidRequest."""
    if name == OWN or "{" in name:
        return own if name == OWN else name
    if name not in NAMED:
        raise InvalidRequest(
            f"There is no format {name!r}; {OWN}, {', '.join(NAMED)}, or a template with {{input}} "
            "and {output} was expected.",
        )
    return NAMED[name](*field_names(own))


def different_formats(own: str, most: int = 8) -> tuple[str, ...]:
    """The task's own and the first that differ from it and from one another: letters without case
    have no capitals."""
    names: dict[str, str] = {}  # by template
    for name in (OWN, *NAMED):
        names.setdefault(template_of(name, own), name)
    return tuple(names.values())[:most]


def field_names(own: str) -> tuple[str, str]:
    """How a template calls its input and its output: the words right before each, in the last line
    before it.

    >>> field_names("Review: {input}\\nSentiment:{output}\\n\\n")
    ('Review', 'Sentiment')
    """
    template = Template(own)
    between = template.delimiter if template.reasons else template.bridge
    return _name(template.opening, "Input"), _name(between, "Output")


def _name(before: str, otherwise: str) -> str:
    line = before.rpartition("\n")[2].replace("{", "").replace("}", "")
    name = _LAST_NAME.match(line[::-1])
    return name[1][::-1].strip() if name else otherwise


@dataclass(frozen=True)
class Stem:
    """The text that all prompts of a condition share: ``before`` the question, and ``after`` it."""

    before: str
    after: str
    opening: str  # of the template, the end of ``before``

    @classmethod
    def of(cls, prompt: Prompt, template: str, shots: tuple[Shot, ...]) -> Stem:
        sample = replace(
            prompt, template=template, shot_sets={"": shots}, query=Query("?"), items=()
        )
        rendered = render(sample, Lane("", "", tuple(range(len(shots)))))
        question = next(
            span for span in rendered.spans if span.field == "input" and span.shot is None
        )
        before, after = rendered.text[: question.start], rendered.text[question.end :]
        return cls(before, after, sample.parsed.opening)

    def asking(self, input: str) -> str:
        """The prompt. Raises InvalidRequest where it would end in a space."""
        if not self.after and (self.opening + input).endswith(" "):
            raise InvalidRequest(
                f"The prompt that asks {input[:60]!r} would end in a space, which models read "
                "badly; put text after {input} in the template.",
                pointer="/prompt/template",
            )
        return f"{self.before}{input}{self.after}"
