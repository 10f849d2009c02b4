"""The pictures of the README: the page's own Compare view, still and moving, light and dark.

    cd tests && python -m outer.pictures.run [--to FOLDER]

A server is started on the real model and the machine's Chromium opens the page. What the pictures
show is recorded or computed by that model; nothing is drawn for them. `make pictures` runs this.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from outer.pictures.preview import take_preview
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from system.e2e.conftest import launched, serving
from system.e2e.instrument import drawn

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
WEB = Path(__file__).parents[3] / "web"
THEMES = ("light", "dark")
SIZE = {"width": 1200, "height": 860}
SHOTS = (0, 1, 2, 3, 4, 5, 6, 7, 8)  # examples in the third lane, a step of the animation each
MOVING = 4  # pictures of each step while its marks move
PAUSE, LAST, FRAME = 900, 2500, 70  # milliseconds: after a step, after the last one, of a picture
STILL = 600  # ms until the marks have come to rest
SCALE = 1.25  # pixels of a picture for one of the page
AXIS: FloatRect = {"x": 385, "y": 70, "width": 815, "height": 720}  # of the page: what moves


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for address in serving({}):
        with sync_playwright() as playwright:
            for browser in launched(playwright):
                take_preview(browser, address, WEB)
                for theme in THEMES:
                    take(browser, address, theme, folder)


def take(browser: Browser, address: str, theme: str, folder: Path) -> None:
    """Write ``compare-THEME.webp``, and ``examples-THEME.webp``, which moves."""
    page = browser.new_page(viewport=SIZE, device_scale_factor=SCALE)
    page.goto(f"{address}/?theme={theme}&lang=en#v1/compare")
    drawn(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(STILL)
    save(folder / f"compare-{theme}.webp", [shot(page)], [0])
    frames, times = zip(*steps(page), strict=True)
    save(folder / f"examples-{theme}.webp", list(frames), list(times))
    page.close()


def steps(page: Page) -> Iterator[tuple[Image.Image, int]]:
    """Pictures of the axis and how long each stands, in ms, while examples are added."""
    page.locator(f"input[name=k][value='{SHOTS[0]}']").check(force=True)
    drawn(page)
    page.wait_for_timeout(STILL)  # the film begins with marks at rest
    for k in SHOTS:
        page.locator(f"input[name=k][value='{k}']").check(force=True)
        for _ in range(MOVING):
            yield shot(page, AXIS), FRAME
        drawn(page)
        page.wait_for_timeout(STILL)
        yield shot(page, AXIS), LAST if k == SHOTS[-1] else PAUSE


def shot(page: Page, clip: FloatRect | None = None) -> Image.Image:
    """The page as it stands, or the part ``clip`` of it, without a focus ring."""
    page.evaluate("document.activeElement?.blur()")
    return Image.open(BytesIO(page.screenshot(clip=clip, animations="allow"))).convert("RGB")


def save(path: Path, frames: list[Image.Image], milliseconds: list[int]) -> None:
    first, *rest = frames
    if rest:
        first.save(
            path,
            save_all=True,
            append_images=rest,
            duration=milliseconds,
            loop=0,
            quality=60,
            method=6,
        )
    else:
        first.save(path, quality=85, method=6)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(frames)} pictures")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=PICTURES)
    main(parser.parse_args().to)
