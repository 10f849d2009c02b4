"""Decode on the real model: its stages are the engine's, its draw is the server's, ways fork."""

from __future__ import annotations

import json
import re
import struct
import urllib.parse
import urllib.request
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect
from system.e2e.combinations import looks
from system.e2e.inside.test_inside import OPENING, turn_into_tables
from system.e2e.instrument import MODEL, OpenPage, lane, opened, post, run, settled
from system.e2e.page.test_access import violations
from system.e2e.page.test_keyboard import tab_to
from system.e2e.timers import let_timers_fire

from shotglass.decoding import DecodingSettings, predict, stages, uniform
from shotglass.decoding.choose import Stage

TEXT = "The best thing about the sea is the"
STAGES = ("softmax", "top_k", "top_p")


def address_of(text: str = TEXT, taken: tuple[str, ...] = (), **settings: object) -> str:
    query = [("text", text), *(("take", token) for token in taken)]
    query += [(name, str(value)) for name, value in settings.items()]
    return "/#v1/decode?" + urllib.parse.urlencode(query)


def asked(page: Page) -> Page:
    """The page after it was told to ask the model for what the link names."""
    page.get_by_role("button", name="Ask the model").click()
    return there(page)


def there(page: Page, step: int | None = None) -> Page:
    drawing = "svg[data-step]" if step is None else f"svg[data-step='{step}']"
    page.locator(drawing).wait_for()
    expect(page.get_by_text("Live, from")).to_be_visible()
    return page


