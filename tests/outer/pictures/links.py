"""The pictures that links to lessons are shown with elsewhere, into a built page or a site:

    cd tests && python -m outer.pictures.links FOLDER

The folder is served as it lies there, and the machine's Chromium opens each lesson. Beside
``o/en/tokens.html``, which then names it, stands ``o/en/tokens.png``: the lesson's title and its
figure. `make site` and `make pictures` run this; nothing of it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from outer.pictures.preview import save_small
from playwright.sync_api import BrowserContext, ViewportSize, sync_playwright
from system.e2e.conftest import KNOWN, launched
from system.e2e.page.test_matrix import at_rest
from system.e2e.pictures.shown import STILL
from system.e2e.serving.test_embedded import site

SIZE: ViewportSize = {"width": 1120, "height": 588}  # in the picture's shape
GENERAL = 'preview.png"'  # at the end of its address
# Between title and figure: its words stand beside the picture.
BARE = """() => {
  for (const element of document.querySelectorAll("header, nav, aside, .skip, #lesson-title ~ p"))
    element.style.display = "none";
}"""
DRAWN = "main article :is(figure, svg, table)"


def take_links(folder: Path) -> None:
    """Raises FileNotFoundError where ``folder`` holds no page."""
    pages = sorted(folder.glob("o/*/*.html"))
    if not pages:
        raise FileNotFoundError(f"{folder} holds no pages of lessons: build the page first.")
    for address in site(folder):
        with sync_playwright() as playwright:
            for browser in launched(playwright):
                context = browser.new_context(viewport=SIZE, device_scale_factor=2)
                context.add_init_script(KNOWN)
                for page in pages:
                    take(context, address, page)


def take(context: BrowserContext, address: str, linked: Path) -> None:
    """The picture beside ``linked``, which is made to name it; none of a lesson whose figure asks a
    server."""
    language, lesson = linked.parent.name, linked.stem
    page = context.new_page()
    page.goto(f"{address}/?lang={language}&theme=light#v1/lessons?lesson={lesson}")
    page.locator("#lesson-title").wait_for()
    page.wait_for_timeout(STILL)
    page.evaluate("document.fonts.ready")
    page.evaluate(BARE)
    at_rest(page)
    if page.locator(DRAWN).count() > 0:
        save_small(page, linked.with_suffix(".png"))
        named = f'o/{language}/{lesson}.png"'
        linked.write_text(linked.read_text("utf-8").replace(GENERAL, named), "utf-8")
    page.close()


if __name__ == "__main__":
    take_links(Path(sys.argv[1]))
