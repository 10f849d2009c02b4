"""A run that waits for others says so, in every view that asks, until its turn comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.models.test_browser import HOUSE, served
from system.e2e.page.test_access import violations

# The server's own answer, behind what a server with others to serve says first; `go()` lets it on.
CROWDED = """
const ask = window.fetch;
const gates = [];
window.go = () => gates.shift()();
window.fetch = async (input, options) => {
  const answer = await ask(input, options);
  if (!/\\/api\\/v1\\/(generate|compare)$/.test(String(input))) return answer;
  const wait = () => new Promise((go) => gates.push(go));
  const reader = answer.body.getReader();
  const body = new ReadableStream({
    async start(controller) {
      const say = (before, seconds) => {
        const text = JSON.stringify({ type: "waiting", before, seconds });
        controller.enqueue(new TextEncoder().encode(`data: ${text}\\n\\n`));
      };
      options.signal?.addEventListener("abort", () => controller.error(options.signal.reason));
      say(12, 20.4);
      await wait();
      say(0, null);
      await wait();
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => reader.cancel(),
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
};
"""
LINES = {
    "en": ("Waiting, 12 before you, about 20 s.", "Waiting, you are next."),
    "zh": ("正在等待，前面还有 12 个，大约 20 秒。", "正在等待，下一个就是您。"),
}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(HOUSE) as (address, _):
        yield address


def crowded(open_page: OpenPage, base: str, path: str, **options: object) -> Page:
    page = open_page(path, base=base, **options)
    page.add_init_script(CROWDED)
    page.reload()
    return page


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
def test_prompt_says_how_many_are_before_and_then_writes(
    open_page: OpenPage, base: str, lang: str, width: int
) -> None:
    many, none = LINES[lang]
    path = f"/?lang={lang}#v1/prompt?text=The+cat&n=1&max_tokens=5"
    page = crowded(open_page, base, path, viewport={"width": width, "height": 900})
    page.locator("button.run").click()
    line = page.get_by_role("status").filter(has_text=many)
    expect(line).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("go()")
    expect(page.get_by_role("status").filter(has_text=none)).to_be_visible()
    page.evaluate("go()")
    expect(page.locator("[data-sample='1'] .token")).to_have_count(5)
    expect(page.get_by_text(none)).to_have_count(0)


def test_a_stopped_run_waits_no_more(open_page: OpenPage, base: str) -> None:
    page = crowded(open_page, base, "/#v1/compare?task=same-word&set=opposite&ask=fast&k=2")
    page.get_by_role("button", name="Run Ctrl + Enter").click()
    line = page.get_by_text(LINES["en"][0])
    expect(line).to_be_visible()
    page.keyboard.press("Escape")
    expect(line).to_have_count(0)
