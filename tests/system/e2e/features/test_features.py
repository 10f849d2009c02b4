"""Nothing that a visitor could do is lost: it stays two presses away at most."""

from __future__ import annotations

import pytest
from system.e2e.features.reach import MOST, Feature, reach
from system.e2e.features.rows import FEATURES
from system.e2e.instrument import OpenPage


def test_everything_is_two_presses_away_at_most() -> None:
    assert len(FEATURES) > 50
    assert [feature.what for feature in FEATURES if len(feature.presses) > MOST] == []


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: f"{feature.at}: {feature.what}")
def test_a_feature_is_where_the_list_says(open_page: OpenPage, feature: Feature) -> None:
    page = open_page(f"/?lang=en#v1/{feature.at}", details=False)
    page.get_by_role("heading", level=1).wait_for()
    reach(page, feature)
