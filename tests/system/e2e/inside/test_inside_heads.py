"""Inside says why it opened at a head, ranks the heads by it, and counts the attention sink."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.inside.test_inside import HEADS, LAYERS, OPENING, Floats, explained
from system.e2e.instrument import OpenPage, choose_model, tool
from system.e2e.page.test_access import violations

ANSWERS = [2, 6, 10, 14]  # the tokens of cold, short, young and poor in the opening prompt
LAST = 17  # the token that asks
TITLE = {"en": "Heads that look there most", "zh": "看那里最多的头"}
WHY = {"en": "Of all 270 heads it looks at them most", "zh": "全部 270 个头里，它看这些答案最多"}
SINK = {"en": "is called an attention sink.", "zh": "这样的词元叫“注意力汇”。"}
NAME = {"en": "layer {}, head {}", "zh": "第 {} 层第 {} 头"}

both = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture(scope="module")
def heads(address: str) -> Floats:
    """The attention of every head on the opening prompt, (layers, heads, S, S)."""
    _, arrays = explained(address, OPENING, layers=list(range(LAYERS)), surprisal=False)
    return np.stack([arrays[f"attentions.{layer}"] for layer in range(LAYERS)])


def attention(open_page: OpenPage, lang: str, tail: str = "", **options: object) -> Page:
    """The page with all that is folded away under More."""
    page = open_page(f"/?lang={lang}#v1/inside?lane=few&view=attention{tail}", **options)
    page.locator("[data-arc]").first.wait_for()
    for summary in page.locator("main details > summary").all()[:3]:
        summary.click()
    page.locator(".measure").wait_for()
    expect(page.locator("main > .old")).to_have_count(0)
    return page


@both
@pytest.mark.slow
def test_a_model_of_fewer_layers_opens_at_one_that_it_has(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/inside?lane=few")
    page.locator("[data-arc]").first.wait_for()
    with page.expect_response("**/api/v1/explain") as answer:
        choose_model(page, "house-gpt2")
    assert answer.value.status == 200
    page.locator("[data-arc]").first.wait_for()
    expect(page.get_by_role("alert")).to_have_count(0)


def ranking(heads: Floats, row: int) -> list[tuple[int, int, float]]:
    """Every head as (layer, head, share), both counted from 0, greatest share first."""
    shares = heads[:, :, row, [place for place in ANSWERS if place <= row]].sum(-1)
    order = np.argsort(-shares, axis=None, kind="stable")
    return [
        (int(i) // HEADS, int(i) % HEADS, float(shares[int(i) // HEADS, int(i) % HEADS]))
        for i in order
    ]


def shown(page: Page) -> list[str]:
    return page.locator("[aria-labelledby=ranks-title] li").all_inner_texts()


@both
def test_it_opens_at_the_head_that_looks_most_at_the_answers_and_says_so(
    open_page: OpenPage, heads: Floats, lang: str
) -> None:
    page = attention(open_page, lang)
    expected = ranking(heads, LAST)[:5]
    layer, head, share = expected[0]
    section = page.get_by_role("region", name=TITLE[lang])
    expect(page.locator("h1 + p")).to_contain_text(WHY[lang])
    expect(page.locator("h1")).to_contain_text(f"{100 * share:.0f}\u202f%")
    texts = [" ".join(text.split()) for text in shown(page)]
    assert texts == [
        " ".join(f"{NAME[lang].format(a, b)} {100 * p:.1f}\u202f%".split()) for a, b, p in expected
    ]
    expect(section).to_contain_text(f"{100 * share:.1f}\u202f%")
    expect(page.locator(".heads .picked")).to_have_text(str(head))
    expect(page.locator(".layers .picked")).to_have_text(str(layer))


@pytest.mark.by_need
@both
def test_a_head_of_the_list_is_picked_by_click_and_by_key(
    open_page: OpenPage, heads: Floats, lang: str
) -> None:
    page = attention(open_page, lang)
    (_, _, _), second, third, *_ = ranking(heads, LAST)
    buttons = page.locator("[aria-labelledby=ranks-title] li button")
    buttons.nth(1).click()
    expect(page.locator(".layers .picked")).to_have_text(str(second[0]))
    expect(page.locator(".heads .picked")).to_have_text(str(second[1]))
    expect(page.locator("h1 + p")).not_to_contain_text(WHY[lang])
    buttons.nth(2).focus()
    page.keyboard.press("Enter")
    expect(buttons.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".layers .picked")).to_have_text(str(third[0]))


@pytest.mark.by_need
def test_a_model_that_answers_after_a_pick_leaves_the_pick_and_the_list(
    open_page: OpenPage, heads: Floats
) -> None:
    """The recorded list is replaced by the whole list of the model, in one answer; no pick asks."""
    page = open_page("/?shelf")
    layers: list[Route] = []  # asked for, and held: only the first is let through

    def hold(route: Route) -> None:
        layers.append(route) if route.request.post_data_json.get("layers") else route.continue_()

    page.route("**/api/v1/explain", hold)
    with page.expect_request("**/api/v1/explain"):
        page.evaluate("location.hash = '#v1/inside?lane=few&view=attention'")
    page.locator("main details > summary").first.click()
    (_, _, _), second, third, *_ = expected = ranking(heads, LAST)[:5]
    names = [NAME["en"].format(layer, head) for layer, head, _ in expected]
    buttons = page.locator("[aria-labelledby=ranks-title] li button")
    expect(buttons).to_contain_text(names)
    buttons.nth(1).click()
    expect(page.locator(".layers .picked")).to_have_text(str(second[0]))
    layers[0].continue_()
    expect(page.get_by_text("Exact (fp32 arithmetic, 4-bit weights).")).to_be_visible()
    expect(page.locator(".layers .picked")).to_have_text(str(second[0]))
    expect(page.locator(".heads .picked")).to_have_text(str(second[1]))
    expect(buttons).to_contain_text(names)
    buttons.nth(2).click()
    expect(page.locator(".layers .picked")).to_have_text(str(third[0]))
    expect(page.locator(".heads .picked")).to_have_text(str(third[1]))
    expect(buttons).to_contain_text(names)
    assert len(layers) == 1


@pytest.mark.slow
def test_the_ranking_follows_the_token_that_asks_and_is_a_table_too(
    open_page: OpenPage, heads: Floats
) -> None:
    page = attention(open_page, "en", "&at=9")  # the third example's question asks
    expected = ranking(heads, 8)
    section = page.get_by_role("region", name=TITLE["en"])
    tool(section, "Show as table").click()
    rows = section.locator("tbody tr")
    expect(rows).to_have_count(30)
    found = [row.split("\t") for row in rows.all_inner_texts()]
    assert [(int(row[1]), int(row[2])) for row in found] == [(a, b) for a, b, _ in expected[:30]]


@pytest.mark.slow
def test_a_head_that_the_address_names_stays(open_page: OpenPage) -> None:
    page = attention(open_page, "en", "&head=3.2")
    expect(page.get_by_text(re.compile(r"Rank \d+ of all 270"))).to_be_visible()
    expect(page.locator(".layers .picked")).to_have_text("3")
    expect(page.locator(".heads .picked")).to_have_text("2")


@pytest.mark.slow
def test_a_text_without_examples_ranks_nothing(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?lane=zero&view=attention")
    page.locator("[role=option]").first.wait_for()
    page.locator("main details > summary").first.click()
    expect(page.get_by_role("region", name=TITLE["en"])).to_have_count(0)


@both
@pytest.mark.slow
def test_the_sink_is_counted_on_the_text_shown(
    open_page: OpenPage, heads: Floats, lang: str
) -> None:
    page = attention(open_page, lang)
    sums = heads[:, :, 1:].sum(2)
    largest = int((sums[..., 0] > sums[..., 1:].max(-1)).sum())
    half = int((heads[:, :, 1:, 0].mean(2) > 0.5).sum())
    note = page.locator(".measure")
    expect(note).to_have_attribute("data-largest", str(largest))
    expect(note).to_have_attribute("data-half", str(half))
    expect(note).to_contain_text(SINK[lang])
    expect(note).to_contain_text(str(largest))
    expect(note).to_contain_text(str(half))


@both
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.slow
def test_no_theme_is_told_that_darker_is_more(open_page: OpenPage, lang: str, theme: str) -> None:
    page = attention(open_page, f"{lang}&theme={theme}")
    text = page.locator("main").inner_text()
    assert not re.search("dark|深", text)
    assert re.search("strongest: 1.00" if lang == "en" else "最浓：1.00", text)
    assert violations(page) == []


# --- tokens that come again ---

AGAIN = {"en": "Copying heads", "zh": "照抄的头"}


@pytest.mark.by_need
@both
def test_the_strip_names_the_head_that_copies_most_on_this_text(
    open_page: OpenPage, address: str, heads: Floats, lang: str
) -> None:
    header, _ = explained(address, OPENING)
    ids = [token["id"] for token in header["tokens"]]
    targets = [[i + 1 for i in range(place) if ids[i] == id] for place, id in enumerate(ids)]
    again = [place for place, found in enumerate(targets) if found]
    scores = np.mean([heads[:, :, place, targets[place]].sum(-1) for place in again], axis=0)
    layer, head = (int(i) for i in np.unravel_index(scores.argmax(), scores.shape))

    page = attention(open_page, lang)
    section = page.get_by_role("region", name=AGAIN[lang])
    expect(section.get_by_role("listitem")).to_have_count(5)
    first = section.get_by_role("listitem").first
    expect(first).to_contain_text(NAME[lang].format(layer, head))
    expect(first).to_contain_text(f"{100 * scores.max():.1f}\u202f%")
    first.get_by_role("button").click()
    expect(section.locator("p[role=group] button:not(.new)")).to_have_count(len(again))
    assert not violations(page)
