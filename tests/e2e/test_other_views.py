"""Models: what is installed, to the last digit."""

from __future__ import annotations

from e2e.instrument import MODEL, OpenPage
from playwright.sync_api import expect


def test_models_shows_exact_parameters_digests_and_downloads(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    sheet = page.get_by_role("article", name="SmolLM2-135M-Instruct")
    expect(sheet).to_contain_text("134\u202f515\u202f008")
    expect(sheet).to_contain_text("Apache-2.0")
    expect(sheet).to_contain_text("mean KL from fp32")
    link = sheet.get_by_role("link", name="Download native", exact=True)
    assert link.get_attribute("href") == f"/api/v1/models/{MODEL}/download/native"
    answer = page.request.head(link.evaluate("element => element.href"))
    assert answer.ok
    assert int(answer.headers["content-length"]) > 100_000_000
