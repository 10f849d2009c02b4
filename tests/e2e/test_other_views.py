"""Models: what is installed, to the last digit."""

from __future__ import annotations

import pytest
from e2e.instrument import MODEL, OpenPage
from playwright.sync_api import expect


@pytest.mark.usefixtures("in_8_bits")
def test_models_shows_exact_parameters_digests_and_downloads(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    sheet = page.get_by_role("article", name="SmolLM2-135M-Instruct")
    expect(sheet).to_contain_text("134\u202f515\u202f008")
    expect(sheet).to_contain_text("Apache-2.0")
    expect(sheet).to_contain_text("mean KL from fp32")
    for kind, least in (("native", 100_000_000), ("native-fp32", 500_000_000)):
        link = sheet.get_by_role("link", name=f"Download {kind}", exact=True)
        assert link.get_attribute("href") == f"/api/v1/models/{MODEL}/download/{kind}"
        answer = page.request.head(link.evaluate("element => element.href"))
        assert answer.ok
        assert int(answer.headers["content-length"]) > least
