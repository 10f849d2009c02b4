"""The limits of a prompt object and the sentences that refuse one, for the server and, by
``make api``, for the page."""

from __future__ import annotations

from ..errors import InvalidRequest, Phrase

LIMITS = {"labels": 64, "stops": 16, "stop_length": 200}  # lengths in code points

# Values stand in place of their names after a ``$``; the limits are among them.
REFUSALS = {
    "fields": "The template's fields are $listed; {input} and then {output} were expected once "
    "each, with at most one {reasoning} between them.",
    "space": "The template has a space before {$field}, so the prompt would end in one, which "
    "models read badly; put it at the start of what follows instead.",
    "brace": "The template has $text at position $position; {input}, {reasoning} or {output} was "
    "expected, or {{ and }} for literal braces.",
    "question": "The question ends in a space and so would the prompt, which models read badly; "
    "take the space away or put text after {input} in the template.",
    "shot": "Example $number of $set has no reasoning, but the template shows it; write one, or "
    "take {reasoning} out of the template.",
    "labels": "There are $count labels; $labels at most were expected.",
    "label_twice": "The label $label is there twice; different texts were expected.",
    "label_empty": "A label is empty; different texts were expected.",
    "stops": "There are $count stop strings; $stops at most were expected.",
    "stop": "The stop string $stop has $length characters; 1 to $stop_length were expected (by "
    "default it is what follows {output}).",
    "set": "The lane $lane asks for the examples $set; there are $known.",
    "example": "The lane $lane asks for example $index; $set has $count, counted from 0.",
    "reasoning": "The lane $lane asks for reasoning, but the template does not show any: put "
    "{reasoning} between {input} and {output}, or ask without reasoning.",
    "delimiter": "Between {reasoning} and {output} the template has $length characters; 1 to "
    '$stop_length were expected, since they end the reasoning: write a line break and "A:", for '
    "example.",
}


def refusal(name: str, pointer: str, **values: object) -> InvalidRequest:
    """The error of that name, to be raised."""
    return InvalidRequest(Phrase(REFUSALS[name], **LIMITS | values), pointer=pointer)
