"""The prompt object, its lanes, and their rendering with named spans."""

from .prompt import Item, Label, Prompt, Query, Shot
from .render import Lane, Rendered, Span, check_lanes, render, shots_of
from .template import Template

__all__ = [
    "Item",
    "Label",
    "Lane",
    "Prompt",
    "Query",
    "Rendered",
    "Shot",
    "Span",
    "Template",
    "check_lanes",
    "render",
    "shots_of",
]
