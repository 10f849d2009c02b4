"""The prompt object, its lanes, and their rendering with named spans."""

from .prompt import Item, Label, Prompt, Query, Shot
from .render import Lane, Rendered, check_lanes, render, shots_of
from .template import Template

__all__ = [
    "Item",
    "Label",
    "Lane",
    "Prompt",
    "Query",
    "Rendered",
    "Shot",
    "Template",
    "check_lanes",
    "render",
    "shots_of",
]
