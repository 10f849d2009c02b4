"""Inside and Models: the mask on a person's own tokens; what is installed, to the last digit."""

from __future__ import annotations

from e2e.instrument import MODEL, OpenPage, post
from playwright.sync_api import expect


def test_the_stepper_says_what_a_token_sees(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside")
    sentence = page.locator(".sentence")
    expect(sentence).to_contain_text("sees the 9 tokens before it and itself.")
    page.get_by_role("button", name="Previous token").click()
    expect(sentence).to_contain_text("fast")
    expect(sentence).to_contain_text("sees the 8 tokens before it and itself.")
    page.get_by_role("tab", name="Bidirectional").click()
    expect(sentence).to_contain_text("before it, itself, and the 1 token after it.")
    page.get_by_role("tab", name="Banded").click()
    expect(sentence).to_contain_text("sees the 3 tokens before it and itself.")


def test_the_mask_stands_on_the_tokens_of_the_text(open_page: OpenPage, address: str) -> None:
    page = open_page("/#v1/inside")
    text = "One two three"
    page.get_by_label("Your text").fill(text)
    count = post(address, "/api/v1/tokenize", {"model": MODEL, "text": text})["count"]
    expect(page.locator("[role=gridcell]")).to_have_count(count**2)
    expect(page.locator("[role=gridcell].may")).to_have_count(count * (count + 1) // 2)


def test_models_shows_exact_parameters_digests_and_downloads(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    sheet = page.get_by_role("article")
    expect(sheet).to_contain_text("134\u202f515\u202f008")
    expect(sheet).to_contain_text("Apache-2.0")
    expect(sheet).to_contain_text("mean KL from fp32")
    link = page.get_by_role("link", name="Download native", exact=True)
    assert link.get_attribute("href") == f"/api/v1/models/{MODEL}/download/native"
    answer = page.request.head(link.evaluate("element => element.href"))
    assert answer.ok
    assert int(answer.headers["content-length"]) > 100_000_000
