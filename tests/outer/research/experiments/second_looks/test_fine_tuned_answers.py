"""Texts of an item are scored each for itself, and fine-tuning tells the right ones."""

from __future__ import annotations

import torch

from shotglass_export.models import build, family_config
from shotglass_export.models.transformer import Transformer
from shotglass_research.experiments.second_looks.fine_tuned_answers import (
    Item,
    fine_tune,
    scored,
    share_right,
)

# The right answer ends in the question's own first token, in texts of three and of four tokens.
PAIRS = [(first, other) for first in range(3) for other in range(3) if first != other]
ITEMS = [
    Item(tuple((first, *between, last) for last in sorted((first, other))), int(first > other))
    for first, other in PAIRS
    for between in ((5,), (5, 6))
]


def network() -> Transformer:
    torch.manual_seed(0)
    return build(family_config("bert", vocabulary=8, context=8, layers=2, width=32, heads=2))


def test_an_item_gets_the_scores_that_its_texts_get_alone() -> None:
    model, head = network(), torch.nn.Linear(32, 1)
    items = [Item(((1, 5, 2), (1, 2)), 0), Item(((3, 4), (5, 6, 7), (1,)), 2)]

    with torch.no_grad():
        together = torch.cat(scored(model, head, items))
        alone = [
            scored(model, head, [Item((text,), 0)])[0] for item in items for text in item.texts
        ]

    assert [len(scores) for scores in scored(model, head, items)] == [2, 3]
    torch.testing.assert_close(together, torch.cat(alone))


def test_a_network_that_is_trained_on_items_tells_their_right_answers() -> None:
    model = network()
    untrained = share_right(model, torch.nn.Linear(32, 1), ITEMS)

    head = fine_tune(model, ITEMS, 80, 3e-3)

    assert untrained < 0.9
    assert share_right(model, head, ITEMS) > 0.95
