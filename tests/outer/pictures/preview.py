"""The picture that a link to the page is shown with elsewhere: the shelf, 1200 x 630."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

WIDE: ViewportSize = {"width": 1440, "height": 756}  # of the page, in the picture's shape
SIZE = (1200, 630)
COLORS = 128
HIDDEN = "header, .doors, .foot, .skip"  # what is there to be pressed
BARE = """hidden => {
  for (const element of document.querySelectorAll(hidden)) element.style.display = "none";
  document.querySelector("main").style.padding = "32px 48px 0";
  document.querySelector("main").style.maxWidth = "1380px";
}"""


def take_preview(browser: Browser, address: str, page_sources: Path) -> None:
    """Write ``public/preview.png`` beside the page's icon."""
    page = browser.new_page(viewport=WIDE, device_scale_factor=2, color_scheme="light")
    page.goto(f"{address}/?shelf&lang=en")
    page.locator(".walls").nth(35).wait_for()
    page.evaluate("document.fonts.ready")
    page.evaluate(BARE, HIDDEN)
    save_small(page, page_sources / "public" / "preview.png")
    page.close()


def save_small(page: Page, path: Path) -> None:
    """What the page shows, 1200 x 630, in few colours."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(COLORS).save(path, optimize=True)
