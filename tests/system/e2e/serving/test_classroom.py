"""A class from its door to its end, by two browsers: a teacher at a desk and a student's phone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.servers.ray_nodes import free_port
from system.backend.deploy.conftest import nginx
from system.e2e.combinations import THEMES
from system.e2e.conftest import serving
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_matrix import WIDTHS, as_wide, overhang

from shotglass.engine.library import user_data
from shotglass.extensions.classroom.classroom import code_of
from shotglass.terminal.keys import token_of

HOUSE = ROOT / "backend" / "shotglass" / "models"
KEY = "key-of-the-teacher"
TOKEN = token_of(KEY, user_data())
CODE = code_of(TOKEN)
PHONE = {"width": 390, "height": 844}
LESSON = "#v1/lessons?lesson=tokens"
WORDS = {
    "en": {
        "join": "Join", "in": "You are in the class as =Ann", "here": "1 student here",
        "open": "Open the guess", "send": "Send", "sent": "You said: cold.",
        "close": "Close the guess", "closed": "The guess is closed. You said: cold.",
        "truth": "What came out, if it is known", "reveal": "Show everybody",
        "table": "Answers of the class", "bring": "Bring everybody here", "end": "End the class",
        "now": "End it and delete everything", "save": "Save all answers as CSV",
        "choices": "Answers to choose from", "question": "Question", "name": "Your name",
        "wrong": "This is not the code of the class", "class": "Class",
        "alone": "No student can open the class", "ended": "The class has ended.",
        "join class": "Join the class", "scan": "QR code of the address",
    },
    "zh": {
        "join": "加入", "in": "您已加入课堂，名字是 =Ann", "here": "1 名学生在场",
        "open": "开始猜", "send": "提交", "sent": "您的答案：cold。", "close": "结束猜测",
        "closed": "猜测已经结束。您的答案：cold。", "truth": "实际结果", "reveal": "给大家看",
        "table": "全班的答案", "bring": "让大家来这里", "end": "结束课堂",
        "now": "结束并删除一切", "save": "把所有答案存为 CSV", "choices": "可选的答案",
        "question": "问题", "name": "您的名字", "wrong": "这不是这个课堂的码", "class": "课堂",
        "alone": "学生打不开这个课堂", "ended": "课堂已经结束。", "join class": "加入课堂",
        "scan": "二维码",
    },
}  # fmt: skip


OPTIONS = ("--class", "--host", "127.0.0.1", "--api-key", KEY, "--models", str(HOUSE))


NAME = "lab.localhost"  # which browsers look for on this machine, and is none of its own names


@pytest.fixture(params=["at its own address", "under a path behind nginx with TLS"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "at its own address":
        yield from serving({}, *OPTIONS, ready="live")
        return
    port = free_port()
    with nginx(tmp_path, (port, port), "/shot/", NAME) as there:
        origin = f"https://{NAME}:{there}"
        behind = ("--allow-origin", origin, "--path-prefix", "/shot", "--proxy", "127.0.0.1")
        for _ in serving({}, *OPTIONS, *behind, ready="live", port=port):
            yield f"{origin}/shot"


def read_by_axe(page: Page) -> None:
    """In both themes and at every width; the page then has its own width again."""
    own = page.viewport_size
    for scheme, width in product(THEMES, WIDTHS):
        page.emulate_media(color_scheme=scheme)
        as_wide(page, width)
        assert [*overhang(page), *violations(page)] == [], (scheme, width)
    assert own is not None
    page.set_viewport_size(own)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_class_is_joined_asked_told_brought_along_saved_and_ended(
    base: str, open_page: OpenPage, tolerated: list[str], lang: str
) -> None:
    tolerated.append("401")  # who is not in the class yet
    tolerated.append("403")  # a wrong code
    words = WORDS[lang]
    # The certificate signs itself.
    teacher = open_page(f"/?token={TOKEN}&lang={lang}#v1/class", base, ignore_https_errors=True)
    expect(teacher.get_by_text(CODE)).to_be_visible()
    expect(teacher.get_by_text(f"{base}/#v1/class", exact=True)).to_be_visible()
    if NAME in base:
        expect(teacher.get_by_role("img", name=words["scan"])).to_be_visible()
    else:  # 127.0.0.1
        expect(teacher.get_by_role("alert")).to_contain_text(words["alone"])
    phone = {"viewport": PHONE, "ignore_https_errors": True}
    student = open_page(f"/?lang={lang}#v1/class?code=2222-2222", base, **phone)
    join(student, words)
    expect(teacher.get_by_text(words["here"])).to_be_visible()
    guess(teacher, student, words)
    assert saved_answers(teacher, words) == [("'=Ann", "cold", "warm")]
    bring_along(teacher, student, words)
    end(teacher, student, words)


def join(student: Page, words: dict[str, str]) -> None:
    """By a wrong code first, which the link has."""
    student.get_by_role("button", name=words["join"], exact=True).click()
    expect(student.get_by_role("alert")).to_contain_text(words["wrong"])
    student.get_by_label(words["name"]).fill("=Ann")
    student.get_by_role("textbox").first.fill(CODE.lower().replace("-", " "))
    read_by_axe(student)
    student.get_by_role("button", name=words["join"], exact=True).click()
    expect(student.get_by_role("heading", level=1)).to_have_text(words["in"])


def guess(teacher: Page, student: Page, words: dict[str, str]) -> None:
    """Nobody sees the answers of others before the truth is told."""
    teacher.get_by_label(words["choices"]).fill("cold\nwarm")
    teacher.get_by_role("button", name=words["open"]).click()
    student.get_by_label("cold").check()
    student.get_by_role("button", name=words["send"], exact=True).click()
    expect(student.get_by_text(words["sent"])).to_be_visible()
    row = teacher.get_by_role("table", name=words["table"]).get_by_role("row", name="cold")
    expect(row.get_by_role("cell")).to_have_text("1")
    expect(student.get_by_role("table", name=words["table"])).to_have_count(0)
    read_by_axe(student)
    read_by_axe(teacher)
    teacher.get_by_role("button", name=words["close"]).click()
    expect(student.get_by_text(words["closed"])).to_be_visible()
    teacher.get_by_label(words["truth"]).fill("warm")
    teacher.get_by_role("button", name=words["reveal"]).click()
    expect(student.get_by_role("table", name=words["table"])).to_contain_text("warm")
    read_by_axe(student)
    read_by_axe(teacher)


def saved_answers(teacher: Page, words: dict[str, str]) -> list[tuple[str, str, str]]:
    with teacher.expect_download() as saved:
        teacher.get_by_role("link", name=words["save"]).click()
    rows = csv.DictReader(saved.value.path().read_text("utf-8").splitlines())
    return [(row["name"], row["answer"], row["revealed"]) for row in rows]


def bring_along(teacher: Page, student: Page, words: dict[str, str]) -> None:
    teacher.evaluate(f"location.hash = '{LESSON}'")
    teacher.get_by_role("button", name=words["bring"]).click()
    student.wait_for_url(f"**{LESSON}*")
    teacher.get_by_role("heading", level=1).wait_for()
    read_by_axe(teacher)


def end(teacher: Page, student: Page, words: dict[str, str]) -> None:
    """Which a student is told over any view, and at the door."""
    teacher.evaluate("location.hash = '#v1/class'")
    teacher.get_by_role("button", name=words["end"]).click()
    teacher.get_by_role("button", name=words["now"]).click()
    expect(student.get_by_role("status").filter(has_text=words["ended"])).to_be_visible()
    expect(student.get_by_role("table", name=words["table"])).to_have_count(0)
    student.evaluate("location.hash = '#v1/class'")
    expect(student.get_by_role("heading", level=1)).to_have_text(words["join class"])
    expect(student.get_by_text(words["ended"])).to_be_visible()
    read_by_axe(student)
