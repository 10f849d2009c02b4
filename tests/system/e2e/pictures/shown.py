"""What a picture of the README shows, as words in the order in which they stand on the page."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize
from system.e2e.timers import let_timers_fire

SIZE: ViewportSize = {"width": 1200, "height": 800}
ADDRESSES = {"shelf": "?shelf&", "compare": "#v1/compare?task=same-word&set=opposite&k=4"}
STILL = 800  # ms until everything has come to rest

WORDS = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    const parent = text.parentElement;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest("option, script, style, .unseen")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { width, height, top, bottom } = range.getBoundingClientRect();
    if (width > 1 && height > 1 && bottom > 0 && top < innerHeight)
      words.push(...text.data.split(/\s+/).filter(word => word !== ""));
  }
  return words.join(" ");
}"""


def open_at(page: Page, address: str, name: str, theme: str) -> Page:
    """The page where the picture ``name`` is taken, at rest."""
    where = ADDRESSES[name]
    options = f"theme={theme}&lang=en"
    path = f"/{where}{options}" if where.startswith("?") else f"/?{options}{where}"
    page.goto(address + path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    let_timers_fire(page, STILL)
    return page


def words_on(page: Page) -> str:
    return str(page.evaluate(WORDS))
