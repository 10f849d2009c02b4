"""A server that asks for a key: the page has a field for it, and keeps nothing of what is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.models.test_browser import HOUSE
from system.e2e.page.test_access import violations

KEY = "a-key-of-a-class"


@pytest.fixture
def tolerated() -> list[str]:
    return ["401 (Unauthorized)", "401 (UNAUTHORIZED)"]


@pytest.mark.parametrize(
    ("lang", "wrong"), [("en", "not the key"), ("zh", "这不是这台服务器的密钥")]
)
def test_a_key_that_is_typed_opens_the_page_and_is_kept_nowhere(
    open_page: OpenPage, lang: str, wrong: str
) -> None:
    for address in serving({}, "--models", str(HOUSE), "--api-key", KEY, ready="live"):
        page = open_page(f"/?lang={lang}#v1/prompt", base=address)
        field = page.locator("input[type=password]")
        field.fill("another")
        field.press("Enter")
        expect(page.get_by_role("alert").filter(has_text=wrong)).to_be_visible()
        assert violations(page) == []
        field.fill(KEY)
        field.press("Enter")
        expect(field).to_have_count(0)
        page.locator("#prompt-text").fill("The cat")
        expect(page.locator("button.run")).to_be_enabled()
        kept = "JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])"
        assert KEY not in page.evaluate(kept)
        page.reload()
        expect(page.locator("header .ready")).to_be_visible()
        expect(field).to_have_count(0)
        page.close()
