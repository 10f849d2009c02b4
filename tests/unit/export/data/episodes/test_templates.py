"""The grammar of templates: split before training, and none of the kept ones is ever drawn."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from shotglass_export.data.episodes.grammar import (
    FIELDS,
    HEADING,
    MARK,
    PARTS,
    SIGN,
    SUBJECT,
    VERB,
    Values,
)
from shotglass_export.data.episodes.template import (
    DENSE,
    HELD_OUT,
    TRAINED,
    UNSEEN,
    heading,
    is_kept,
    parts,
    shape,
)
from shotglass_export.data.episodes.templates import (
    LAYOUTS,
    Layout,
    draw_template,
    held_out_templates,
)

DRAWN = [draw_template(np.random.default_rng(seed)) for seed in range(4000)]
SET_ASIDE = [template for found in held_out_templates().values() for template in found]
DIGEST = "2745995c9f8a00f780c0dcc41692c6f7a3d3ab2f8924f172e55e6987dd3ce34d"


@pytest.mark.parametrize("values", PARTS, ids=lambda values: values.part)
def test_a_quarter_of_a_part_s_values_is_held_out_and_none_of_the_common_ones(
    values: Values,
) -> None:
    assert len(set(values.every)) == len(values.every)
    assert set(values.train) | values.held == set(values.every)
    assert not values.held & {*values.train, *values.common}
    spelled = {"".join(value.split()) for value in values.others}
    spelled -= {"".join(value.split()) for value in values.common}
    held = {"".join(value.split()) for value in values.held}
    assert 0.25 * len(spelled) <= len(held) < 0.25 * len(spelled) + 1
    assert not held & {"".join(value.split()) for value in values.train}


def test_the_templates_set_aside_are_those_of_before_the_training() -> None:
    assert hashlib.sha256(json.dumps(SET_ASIDE).encode()).hexdigest() == DIGEST


def test_no_episode_is_written_by_a_template_that_is_set_aside_or_kept() -> None:
    drawn = set(map(shape, DRAWN))

    assert len(drawn) > 3000
    assert not drawn & set(map(shape, SET_ASIDE))
    assert not any(map(is_kept, DRAWN))
    assert not drawn & set(map(shape, (DENSE, *TRAINED, *HELD_OUT)))
    assert not any(map(is_kept, SET_ASIDE))


def test_the_kept_ones_are_known_with_a_heading_and_with_other_blanks_too() -> None:
    every = [*HELD_OUT, *(template for found in UNSEEN.values() for template in found)]

    assert all(map(is_kept, every))
    assert is_kept("Examples\n{shots}" + every[0])
    assert is_kept(every[0] + "\n")
    assert not any(map(is_kept, TRAINED))


def drawn_of(layout: Layout) -> list[tuple[str, str]]:
    """What stands before and behind the input, without signs around it."""
    random = np.random.default_rng(1)
    templates = [draw_template(random, "train", layout) for _ in range(500)]
    pairs = [parts(template)[:2] for template in templates if parts(template)[0][-1:] == " "]
    return [(before.strip(), between) for before, between in pairs]


def test_no_held_out_value_is_in_a_training_template() -> None:
    assert {heading(template).strip() for template in DRAWN} == set(HEADING.train)
    sentences, lists, fields = map(drawn_of, ("sentence", "list", "fields"))
    assert {before for before, _ in sentences} <= set(SUBJECT.train)
    assert {between for _, between in sentences} <= set(VERB.train)
    assert {before for before, _ in lists} <= {mark.strip() for mark in MARK.train}
    assert {between for _, between in lists} <= {*SIGN.train, *VERB.train}
    held = [pair.split() for pair in FIELDS.held]
    for before, between in fields:
        told = {*before.lower().split(), *between.lower().split()}
        assert not any(set(map(str.lower, pair)) <= told for pair in held)


def test_every_layout_has_as_many_that_are_set_aside() -> None:
    found = held_out_templates(each=10)

    assert list(found) == list(LAYOUTS)
    assert all(len(set(templates)) == 10 for templates in found.values())
    assert found == held_out_templates(each=10)


def test_a_template_has_word_and_answer_once_and_something_ends_the_answer() -> None:
    for template in (*DRAWN[:200], *SET_ASIDE):
        _, between, behind = parts(template)

        assert template.count("{input}") == template.count("{output}") == 1, template
        assert between, template
        assert not between.endswith(" "), template  # an output has its own
        assert behind, template
