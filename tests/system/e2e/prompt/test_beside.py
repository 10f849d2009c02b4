"""Beside: where two texts part, what gains and loses, and how far the two distributions are apart,
each against numpy on both full distributions."""

from __future__ import annotations

import json
import struct
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from contract.divergence_cases import Vector, jensen_shannon
from playwright.sync_api import Locator, Page, expect
from system.e2e.combinations import looks
from system.e2e.instrument import MODEL, OpenPage, post
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

HOUSE, PROSE = "house-gpt2", "house-prose"
TEXT = "Once upon a time, a small robot"
SETTINGS = {"max_tokens": 10, "temperature": 0.8, "top_k": 0, "top_p": 1, "n": 2, "seed": 7}
UNSHARED = "unshared tokens"
SHOWN = 5  # gains and losses that the page names


@dataclass(frozen=True)
class Column:
    model: str = HOUSE
    prompt: str = TEXT
    settings: dict[str, Any] = field(default_factory=lambda: SETTINGS)

    def tokens(self, address: str) -> list[list[dict[str, Any]]]:
        """What the API writes, token by token, by sample."""
        body = {"model": self.model, "prompt": self.prompt, "stream": False}
        events = post(address, "/api/v1/generate", {**body, "settings": self.settings})["events"]
        tokens = [event for event in events if event["type"] == "token"]
        return [[t for t in tokens if t["sample"] == n] for n in range(self.settings["n"])]

    def probabilities(
        self, address: str, text: str, ids: list[int], drawn: bool
    ) -> tuple[Vector, list[str]]:
        """(V,) after the prompt and ``text``, given as ``ids`` where there are any; token texts."""
        prompt = self.prompt if ids else self.prompt + text
        body = {"model": self.model, "prompt": prompt, "continuation": ids}
        data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(address + "/api/v1/logits", data, kind)
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
        (head,) = struct.unpack_from("<I", content)
        logits = np.frombuffer(content, "<f4", offset=4 + head).astype(np.float64)
        with urllib.request.urlopen(f"{address}/api/v1/models/{self.model}/vocabulary") as answer:
            texts = json.load(answer)["tokens"]
        return self._drawn(logits) if drawn else _softmax(logits), texts

    def _drawn(self, logits: Vector) -> Vector:
        p = _softmax(logits / self.settings["temperature"])
        kept = np.argsort(-p, kind="stable")[: self.settings["top_k"] or len(p)]
        left = np.zeros_like(p)
        left[kept] = p[kept]
        return left / left.sum()


def _softmax(logits: Vector) -> Vector:
    weights: Vector = np.exp(logits - logits.max())
    return weights / weights.sum()


FIRST = Column()
SECONDS = {
    "models": Column(model=PROSE),
    "prompts": Column(prompt="The weather in the mountains"),
    "settings": Column(settings={**SETTINGS, "temperature": 1.7, "top_k": 40}),
}


def link(first: Column, second: Column, **more: object) -> str:
    query = {"model": first.model, "text": first.prompt, **first.settings, "beside": 1}
    if second.model != first.model:
        query["b_model"] = second.model
    if second.prompt != first.prompt:
        query["b_text"] = second.prompt
    for key, value in second.settings.items():
        if value != first.settings[key]:
            query[f"b_{key}"] = value
    return "#v1/prompt?" + urllib.parse.urlencode(query | more)


def run(page: Page) -> Page:
    """Both columns, written to their end and compared."""
    page.locator(".run").click()
    samples = page.locator("[data-sample]")
    expect(samples.first).to_be_visible()
    expect(page.locator("[data-sample][aria-busy=true]")).to_have_count(0)
    expect(page.locator("[data-bits]")).to_be_visible()
    return page


def sample(page: Page, column: int, number: int) -> Locator:
    return page.locator(".column").nth(column).locator(f"[data-sample='{number}']")


def value(found: Locator, name: str) -> float:
    return float(found.get_attribute(f"data-{name}") or "nan")


