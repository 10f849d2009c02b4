"""The table of formats: the exporter's own, and what is refused by it."""

from __future__ import annotations

from shotglass.exporter import FORMATS, chosen_precision
from shotglass_export.formats.registry import FORMATS as MADE


def test_the_server_offers_what_the_exporter_makes() -> None:
    assert {name: format.precisions for name, format in MADE.items()} == FORMATS


def test_without_a_precision_the_natural_one_is_chosen() -> None:
    for name, (natural, *_) in FORMATS.items():
        assert chosen_precision(name, None, "causal-lm") == natural