def logits_after(address: str, text: str, ids: tuple[int, ...] = ()) -> npt.NDArray[np.float32]:
    body = {"model": MODEL, "prompt": text, "continuation": ids}
    request = urllib.request.Request(
        address + "/api/v1/logits", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read()
    (length,) = struct.unpack_from("<I", data)
    return np.frombuffer(data, "<f4", offset=4 + length)


def vocabulary(address: str) -> list[str]:
    with urllib.request.urlopen(f"{address}/api/v1/models/{MODEL}/vocabulary") as answer:
        tokens: list[str] = json.loads(answer.read())["tokens"]
    return tokens


def drawn(page: Page) -> dict[str, dict[int, float]]:
    """The bars of each stage: token id to probability."""
    found = page.locator("rect[data-filter]").evaluate_all(
        "all => all.map(e => [e.dataset.filter, +e.dataset.id, +e.dataset.p])"
    )
    return {name: {id: p for stage, id, p in found if stage == name} for name in STAGES}


def slide(page: Page, label: str, place: int) -> None:
    page.get_by_role("slider", name=label, exact=True).fill(str(place))


def number(page: Page, label: str, value: float) -> None:
    page.get_by_role("spinbutton", name=f"{label}, as a number").fill(str(value))


def rows(page: Page) -> Locator:
    return page.locator("svg[data-step] [role=button]")


def assert_equal(bars: dict[str, dict[int, float]], exact: dict[str, Stage]) -> None:
    for name in STAGES:
        stage = exact[name]
        known = dict(zip(stage.ids.tolist(), stage.p.tolist(), strict=True))
        assert bars[name], name
        assert bars[name] == pytest.approx({id: known[id] for id in bars[name]}, abs=1e-6)


def test_every_slider_redraws_the_engine_s_stages(open_page: OpenPage, address: str) -> None:
    page = asked(open_page(address_of()))
    prediction = predict(logits_after(address, TEXT))
    for temperature, top_k, top_p in [
        (1.0, 0, 1.0), (0.35, 0, 1.0), (2.0, 0, 0.95), (1.3, 7, 1.0), (0.8, 40, 0.5), (5, 999, 0.9),
    ]:  # fmt: skip
        number(page, "Temperature", temperature)
        number(page, "Top-k", top_k)
        number(page, "Top-p", top_p)
        let_timers_fire(page, 50)
        settings = DecodingSettings(temperature=temperature, top_k=top_k, top_p=top_p)
        exact = stages(prediction, settings)
        assert_equal(drawn(page), exact)
    slide(page, "Temperature", 4)
    slide(page, "Top-k", 2)
    slide(page, "Top-p", 9)
    let_timers_fire(page, 50)
    settings = DecodingSettings(temperature=0.2, top_k=3, top_p=0.5)
    assert_equal(drawn(page), stages(prediction, settings))


@pytest.mark.slow
def test_a_token_of_compare_leads_to_how_it_was_chosen(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Sampling").click()
    page.get_by_label("Temperature").fill("1.2")
    page.get_by_label("Top-k").fill("50")
    page.get_by_label("Seed").fill("5")
    run(page)
    settled(page)
    tokens = lane(page, "zero").locator(".token")
    written = [text.strip() for text in tokens.all_inner_texts()]
    place = next(
        i for i, text in enumerate(written) if i >= 1 and text and not set(text) & set("␣⏎⇥")
    )
    tokens.nth(place).click()
    page.get_by_role("link", name="See how it was chosen").click()
    there(page, step=place)
    expect(page.get_by_role("spinbutton", name="Temperature, as a number")).to_have_value("1.2")
    take = page.locator(".take .button").first.locator(".mono")
    assert take.inner_text().replace("␣", " ").strip() == written[place]
    page.go_back()
    expect(page.get_by_text("The weights never change")).to_be_visible()


@pytest.mark.by_need
def test_the_draw_is_the_server_s(open_page: OpenPage, address: str) -> None:
    words = vocabulary(address)
    settings: dict[str, Any] = {"temperature": 1.1, "top_k": 200, "top_p": 0.97, "seed": 5}
    body = {"model": MODEL, "prompt": TEXT, "stream": False}
    events = post(
        address, "/api/v1/generate", body | {"settings": settings | {"n": 3, "max_tokens": 5}}
    )["events"]
    tokens = [event for event in events if event["type"] == "token"]
    for token in [item for item in tokens if (item["sample"] + item["index"]) % 3 == 0]:
        before = [
            words[item["id"]]
            for item in tokens
            if item["sample"] == token["sample"] and item["index"] < token["index"]
        ]
        state = address_of(taken=tuple(before), sample=token["sample"], **settings)
        page = asked(open_page(state))
        there(page, step=token["index"])
        chosen = page.locator("rect.chosen[data-filter=top_p]")
        assert chosen.get_attribute("data-id") == str(token["id"])
        expect(page.get_by_text(f"{token['draw']:.4f}", exact=True).first).to_be_visible()
        page.context.close()


@pytest.mark.slow
def test_a_thousand_draws_are_the_contract_s_numbers(open_page: OpenPage, address: str) -> None:
    page = asked(open_page(address_of(temperature=1, top_k=6, top_p=1, seed=3)))
    page.get_by_role("button", name="Draw 1 000 times").click()
    exact = stages(predict(logits_after(address, TEXT)), DecodingSettings(temperature=1, top_k=6))
    ends = np.cumsum(exact["top_k"].p)
    fell = Counter(
        int(np.searchsorted(ends, uniform(3, sample, 0), "right")) for sample in range(1000)
    )
    hits = page.locator("circle[data-hits]").evaluate_all("all => all.map(e => +e.dataset.hits)")
    assert hits == [fell[place] for place in range(6)]
    assert sum(hits) == 1000


@pytest.mark.slow
def test_at_temperature_0_nothing_is_drawn(open_page: OpenPage, address: str) -> None:
    page = asked(open_page(address_of(temperature=0)))
    expect(page.get_by_text("At temperature 0 there is no draw")).to_be_visible()
    expect(page.locator(".take .button")).to_have_text(re.compile("Take the likeliest"))
    best = int(np.argmax(logits_after(address, TEXT)))
    assert drawn(page)["top_p"][best] == 1


@pytest.mark.by_need
def test_temperature_0_moves_nothing_and_scrolling_changes_no_number(open_page: OpenPage) -> None:
    page = asked(open_page(address_of(temperature=0.7, seed=3)))
    temperature = page.get_by_role("spinbutton", name=re.compile("^Temperature"))

    def heights() -> list[float]:
        boxes = [page.locator(f"#slide-{name}").bounding_box() for name in ("top_k", "sample")]
        boxes.append(page.locator("svg[data-step]").bounding_box())
        return [box["y"] for box in boxes if box]

    before = heights()
    temperature.fill("0")
    expect(page.get_by_text("At temperature 0 there is no draw")).to_be_visible()
    assert heights() == before

    top_k = page.get_by_role("spinbutton", name=re.compile("^Top-k"))
    top_k.fill("40")
    top_k.hover()
    for _ in range(3):
        page.mouse.wheel(0, -100)
        page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 0")
    expect(top_k).to_have_value("40")


@pytest.mark.by_need
def test_ways_fork_and_their_probabilities_multiply(open_page: OpenPage, address: str) -> None:
    page = asked(open_page(address_of()))
    first = logits_after(address, TEXT).astype(np.float64)
    order = np.argsort(-first, kind="stable")
    rows(page).nth(1).click()
    there(page, step=1)
    rows(page).nth(0).click()
    there(page, step=2)
    taken = page.get_by_role("navigation", name="Chosen so far").get_by_role("button")
    expect(taken).to_have_count(3)
    second = logits_after(address, TEXT, (int(order[1]),)).astype(np.float64)
    total = sum(
        row[id] - row.max() - np.log(np.exp(row - row.max()).sum())
        for row, id in ((first, order[1]), (second, int(np.argmax(second))))
    )
    said = f"log p of these 2 tokens \u2212{-total:.2f} nats"
    expect(page.get_by_text(said)).to_be_visible()
    taken.nth(0).click()
    there(page, step=0)
    rows(page).nth(3).click()
    there(page, step=1)
    tree = page.get_by_role("group", name="The tokens taken as a tree")
    expect(tree.get_by_role("button")).to_have_count(4)
    page.go_back()
    there(page, step=0)
    page.go_back()
    there(page, step=2)


def test_the_address_brings_everything_back_and_asks_nothing_by_itself(
    open_page: OpenPage,
) -> None:
    state = address_of(text="a&b=?#\n", temperature=1.25, top_k=17, top_p=0.8, seed=99, sample=4)
    page = asked(open_page(state))
    rows(page).nth(0).click()
    there(page, step=1)
    before = drawn(page)
    let_timers_fire(page, 300)
    fragment = page.evaluate("location.hash")
    other = open_page("about:blank", base="")
    runs: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            runs.append(request.url)

    other.on("request", note)
    other.goto(page.url.split("#")[0] + fragment)
    expect(other.get_by_label("Text before the next token")).to_have_value("a&b=?#\n")
    let_timers_fire(other, 700)
    assert runs == []
    there(asked(other), step=1)
    after = drawn(other)
    for name in STAGES:
        assert after[name] == pytest.approx(before[name], abs=1e-12)
    slider = other.get_by_role("slider", name="Sample", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", "Sample 4")
    other.get_by_role("button", name="Seed, min-p, penalties").click()
    expect(other.get_by_role("spinbutton", name="Seed")).to_have_value("99")


def text_before(page: Page) -> Locator:
    return page.get_by_label("Text before the next token")


@pytest.mark.by_need
def test_the_tab_brings_the_prompt_along_and_leaves_what_was_edited_there(
    open_page: OpenPage,
) -> None:
    page = open_page("/#v1/inside")
    page.locator("[data-arc]").first.wait_for()

    def open_tab(name: str) -> None:
        page.get_by_role("link", name=name, exact=True).click()

    open_tab("Next word")
    there(page)
    expect(text_before(page)).to_have_value(OPENING)
    expect(page.get_by_text("Same prompt:")).to_be_visible()
    expect(page.get_by_role("button", name="Ask the model")).to_have_count(0)
    text_before(page).fill("The cat")
    open_tab("Mask")
    expect(page.get_by_label("Your text", exact=True)).to_have_value("The cat")
    open_tab("Next word")
    expect(text_before(page)).to_have_value("The cat")
    open_tab("Mask")
    page.get_by_role("combobox", name="Text", exact=True).select_option("zero")
    open_tab("Next word")
    expect(text_before(page)).to_have_value("fast ->")


def test_the_door_of_compare_leads_to_its_prompt_and_the_model_is_asked(
    open_page: OpenPage,
) -> None:
    page = opened(open_page())
    page.get_by_role("link", name="How is one word drawn").click()
    there(page)
    expect(text_before(page)).to_have_value(OPENING)
    expect(page.get_by_role("button", name="Ask the model")).to_have_count(0)


@pytest.mark.slow
def test_two_distributions_stand_as_pairs(open_page: OpenPage, address: str) -> None:
    page = asked(open_page(address_of(temperature=1, top_k=0, top_p=1)))
    page.get_by_role("button", name="Pin to compare").click()
    expect(page.get_by_text("0.0\u202f% of the probability lies elsewhere")).to_be_visible()
    number(page, "Temperature", 0.5)
    prediction = predict(logits_after(address, TEXT))
    warm, cold = (
        stages(prediction, DecodingSettings(temperature=t))["softmax"] for t in (1.0, 0.5)
    )
    apart = 50 * float(np.abs(warm.p - cold.p).sum())  # the same order at both temperatures
    elsewhere = f"{apart:.1f}\u202f% of the probability lies elsewhere"
    expect(page.get_by_text(elsewhere)).to_be_visible()


@pytest.mark.slow
def test_a_recorded_distribution_moves_without_a_model(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page("/#v1/decode", base=without_model)
    page.get_by_role("button", name="Use your prompt").click()
    expect(page.get_by_text("Recorded 20")).to_be_visible()
    likeliest = re.compile("Take “␣slow”, 8[345]\\.\\d\u202f%")  # its last digit is the processor's
    expect(rows(page).first).to_have_attribute("aria-label", likeliest)
    number(page, "Temperature", 5)
    expect(rows(page).first).not_to_have_attribute("aria-label", likeliest)


@pytest.mark.slow
def test_a_text_that_is_too_long_is_told(browser: Browser, address: str) -> None:
    page = browser.new_page()  # without the console's watch: it calls every 400 an error
    page.goto(address + "/#v1/decode")
    there(page)
    page.get_by_label("Text before the next token").fill("word " * 2100)
    expect(page.get_by_role("alert")).to_contain_text("2048")
    expect(page.get_by_text("the address does not hold it")).to_be_visible()
    page.get_by_label("Text before the next token").fill("word")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()


@pytest.mark.by_need
def test_the_stages_are_reached_and_taken_by_keys(open_page: OpenPage) -> None:
    page = there(open_page("/#v1/decode"))
    page.get_by_role("slider", name="Sample", exact=True).focus()
    tab_to(page, rows(page).nth(0), most=5)  # past the folded penalties and the ribbon
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    there(page, step=1)
    slider = page.get_by_role("slider", name="Top-k", exact=True)
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "off")


@pytest.mark.slow  # it measures time, which means something only where nothing else runs
def test_a_redraw_fits_into_a_frame(open_page: OpenPage) -> None:
    page = asked(open_page(address_of(temperature=1, top_k=0, top_p=0.95)))
    slider = page.get_by_role("slider", name="Temperature", exact=True)
    times = slider.evaluate(
        """async (slider) => {
            const times = [];
            for (let stop = 0; stop < 43; stop++) {
                const began = performance.now();
                slider.value = String(stop);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((done) => queueMicrotask(done));
                document.querySelector("svg[data-step]").getBoundingClientRect();
                times.push(performance.now() - began);
                await new Promise(requestAnimationFrame);
            }
            return times.sort((a, b) => a - b);
        }"""
    )
    print(f"redraw of 49,152 tokens: median {times[21]:.1f} ms, 95 % {times[40]:.1f} ms")
    assert times[21] < 16


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 320]))
def test_axe_finds_nothing_on_decode(
    open_page: OpenPage, scheme: str, lang: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(f"/?lang={lang}#v1/decode", color_scheme=scheme, viewport=size)
    rows(page).nth(1).click()
    page.locator("svg[data-step='1']").wait_for()
    page.locator("section .tools .button").click()
    page.get_by_role("button", name=re.compile("1\u202f000|1 000")).click()
    let_timers_fire(page, 300)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    turn_into_tables(page)
    assert violations(page) == []


SAID = {
    "en": ("of what top-k left", "at temperature 0.8", "Compare shows them at temperature 1"),
    "zh": ("top-k 所留的", "温度 0.8 时的", "“对比”页显示的是温度 1"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.slow
def test_top_p_says_what_it_counts_in_and_percentages_say_their_temperature(
    open_page: OpenPage, address: str, lang: str
) -> None:
    path = address_of(temperature=0.8, top_k=5, top_p=0.9).replace("/#", f"/?lang={lang}#")
    page = open_page(path)
    page.get_by_role("button", name="Ask the model" if lang == "en" else "询问模型").click()
    page.locator("svg[data-step]").wait_for()
    settings = DecodingSettings(temperature=0.8, top_k=5, top_p=0.9)
    made = stages(predict(logits_after(address, TEXT)), settings)
    k, p = made["top_k"].mass, made["top_p"].mass
    assert p < 0.9 * 0.99  # less than top-p's number, which is what needs words
    page.locator("details > summary").first.click()
    notes = page.locator(".notes")
    of_stage, temperature, compare = SAID[lang]
    for part in (k, p / k, p):
        expect(notes).to_contain_text(f"{100 * part:.1f}\u202f%")
    expect(notes).to_contain_text(of_stage)
    expect(notes).to_contain_text(temperature)
    head = page.locator("svg[data-step] text.soft").filter(has_text=f"{100 * p:.1f}\u202f%")
    expect(head).to_have_count(1)
    link = notes.get_by_role("link", name=re.compile(compare))
    link.click()
    expect(page.locator(".mark").first).to_be_visible()