def assert_shown(page: Page, one: Vector, other: Vector, names: list[str]) -> None:
    """Rows, gains, losses and divergence are numpy's; ``names`` are of the events."""
    by = other - one
    bits = value(page.locator("[data-bits]"), "bits")
    assert bits == pytest.approx(jensen_shannon(one, other), abs=1e-6)
    gained = value(page.locator("[data-gained]"), "gained")
    assert gained == pytest.approx(by[by > 0].sum(), abs=1e-6)
    for kind, sign in (("gains", 1), ("losses", -1)):
        order = np.argsort(-sign * by, kind="stable")[:SHOWN]
        items = page.locator(f"[data-changes={kind}] li").all()
        found = [value(item, "by") for item in items]
        assert found == pytest.approx([by[i] for i in order if sign * by[i] > 0], abs=1e-6)
    rows = page.locator("g[data-token]").all()
    together = rows[10:]  # several tokens: those of one vocabulary only, and all that has no row
    if names[-1] == UNSHARED:
        expect(together[0]).to_contain_text(UNSHARED)
        shown = (value(together[0], "one"), value(together[0], "other"))
        assert shown == pytest.approx((one[-1], other[-1]), abs=1e-6)
    assert len(together) == (2 if names[-1] == UNSHARED else 1)
    for row in rows[:10]:
        name = str(row.get_attribute("data-token"))
        events = [i for i, text in enumerate(names) if text == name]
        pairs = [(one[i], other[i]) for i in events]
        shown = (value(row, "one"), value(row, "other"))
        assert any(shown == pytest.approx(pair, abs=1e-6) for pair in pairs), name
    for column, p in (("one", one), ("other", other)):
        total = sum(value(row, column) for row in rows)
        assert total == pytest.approx(1, abs=1e-6), p


def signs(text: str) -> str:
    return text.replace("\n", "⏎").replace("\t", "⇥").replace(" ", "␣")


@pytest.mark.parametrize("kind", SECONDS)
def test_parting_gains_and_divergence_are_numpys(
    open_page: OpenPage, address: str, kind: str
) -> None:
    second = SECONDS[kind]
    page = run(open_page("/" + link(FIRST, second)))
    pairs = list(zip(FIRST.tokens(address), second.tokens(address), strict=True))
    partings = []
    for number, (one, other) in enumerate(pairs, 1):
        same = [a["id"] == b["id"] for a, b in zip(one, other, strict=True)]
        parted = same.index(False)
        partings.append(parted)
        for column in (0, 1):
            marked = sample(page, column, number).locator(".token.parted")
            expect(marked).to_have_attribute("data-at", str(parted))
            remark = sample(page, column, number).locator(".remark")
            expect(remark).to_have_text(f"differs from token {parted + 1} on")

    drawn = kind == "settings"
    places = [(0, 0, partings[0]), (1, 1, 8)]  # as the view opens, then a token that is clicked
    for column, number, at in places:
        if (column, number, at) != places[0]:
            sample(page, column, number + 1).locator(".token").nth(at).click()
            expect(page.get_by_text(f"Sample {number + 1}, token {at + 1}:")).to_be_visible()
            expect(page.locator("[data-bits]")).to_be_visible()
        ids = [token["id"] for token in pairs[number][column][:at]]
        one, texts = FIRST.probabilities(address, "", ids, drawn)
        other, _ = second.probabilities(address, "", ids, drawn)
        assert_shown(page, one, other, [signs(text) for text in texts])


