"""The pictures of the README, taken from the page: the bar while four examples change places,
and Compare.

    cd tests && python -m outer.pictures.run [--to FOLDER]

A server is started on the real model and the machine's Chromium opens the page, light and dark.
What the pictures show is recorded or computed by that model; nothing is drawn for them. `make
pictures` runs this. What was read on the page meanwhile is kept beside them in ``shown.json``, so
that a test can tell when the page has moved on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from outer.pictures.preview import take_preview
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from system.e2e.conftest import launched, serving
from system.e2e.pictures.shown import ADDRESSES, SIZE, open_at, words_on

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
WEB = Path(__file__).parents[3] / "web"
THEMES = ("light", "dark")
FRAME, LAST = 110, 3000  # milliseconds: of a picture while it pours, after the last one
MOST_FRAMES = 60
SCALE = 1.25  # pixels of a still picture for one of the page; a moving one has one for one
REORDER = "Same four, other order"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for address in serving({}):
        with sync_playwright() as playwright:
            for browser in launched(playwright):
                for theme in THEMES:
                    take(browser, address, theme, folder)
                write_shown(browser, address, folder)
                take_preview(browser, address, WEB)


def take(browser: Browser, address: str, theme: str, folder: Path) -> None:
    """Write ``compare-THEME.webp``, and ``pour-THEME.webp``, which moves."""
    page = browser.new_page(viewport=SIZE, device_scale_factor=SCALE)
    save(folder / f"compare-{theme}.webp", [shot(open_at(page, address, "compare", theme))], [0])
    page.close()
    page = browser.new_page(viewport=SIZE)
    open_at(page, address, "shelf", theme)
    page.get_by_role("button", name=REORDER).click()
    frames, times = zip(*pouring(page), strict=True)
    save(folder / f"pour-{theme}.webp", list(frames), list(times))
    page.close()


def write_shown(browser: Browser, address: str, folder: Path) -> None:
    shown = {}
    for name in ADDRESSES:
        page = browser.new_page(viewport=SIZE)
        shown[name] = words_on(open_at(page, address, name, "light"))
        page.close()
    text = json.dumps(shown, ensure_ascii=False, indent=2)
    (folder / "shown.json").write_text(text + "\n", "utf-8")


def pouring(page: Page) -> Iterator[tuple[Image.Image, int]]:
    """Pictures of the bar and how long each stands, in ms, until nothing moves any more."""
    before = shot(page)
    still = 0
    for _ in range(MOST_FRAMES):
        page.wait_for_timeout(FRAME)
        now = shot(page)
        still = still + 1 if now.tobytes() == before.tobytes() else 0
        if still == 4:
            break
        yield before, FRAME
        before = now
    yield before, LAST


def shot(page: Page) -> Image.Image:
    """The page as it stands, without a focus ring."""
    page.evaluate("document.activeElement?.blur()")
    return Image.open(BytesIO(page.screenshot(animations="allow"))).convert("RGB")


def save(path: Path, frames: list[Image.Image], milliseconds: list[int]) -> None:
    first, *rest = frames
    if rest:
        first.save(
            path,
            save_all=True,
            append_images=rest,
            duration=milliseconds,
            loop=0,
            quality=50,
            method=6,
        )
    else:
        first.save(path, quality=85, method=6)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(frames)} pictures")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=PICTURES)
    main(parser.parse_args().to)
