"""The lesson on tokens: merges by pointer and keys, worked out anew; two tables and their sum."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, ROOT, OpenPage, post
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

SENTENCE = json.loads((ROOT / "web/src/gallery/opening.json").read_text("utf-8"))["sentence"]
RHYME = (
    "Peter Piper picked a peck of pickled peppers. A peck of pickled peppers Peter Piper picked."
)
WORDS = {
    "en": {
        "merges": "Merges",
        "next": "Next merge",
        "begin": "Back to bytes",
        "learned": "Learned from this text: {} tokens",
        "end": "No pair stands here twice.",
        "token": "Token",
        "place": "Place",
        "text": "A text of your own",
    },
    "zh": {
        "merges": "合并次数",
        "next": "再合并一次",
        "begin": "回到字节",
        "learned": "从这段文本学来的：{} 个词元",
        "end": "再没有出现两次的相邻对",
        "token": "词元",
        "place": "位置",
        "text": "你自己的文本",
    },
}
both = pytest.mark.parametrize("lang", WORDS)


def sizes(text: str) -> list[int]:
    """How many tokens a text of letters and full stops has after each merge of its own."""
    words = [list(word) for word in re.findall(r" ?[A-Za-z]+| ?\.", text)]
    result = [sum(map(len, words))]
    while True:
        counts = Counter(pair for word in words for pair in zip(word, word[1:], strict=False))
        pair, count = max(counts.items(), key=lambda item: item[1], default=(("", ""), 0))
        if count < 2:
            return result
        for word in words:
            for i in range(len(word) - 2, -1, -1):
                if (word[i], word[i + 1]) == pair:
                    word[i : i + 2] = ["".join(pair)]
        result.append(sum(map(len, words)))


def learned(page: Page, words: dict[str, str], tokens: int) -> None:
    drawing = page.locator("article figure svg.plot").first
    expect(drawing).to_contain_text(words["learned"].format(tokens))


@both
def test_a_text_is_merged_by_slider_button_and_keys(open_page: OpenPage, lang: str) -> None:
    words = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=tokens")
    slider = page.get_by_label(words["merges"], exact=True)
    expected = sizes(SENTENCE)
    assert expected[0] == len(SENTENCE)
    learned(page, words, expected[0])

    page.get_by_role("button", name=words["next"]).click()
    learned(page, words, expected[1])
    slider.press("ArrowRight")
    learned(page, words, expected[2])
    expect(page).to_have_url(re.compile("values=2%2C"))
    page.reload()
    learned(page, words, expected[2])

    slider.press("End")
    learned(page, words, expected[-1])
    expect(page.get_by_text(words["end"])).to_be_visible()
    expect(page.get_by_role("button", name=words["next"])).to_be_disabled()
    page.get_by_role("button", name=words["begin"]).click()
    learned(page, words, expected[0])
    assert violations(page) == []


def test_a_text_of_ones_own_stands_beside_the_models_tokens(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(f"/?model={MODEL}#v1/lessons?lesson=tokens")
    page.get_by_role("button", name="Peter Piper").click()
    tokens = post(address, "/api/v1/tokenize", {"model": MODEL, "text": RHYME})["tokens"]
    drawing = page.locator("article figure svg.plot").first
    expect(drawing).to_contain_text(f": {len(tokens)} tokens")
    learned(page, WORDS["en"], sizes(RHYME)[0])
    page.get_by_label("Merges", exact=True).press("End")
    learned(page, WORDS["en"], sizes(RHYME)[-1])
    page.get_by_label("A text of your own").fill("四，四，四")
    page.get_by_role("button", name="Back to bytes").click()
    expect(page.get_by_text("15 bytes, each a token.")).to_be_visible()
    page.get_by_label("Merges", exact=True).press("End")
    learned(page, WORDS["en"], 5)


@both
def test_a_token_and_a_place_pick_their_rows_on_a_phone(open_page: OpenPage, lang: str) -> None:
    words = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=tokens")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth === 390")
    token = page.get_by_role("radiogroup", name=words["token"], exact=True)
    token.get_by_role("radio").first.focus()
    token.get_by_role("radio").nth(1).press("ArrowRight")
    page.get_by_role("radiogroup", name=words["place"], exact=True).get_by_role("radio").nth(
        2
    ).check(force=True)
    # (-0.6, 0.7, 0.5, 0.2) of “sat” and (-0.1, 0.1, 0, 0.3) of the third place
    expect(page.get_by_text("(−0.7, 0.8, 0.5, 0.5)")).to_be_visible()
    expect(page).to_have_url(re.compile("values=0%2C2%2C2"))
    assert violations(page) == []
