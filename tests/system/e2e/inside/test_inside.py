"""Inside on the real model: what the page shows is what the server computes, to the digit."""

from __future__ import annotations

import json
import re
import struct
import urllib.request
from typing import Any
from urllib.parse import quote

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.combinations import looks
from system.e2e.instrument import MODEL, OpenPage, opened, post, tool
from system.e2e.page.test_access import violations
from system.e2e.page.test_keyboard import tab_to
from system.e2e.timers import let_timers_fire

OPENING = "hot -> cold\ntall -> short\nold -> young\nrich -> poor\nfast ->"
PARTS = ["Example 1", "Example 2", "Example 3", "Example 4", "Question"]
LAYERS, HEADS = 30, 9
LONG = " ".join(
    f"Day {i}: the river rose past the old mill, and child number {i * 7} counted the boats."
    for i in range(14)
)
Floats = npt.NDArray[np.float32]


def explained(address: str, prompt: str, **wanted: Any) -> tuple[dict[str, Any], dict[str, Floats]]:
    """The server's answer, read here by the format's description: header and arrays."""
    body = json.dumps({"model": MODEL, "prompt": prompt, **wanted}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/explain", body, headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        data = answer.read()
    (length,) = struct.unpack("<I", data[:4])
    header = json.loads(data[4 : 4 + length])
    arrays = {
        entry["name"]: np.frombuffer(
            data, "<f4", entry["bytes"] // 4, 4 + length + entry["offset"]
        ).reshape(entry["shape"])
        for entry in header["arrays"]
    }
    return header, arrays


def share(p: float) -> str:
    """As the page writes a share of attention."""
    if p == 0:
        return "0"
    if p < 0.0005:
        return "<\u202f0.001"
    return f"{p:.3f}" if p < 0.01 else f"{p:.2f}"


def attention(page: Page) -> Page:
    """The page once a head's attention is drawn, and all tokens' is unfolded."""
    drawn(page)
    open_fold(page, "All tokens at once")
    return page


def open_fold(page: Page, name: str) -> None:
    page.locator("details > summary", has_text=name).click()


def turn_into_tables(place: Page | Locator) -> None:
    """Every figure there, by the first line of its menu."""
    for figure in place.locator("figure").all():
        figure.locator(".tools button").first.click()
        figure.locator(".tools .option").first.click()


def drawn(page: Page) -> Page:
    expect(page.get_by_text("Exact (fp32 arithmetic, 4-bit weights).")).to_be_visible(
        timeout=60_000
    )
    return page


def text_of(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Text", exact=True)


def write(page: Page, text: str) -> None:
    text_of(page).select_option("own")
    page.get_by_label("Your text").fill(text)


def arcs(page: Page) -> dict[int, float]:
    """The tokens that arcs lead to, with what each gets."""
    found = page.locator("[data-arc]").evaluate_all(
        "all => all.map(arc => [Number(arc.dataset.arc), Number(arc.dataset.p)])"
    )
    return dict(found)


def test_it_opens_on_what_the_last_token_looks_at_and_another_token_may_ask(
    open_page: OpenPage, address: str
) -> None:
    page = drawn(open_page("/#v1/inside"))
    _, arrays = explained(address, OPENING, layers=[17])
    head = arrays["attentions.17"][5]
    size = len(head)

    def looked_at(row: int) -> dict[int, float]:
        return {i: float(p) for i, p in enumerate(head[row]) if p >= 0.02 and i != row}

    expect(page.get_by_role("heading", level=1)).to_contain_text("97\u202f% of its attention")
    assert arcs(page) == pytest.approx(looked_at(size - 1), abs=1e-6)
    text = page.get_by_role("listbox")
    text.focus()
    page.keyboard.press("ArrowLeft")
    expect(text.get_by_role("option", selected=True)).to_have_attribute("aria-label", "fast, asks")
    assert arcs(page) == pytest.approx(looked_at(size - 2), abs=1e-6)
    text.get_by_role("option").nth(2).click()
    expect(text.get_by_role("option", selected=True)).to_have_attribute("aria-label", "␣cold, asks")
    assert arcs(page) == pytest.approx(looked_at(2), abs=1e-6)


def test_a_head_is_switched_off_here_and_the_glass_shows_what_it_did(
    open_page: OpenPage, address: str
) -> None:
    labels = [" slow", " faster", " fastest", " FAST"]
    body = {"model": MODEL, "prompt": OPENING, "labels": labels}
    head = {"kind": "head", "layer": 17, "head": 5}
    before, after = (
        post(address, "/api/v1/score", body | {"interventions": changes})["labels"][0]["p"]
        for changes in ([], [head])
    )
    assert after < before - 0.05

    page = drawn(open_page("/#v1/inside"))
    full, other = page.locator(".trial [data-k]").all()
    expect(full.locator(".liquid").last).to_have_attribute("data-answer", "0")
    expect(other.locator(".liquid")).to_have_count(0)
    expect(other.locator(".hatch")).to_have_count(1)  # its number is not known yet
    page.get_by_role("button", name="Switch off layer 17, head 5").click()
    sentence = (
        f"Without head 17.5: “slow” goes from {100 * before:.0f}\u202f% "
        f"to {100 * after:.0f}\u202f%."
    )
    expect(page.get_by_text(sentence)).to_be_visible()
    poured = page.locator(".trial [data-k='1'] .liquid[data-answer='0']")
    assert float(poured.get_attribute("data-p") or "nan") == pytest.approx(after, abs=1e-6)
    expect(page.locator(".trial .hatch")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"off=17\.5"))
    page.reload()
    expect(page.get_by_text(sentence)).to_be_visible()
    page.get_by_role("button", name="Switch layer 17, head 5 on again").click()
    expect(page.get_by_text(sentence)).to_have_count(0)


@pytest.mark.by_need
def test_the_layer_from_which_the_answer_leads_is_counted_as_heads_are(
    open_page: OpenPage, address: str
) -> None:
    page = drawn(open_page("/#v1/inside"))
    header, _ = explained(address, OPENING, lens=17)
    ranks = [layer["final"]["rank"] for layer in header["lens"]["layers"]]
    state = next(i for i in range(LAYERS + 1) if not any(ranks[i:]))
    title = page.get_by_role("heading", name=f"“slow” leads from layer {state - 1} on")
    expect(title).to_be_visible()
    figure = page.get_by_role("img", name="The rank of ␣slow")
    expect(figure.get_by_text("input", exact=True)).to_be_visible()
    expect(figure.get_by_text(str(LAYERS - 1), exact=True)).to_be_visible()
    expect(figure.get_by_text(str(LAYERS), exact=True)).to_have_count(0)


def reading(page: Page) -> Locator:
    return page.locator(".reading strong")


@pytest.mark.by_need
def test_the_stepper_says_what_a_token_sees(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?view=mask")
    sentence = page.locator(".sentence")
    expect(sentence).to_contain_text("sees the 17 tokens before it and itself.")
    page.get_by_role("button", name="Previous token").click()
    expect(sentence).to_contain_text("fast")
    expect(sentence).to_contain_text("sees the 16 tokens before it and itself.")
    page.get_by_role("tab", name="Bidirectional").click()
    expect(sentence).to_contain_text("before it, itself, and the 1 token after it.")
    page.get_by_role("tab", name="Banded").click()
    expect(sentence).to_contain_text("sees the 3 tokens before it and itself.")


@pytest.mark.by_need
def test_the_row_of_which_the_mask_speaks_is_on_the_first_screen(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?view=mask", viewport={"width": 1440, "height": 900})
    row = page.locator("[data-cell='17-0']")
    row.wait_for()
    box = row.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900


@pytest.mark.slow
def test_the_mask_stands_on_the_tokens_of_the_text(open_page: OpenPage, address: str) -> None:
    page = open_page("/#v1/inside?view=mask")
    text = "One two three"
    write(page, text)
    count = post(address, "/api/v1/tokenize", {"model": MODEL, "text": text})["count"]
    expect(page.locator("[role=gridcell]")).to_have_count(count**2)
    expect(page.locator("[role=gridcell].may")).to_have_count(count * (count + 1) // 2)


@pytest.mark.by_need
def test_every_cell_says_the_attention_that_the_server_computes(
    open_page: OpenPage, address: str
) -> None:
    page = attention(open_page("/#v1/inside"))
    _, arrays = explained(address, OPENING, layers=[17])
    head = arrays["attentions.17"][5]
    labels = page.locator("svg[role=grid] [role=gridcell]").evaluate_all(
        "cells => cells.map(cell => cell.getAttribute('aria-label').split(', ').pop())"
    )
    size = len(head)
    assert len(labels) == size**2
    expected = [
        share(float(head[row, column])) if column <= row else "may not look"
        for row in range(size)
        for column in range(size)
    ]
    assert labels == expected


@pytest.mark.slow
def test_parts_sum_to_one_for_every_head(open_page: OpenPage, address: str) -> None:
    page = attention(open_page("/#v1/inside"))
    _, arrays = explained(address, OPENING, layers=list(range(LAYERS)), surprisal=False)
    bounds = [0, 4, 8, 12, 16, 18]
    expect(page.locator("[data-part]")).to_have_count(len(PARTS))
    open_fold(page, "All 270 heads")
    picker = page.get_by_role("grid", name="Layers down, heads across").get_by_role("gridcell")
    picker.focus()
    for _ in range(17):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    for layer in range(LAYERS):
        expect(page.get_by_text(f"layer {layer}, head 0", exact=True)).to_be_visible()
        expect(page.locator("[data-part]")).to_have_count(len(PARTS))
        for head in range(HEADS):
            sums = page.locator("[data-part]").evaluate_all(
                "parts => parts.map(part => [part.dataset.part, Number(part.dataset.sum)])"
            )
            row = arrays[f"attentions.{layer}"][head, -1]
            expected = np.add.reduceat(row.astype(float), bounds[:-1])
            assert [name for name, _ in sums] == PARTS
            assert [value for _, value in sums] == pytest.approx(expected, abs=1e-6)
            assert sum(value for _, value in sums) == pytest.approx(1, abs=1e-5)
            if head < HEADS - 1:
                page.keyboard.press("ArrowRight")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")


@pytest.mark.slow
def test_a_row_unfolds_into_what_the_model_computed(open_page: OpenPage, address: str) -> None:
    page = attention(open_page("/#v1/inside"))
    page.get_by_role("button", name="Previous token").click()
    open_fold(page, "This head in steps")
    page.get_by_role("button", name="Unfold this row").click()
    _, arrays = explained(address, OPENING, layers=[17], scores=True)
    scores = arrays["scores.17"][5, 16]
    said = page.locator("[data-off]")
    expect(said).to_be_visible(timeout=60_000)
    assert float(said.get_attribute("data-off") or "nan") < 1e-5
    region = page.get_by_role("region", name="The row of fast in its steps")
    rows = [row.all_inner_texts() for row in cells_of(region)]
    minus = str.maketrans("-", "−")
    assert rows[0] == [f"{8 * score:.2f}".translate(minus) for score in scores]
    assert rows[1] == [f"{score:.2f}".translate(minus) for score in scores]
    assert rows[2] == [*rows[1][:17], "−∞"]
    assert rows[3][-1] == "0"
    assert region.locator("s").count() == 2  # the later token's scores exist and are struck


def cells_of(region: Locator) -> list[Locator]:
    return [row.locator("td") for row in region.locator("tbody tr").all()]


@pytest.mark.slow
def test_the_sink_is_left_out_and_nothing_is_scaled_up(open_page: OpenPage, address: str) -> None:
    page = attention(open_page("/#v1/inside"))
    last = page.locator("[data-cell='17-14']")
    before = last.get_attribute("aria-label")
    page.get_by_label("Hide the first token").check()
    _, arrays = explained(address, OPENING, layers=[17])
    mass = float(arrays["attentions.17"][5, :, 0].mean())
    expect(page.get_by_text(f"{100 * mass:.1f}\u202f% of these rows’ attention")).to_be_visible()
    assert last.get_attribute("aria-label") == before
    hidden = page.locator("[data-cell='17-0']")
    expect(hidden).to_have_attribute("aria-label", "row ␣->, column hot, hidden")
    names = page.locator("[data-part]").evaluate_all("all => all.map(part => part.dataset.part)")
    assert names == ["First token (hidden)", *PARTS]


@pytest.mark.by_need
def test_what_is_written_on_is_a_row_at_a_time(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?view=mask")
    page.locator("[role=gridcell]").first.wait_for()
    open_fold(page, "Let it continue")
    page.get_by_role("button", name="Continue (12 tokens)").click()
    page.get_by_label("As it was computed").check()
    expect(page.get_by_text("a square of 18 × 18")).to_be_visible()
    expect(page.locator("[role=gridcell].may")).to_have_count(18 * 19 // 2)
    page.get_by_role("button", name="Next step").click()
    expect(page.get_by_text("␣slow asks: one row, 1 × 19.")).to_be_visible()
    expect(page.locator("[role=gridcell].may")).to_have_count(19)
    page.get_by_role("link", name="Attention").click()
    attention(page)
    expect(page.locator("[role=gridcell].may")).to_have_count(19)
    page.get_by_role("button", name="Next step").click()
    expect(page.locator("[role=gridcell].may")).to_have_count(20)
    expect(page.locator("[data-part]").last).to_have_attribute("data-part", "Written on")


@pytest.mark.by_need
def test_lens_and_surprisal_are_the_servers(open_page: OpenPage, address: str) -> None:
    page = drawn(open_page("/#v1/inside?view=layers"))
    header, _ = explained(address, OPENING, lens=17)
    lens = header["lens"]["layers"]
    figure = page.get_by_role("region", name="What each layer would say next", exact=True)
    expect(figure.locator("[data-layer]")).to_have_count(LAYERS + 1, timeout=60_000)
    tool(figure, "Show as table").click()
    rows = [row.all_inner_texts() for row in cells_of(figure)]
    assert [row[0] for row in rows] == [
        layer["top"][0]["text"].replace(" ", "␣").replace("\n", "⏎") for layer in lens
    ]
    assert [int(row[2].replace("\u202f", "")) for row in rows] == [
        layer["final"]["rank"] + 1 for layer in lens
    ]
    names = figure.locator("tbody th").all_inner_texts()
    assert names == ["input", *map(str, range(LAYERS))]
    strip = page.get_by_role("group", name="The text’s tokens with their surprisal")
    said = [
        button.get_attribute("aria-label") or "" for button in strip.get_by_role("button").all()
    ]
    expected = header["surprisals"]
    assert said[0] == "hot, nothing stands before it"
    for label, item in zip(said[1:], expected[1:], strict=True):
        assert f", {item['nats']:.2f} nats, " in label
        assert label.endswith(f"rank {item['rank'] + 1:,}".replace(",", "\u202f"))


@pytest.mark.by_need
def test_three_hundred_tokens_are_read_with_pointer_and_keys(
    open_page: OpenPage, address: str
) -> None:
    page = open_page("/#v1/inside")
    write(page, LONG)
    attention(page)
    header, arrays = explained(address, LONG, layers=[17])
    size = len(header["tokens"])
    assert 280 <= size <= 320
    head = arrays["attentions.17"][5]
    grid = page.get_by_role("grid", name="Rows ask, columns answer")
    expect(grid).to_have_attribute("aria-rowcount", str(size))
    cell = grid.get_by_role("gridcell")
    cell.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    expect(cell).to_be_focused()
    expect(grid.get_by_role("row")).to_have_attribute("aria-rowindex", str(size - 10))
    label = cell.get_attribute("aria-label") or ""
    assert label.endswith(f", {share(float(head[size - 11, 1]))}")
    canvas = page.locator("canvas.cells")
    box = canvas.bounding_box()
    assert box is not None
    page.keyboard.press("Home")
    page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 0.7 * box["height"])
    value = reading(page).inner_text()
    assert value in {share(float(p)) for p in head.flatten()}


@pytest.mark.slow
def test_a_text_over_512_tokens_says_by_how_many(open_page: OpenPage, address: str) -> None:
    page = open_page("/#v1/inside?view=attention")
    write(page, "a b c")
    drawn(page)
    text = LONG + " " + LONG
    write(page, text)
    count = post(address, "/api/v1/tokenize", {"model": MODEL, "text": text})["count"]
    expect(page.get_by_text(f"Shorten it by {count - 512}.")).to_be_visible()
    expect(page.get_by_text("is still of the text before")).to_be_visible()


def test_compare_leads_inside_its_lane(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("link", name="See inside: 1 example").click()
    drawn(page)
    expect(text_of(page)).to_have_value("one")
    open_fold(page, "All tokens at once")
    expect(page.locator("[data-part]")).to_have_count(2)
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_text("The weights never change")).to_be_visible()


def test_a_text_from_a_link_is_read_only_when_asked_to(open_page: OpenPage) -> None:
    text = quote("a b c")
    page = open_page(f"/#v1/inside?view=attention&layer=3&head=2&text={text}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.get_by_role("button", name="Look inside")).to_be_visible()
    let_timers_fire(page, 1000)
    assert not any("explain" in url for url in asked)
    page.get_by_role("button", name="Look inside").click()
    drawn(page)
    expect(page.get_by_text("Layer 2, head 1:")).to_be_visible()


@pytest.mark.slow
def test_the_mask_is_walked_with_arrows_and_reads_its_cells(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?view=mask")
    page.locator("[role=gridcell]").first.wait_for()
    tab_to(page, page.locator("[role=gridcell][tabindex='0']"))
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    focused = page.locator("[role=gridcell]:focus")
    expect(focused).to_have_attribute("aria-label", "row fast, column hot, may look")
    page.keyboard.press("End")
    expect(focused).to_have_attribute("aria-label", "row fast, column ␣->, may not look")
    page.get_by_role("tab", name="Causal").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Bidirectional")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_be_visible()


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "language"), looks([1440, 390]))
def test_axe_finds_nothing_inside(
    open_page: OpenPage, scheme: str, width: int, language: str
) -> None:
    size = {"width": width, "height": 900}
    options = {"color_scheme": scheme, "viewport": size}
    for view, there in (("mask", "[role=gridcell]"), ("layers", "[data-layer]")):
        page = open_page(f"/?lang={language}#v1/inside?view={view}", **options)
        page.locator(there).first.wait_for(timeout=60_000)
        assert violations(page) == []
    page = open_page(f"/?lang={language}#v1/inside", **options)
    page.locator(".trial [data-k] .liquid").first.wait_for(timeout=60_000)
    assert violations(page) == []
    page.locator(".trial .button").click()
    for summary in page.locator("details > summary").all():
        summary.click()
    page.locator("[aria-expanded=false].word").click()
    page.locator("[data-off]").wait_for(timeout=60_000)
    page.locator(".trial [data-k='1'] .liquid").first.wait_for()
    assert violations(page) == []
    turn_into_tables(page)
    assert violations(page) == []
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
