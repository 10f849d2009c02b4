"""The prompt object, its lanes, and their rendering with named spans."""

from .lanes import Lane, check_lanes, shots_of
from .prompt import Item, Label, Prompt, Query, Shot
from .render import Rendered, Span, render
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