@pytest.mark.slow
def test_two_vocabularies_are_compared_by_character_and_over_the_strings_of_both(
    open_page: OpenPage, address: str
) -> None:
    second = Column(model=MODEL)
    page = run(open_page("/" + link(FIRST, second)))
    texts = [[t["text"] for t in column.tokens(address)[0]] for column in (FIRST, second)]
    one, other = map("".join, texts)
    parted = next(i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    remark = sample(page, 0, 1).locator(".remark")
    expect(remark).to_have_text(f"differs from character {parted + 1} on")
    for column in (0, 1):
        ends = np.cumsum([len(text) for text in texts[column]])
        at = int(np.argmax(ends > parted))
        marked = sample(page, column, 1).locator(".token.parted")
        expect(marked).to_have_attribute("data-at", str(at))

    at = 3
    sample(page, 0, 1).locator(".token").nth(at).click()
    expect(page.get_by_text(f"Sample 1, token {at + 1}:")).to_be_visible()
    expect(page.get_by_text("it is not defined")).to_be_visible()
    ids = [token["id"] for token in FIRST.tokens(address)[0][:at]]
    p, of_first = FIRST.probabilities(address, "", ids, drawn=False)
    q, of_second = second.probabilities(address, "".join(texts[0][:at]), [], drawn=False)
    shared = [t for t in of_first if is_single(t, of_first) and is_single(t, of_second)]
    events = [p_on(shared, p, of_first), p_on(shared, q, of_second)]
    names = [signs(text) for text in shared]
    assert_shown(page, events[0], events[1], [*names, UNSHARED])


def is_single(text: str, vocabulary: list[str]) -> bool:
    return text != "" and "\ufffd" not in text and vocabulary.count(text) == 1


def p_on(shared: list[str], p: Vector, vocabulary: list[str]) -> Vector:
    """The probabilities of the shared strings, and of all unshared tokens."""
    places = {text: id for id, text in enumerate(vocabulary)}
    some = np.array([p[places[text]] for text in shared])
    return np.append(some, 1 - some.sum())


def test_the_seed_is_locked_unless_it_is_unlocked_and_the_link_holds_it_all(
    open_page: OpenPage,
) -> None:
    page = open_page("/#v1/prompt?text=Hello&max_tokens=4&n=1")
    page.get_by_role("button", name="+ Compare with a model").click()
    fields = page.locator(".beside")
    fields.get_by_label("Model beside").select_option(PROSE)
    fields.locator("[aria-controls=beside-settings]").click()
    seed = fields.locator("#beside-settings-seed")
    expect(seed).to_be_disabled()
    page.locator("[aria-controls=prompt-settings]").click()
    page.locator("#prompt-settings-seed").fill("41")
    expect(seed).to_have_value("41")
    fields.get_by_label("Same seed").uncheck()
    seed.fill("42")
    fields.get_by_label("Same prompt").uncheck()
    fields.locator("textarea").fill("Good day")
    fields.locator("#beside-settings-temperature").fill("1.5")
    page.wait_for_function("() => location.hash.includes('b_temperature=1.5')")
    hash = page.evaluate("location.hash")
    query = urllib.parse.parse_qs(hash.partition("?")[2])
    assert query["b_model"] == [PROSE]
    assert query["b_seed"] == ["42"]
    assert query["b_text"] == ["Good day"]
    page.reload()
    expect(page.locator("#beside-settings-seed")).to_have_value("42")
    expect(page.locator("#beside-text")).to_have_value("Good day")
    expect(page.get_by_label("Model beside")).to_have_value(PROSE)
    assert page.locator("[data-sample]").count() == 0  # a link runs nothing
    run(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".column")).to_have_count(1)
    page.wait_for_function("() => !location.hash.includes('beside')")


@pytest.mark.slow
def test_the_second_prompt_is_counted_while_it_is_typed(open_page: OpenPage, address: str) -> None:
    page = open_page(link(Column(), Column(model=PROSE, prompt="The cat")))
    fields = page.get_by_role("region", name="Beside it")
    fields.locator("#beside-text").fill("The cat sat on 3 mats. ")
    body = {"model": PROSE, "text": "The cat sat on 3 mats. "}
    pieces = post(address, "/api/v1/tokenize", body)["tokens"]
    count = fields.locator("[data-tokens]")
    expect(count).to_have_attribute("data-tokens", str(len(pieces)))
    fields.get_by_role("button", name="Remove it").click()
    expect(fields.locator("#beside-text")).to_have_value("The cat sat on 3 mats.")
    expect(count).to_have_attribute("data-tokens", str(len(pieces) - 1))
    count.click()
    shown = page.locator("#beside-ids li .soft").all_text_contents()
    assert [int(id) for id in shown] == [piece["id"] for piece in pieces[:-1]]
    assert violations(page) == []


@pytest.mark.slow
def test_a_link_to_a_model_that_is_gone_says_so(open_page: OpenPage) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    query = urllib.parse.urlencode({"text": "Hi", "beside": 1, "b_model": hostile})
    page = open_page(f"/#v1/prompt?{query}")
    expect(page.get_by_role("alert")).to_contain_text(hostile)
    expect(page.locator(".run")).to_be_disabled()
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    path = f"/?lang={lang}" + link(FIRST, SECONDS["prompts"])
    page = run(open_page(path, color_scheme=scheme, viewport=size))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    sample(page, 1, 1).locator(".token").nth(2).click()
    expect(page.locator("[data-bits]")).to_be_visible()
    assert violations(page) == []
