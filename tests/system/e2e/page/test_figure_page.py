"""A run that is a page by itself: saved on the page, opened from disk without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.combinations import looks
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_figure import DRAWN, RECORDED, RUNS
from system.e2e.page.test_run_files import HOUSE, MENU

from shotglass.run_file import read, written

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028<!--<script>{run}"
SAVE = {"en": "Save as page", "zh": "存成网页"}
MOST = 600_000  # bytes of a page, besides its run


def saved(page: Page, folder: Path, lang: str) -> Path:
    page.get_by_role("button", name=MENU[lang]).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=SAVE[lang]).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


@pytest.mark.parametrize("view", DRAWN)
@pytest.mark.parametrize(("width", "scheme"), [(w, s) for w, s, _ in looks([1440, 390])[::2]])
def test_a_page_opens_from_disk_without_a_network_and_holds_hostile_texts_as_texts(
    open_page: OpenPage, tmp_path: Path, view: str, width: int, scheme: str
) -> None:
    run = RUNS[view] | {"models": [m | {"name": HOSTILE} for m in RUNS[view]["models"]]}
    text = written(run, ".html")
    assert len(text.encode()) - len(written(run).encode()) <= MOST
    (tmp_path / "run.html").write_text(text, encoding="utf-8")
    page = open_page(
        "/run.html#", base=tmp_path.as_uri(), offline=True, color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )  # fmt: skip
    expect(page.get_by_text(RECORDED["en"])).to_contain_text(HOSTILE.replace("\u2028", " "))
    assert page.locator("img").count() == 0
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    yield from serving({}, "--model", HOUSE)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_page_saves_is_what_the_terminal_writes_and_shows_the_same(
    open_page: OpenPage, house: str, tmp_path: Path, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/inside?text=The+cat+sat", base=house)
    with page.expect_response(lambda answer: "/explain" in answer.url):
        page.get_by_role("button", name={"en": "Look inside", "zh": "看看内部"}[lang]).click()
    path = saved(page, tmp_path, lang)
    assert path.name == "shotglass-inside.html"
    text = path.read_text(encoding="utf-8")
    inside = text.partition('<script type="application/json">')[2].partition("</script>")[0]
    run = read(json.dumps(json.loads(inside)).encode())
    away = open_page(f"/{path.name}#", base=tmp_path.as_uri(), offline=True)
    expect(away.get_by_text(RECORDED[lang])).to_contain_text("House GPT-2")
    option = away.get_by_role("option").first
    before = away.locator("path[data-arc]").count()
    assert before > 0
    option.click(force=True)
    expect(away.locator("path[data-arc]")).not_to_have_count(before)
    template = written(run, ".html").partition('<script type="application/json">')[0]
    assert template.replace('lang="en"', 'lang=""', 1) == text.partition(
        '<script type="application/json">'
    )[0].replace(f'lang="{ {"en": "en", "zh": "zh-Hans"}[lang] }"', 'lang=""', 1)
