"""Models unlike the real one: a few hundred tokens, bands, norms after each part, gaps to fill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from support.models.tiny import write_tiny_folder
from system.e2e.conftest import serving
from system.e2e.inside.test_inside import open_fold
from system.e2e.instrument import OpenPage, choose_model, model_menu, run, unfold, uses_model

pytestmark = pytest.mark.by_need

TEXT = "text=the+cat+sat+on+the+mat+and+the+dog+ran"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "banded", "gpt3", windows=(0, 6))
    write_tiny_folder(root, "filler", "bert")
    write_tiny_folder(root, "post", "gpt1")
    yield from serving({}, "--models", str(root))


def use(page: Page, id: str) -> Page:
    choose_model(page, id)
    return page


@pytest.mark.slow
def test_the_models_own_band_is_drawn(open_page: OpenPage, base: str) -> None:
    page = use(open_page(f"/#v1/inside?{TEXT}&mask=banded", base), "banded")
    expect(page.get_by_text("in layer 1: 6 tokens, itself included")).to_be_visible()
    expect(page.get_by_text("45 of 100 cells are filled")).to_be_visible()
    page.get_by_label("Your text").fill("the cat")
    expect(page.get_by_text("This text fits into it")).to_be_visible()


@pytest.mark.slow
def test_what_a_banded_layer_does_not_see_is_no_attention(open_page: OpenPage, base: str) -> None:
    page = use(open_page(f"/#v1/inside?{TEXT}&view=attention&layer=2&head=1", base), "banded")
    page.get_by_role("button", name="Look inside").click()
    open_fold(page, "All tokens at once")
    open_fold(page, "This head in steps")
    expect(page.get_by_text("This layer looks through a band: each token sees 6")).to_be_visible()
    expect(page.get_by_role("gridcell", name="␣ran, column the, may not look")).to_have_count(1)
    page.get_by_role("button", name="Unfold this row").click()
    same = page.get_by_text("it differs from the model’s own attention by at most")
    difference = same.inner_text().rpartition("at most ")[2].rstrip(".")
    assert float(difference.replace("e−", "e-").replace("−", "-").strip("< \u202f")) < 1e-3


@pytest.mark.slow
def test_a_model_that_fills_gaps_is_listed_with_where_it_is_asked(
    open_page: OpenPage, base: str
) -> None:
    page = open_page("/#v1/models", base)
    sheet = page.get_by_role("article").nth(1)
    expect(sheet).to_contain_text("bert")
    unfold(sheet)
    expect(sheet).to_contain_text("filler")
    expect(sheet).to_contain_text("it cannot write on")
    expect(sheet).to_contain_text("attention both ways")
    options = model_menu(page).locator("[data-model]")
    names = options.evaluate_all("all => all.map(one => one.dataset.model)")
    assert sorted(names) == ["banded", "post"]
    sheet.get_by_role("link", name="Fill gaps with it").click()
    expect(page.get_by_role("heading", name="Fill the gaps of a text")).to_be_visible()
    expect(page.get_by_label("Filled by")).to_have_value("filler")


@pytest.mark.parametrize("id", ["banded", "post"])
def test_compare_and_decode_work_on_a_small_vocabulary(
    open_page: OpenPage, base: str, id: str
) -> None:
    page = use(open_page("/", base), id)
    uses_model(page, id)
    page.locator(".mark[data-lane=few]").first.wait_for()
    run(page)
    page.get_by_role("link", name="Inside", exact=True).click()
    page.get_by_role("link", name="Next word").click()
    expect(page.get_by_text("331 tokens").first).to_be_visible()
