"""Chinese all through Compare: what is read, what is said, what went wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage, drawn, fields, glasses, lane, shows, tool

# What stays as it is in Chinese: names, keys, terms, and the model's own words.
NAMES = re.compile(
    r"Shotglass|SmolLM2[\w-]*|House GPT-2, taught by episodes"
    r"|EN|Ctrl|Enter|Esc|SVG|PNG|CSV|JSON|curl|Python|N/A"
)


def chinese(open_page: OpenPage, **options: object) -> Page:
    return drawn(open_page("/?lang=zh", **options))


def english_left(page: Page) -> list[str]:
    """Texts of three English words or more, outside what is a prompt or what a model wrote."""
    texts = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const { parentElement: parent, textContent: text } = walker.currentNode;
            const none = ".mono, script, style, code, option, [data-model]"; // and models' names
            if (!parent.closest(none)) found.push(text);
          }
          for (const element of document.querySelectorAll("[aria-label], [title]"))
            found.push(element.getAttribute("aria-label") ?? "", element.title ?? "");
          return found;
        }"""
    )
    return [text for text in texts if re.search(r"[a-z]{2,} [a-z]+ [a-z]{2,}", NAMES.sub("", text))]


def test_compare_is_chinese_to_the_last_label(open_page: OpenPage) -> None:
    page = chinese(open_page)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("有 4 个例子时，“slow”从不到 0.1")
    expect(page.locator("#verdict")).to_contain_text("权重从不改变")
    assert english_left(page) == []
    heads = page.locator(".lane h2").all_inner_texts()
    assert heads == ["没有例子（零样本）", "1 个例子（单样本）", "4 个例子（少样本）"]
    fields(page)
    for fold in ("other-tokens", "wording", "sampling"):
        page.locator(f"[aria-controls={fold}]").click()
    lane(page, "few").locator(".token").first.click()
    assert english_left(page) == []
    font = page.evaluate("getComputedStyle(document.body).fontFamily")
    latin, first, *_ = font.split(", ")  # what the page's letters lack is the system's own
    assert (latin, first) == ('"Inter beside Chinese"', '"Noto Sans CJK SC"')


@pytest.mark.slow
def test_every_task_is_told_in_chinese(open_page: OpenPage) -> None:
    page = chinese(open_page)
    tasks = page.locator("#task option").all_inner_texts()
    assert len(tasks) >= 10
    assert all(re.search(r"[\u4e00-\u9fff]", task) for task in tasks)


@pytest.mark.slow
def test_the_run_is_said_in_chinese(open_page: OpenPage) -> None:
    page = chinese(open_page)
    said = page.locator(".unseen[role=status][aria-live]")
    expect(said).to_contain_text("4 个例子：slow，百分之 6")
    expect(said).to_contain_text("是预期答案。")


@pytest.mark.by_need
def test_a_refusal_is_told_in_chinese_with_the_servers_sentence_behind(
    open_page: OpenPage,
) -> None:
    page = chinese(open_page)
    fields(page).get_by_label("例子 4 的问题").fill("very long " * 1100)
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("文字太长，放不进模型的上下文")
    expect(alert).to_contain_text("tokens")
    page.get_by_label("问题", exact=True).fill("fast ")
    page.locator("[aria-controls=wording]").click()
    page.locator("#template").fill("{input}{output}")
    expect(page.locator(".rail").get_by_role("alert").first).to_contain_text("问题以空格结尾")


@pytest.mark.by_need
def test_the_language_is_kept_and_can_be_changed_back(open_page: OpenPage) -> None:
    page = drawn(open_page())
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("有 4 个例子时")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("有 4 个例子时")
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("With four examples")


@pytest.mark.by_need
def test_a_journey_by_keyboard_in_chinese(open_page: OpenPage) -> None:
    page = chinese(open_page)
    glasses(page).focus()
    page.keyboard.press("ArrowRight")
    shows(page, 5)
    expect(glasses(page)).to_have_attribute(
        "aria-valuetext", re.compile("^5 个例子，slow，百分之 6")
    )
    expect(page.locator(".lane[data-lane=few] h2")).to_have_text("5 个例子（少样本）")
    drawn(page)
    details = page.locator("#details")
    tool(details, "看表格").focus()
    page.keyboard.press("Enter")
    heads = details.locator("figure thead th").all_inner_texts()
    assert heads[1:4] == ["没有例子", "1 个例子", "5 个例子"]
