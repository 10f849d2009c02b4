"""A folder of one's own on the page: shown in its places, added to, and harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.servers.live_server import live_server
from system.e2e.instrument import ROOT, OpenPage, fields

HOUSE = ROOT / "backend" / "shotglass" / "models"
MARKUP = "<script>document.title=1</script><img src=x onerror=alert(1)>"
PROMPT = {
    "template": "{input} ->{output}\n",
    "shot_sets": {"opposites": [{"input": "hot", "output": " cold"}]},
    "query": {"input": "fast", "expected": " slow"},
}
ASKED = [
    {"input": "fast", "expected": {"opposites": " slow"}},
    {"input": "old", "expected": {"opposites": " young"}},
]

FOREIGN_SETS = ("__proto__", "constructor")  # what every object of the page has
FOREIGN = PROMPT | {
    "shot_sets": {name: [{"input": "hot", "output": " cold"}] for name in FOREIGN_SETS},
}
FOREIGN_ASKED = [{"input": "fast", "expected": dict.fromkeys(FOREIGN_SETS, " slow")}]


def lesson() -> str:
    docs = (ROOT / "docs" / "content.md").read_text("utf-8")
    return docs.split("```markdown\n")[1].split("```")[0]


def numbers() -> str:
    return (ROOT / "docs" / "content.md").read_text("utf-8").split("```json\n")[2].split("```")[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written as docs/content.md says, with markup in the words and one file that is wrong."""
    folder = tmp_path_factory.mktemp("content") / "Lecture 3"
    files = {
        "tasks/words/task.json": json.dumps({"queries": ASKED, "prompt": PROMPT}),
        "tasks/words/words.en.json": json.dumps({"title": "My opposites", "about": MARKUP}),
        "tasks/names/task.json": json.dumps({"queries": FOREIGN_ASKED, "prompt": FOREIGN}),
        "lessons/coins/lesson.en.md": lesson() + f"\n{MARKUP}\n",
        "lessons/coins/result.json": numbers(),
        "datasets/moods.csv": "text,label\nA good day,happy\nA bad day,sad\n",
        "datasets/wrong.csv": "text,label\nA good day\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    options = ("--model", "house-gpt2", "--content", str(folder), "--content-write")
    with live_server(HOUSE, *options) as server:
        yield server


@pytest.fixture
def tolerated() -> list[str]:
    return ["400 (Bad Request)"]  # a lesson that is refused


WRONG = [
    ("en", ", line 2: Row 2 has 1 cell; 2 were expected, with commas,"),
    ("zh", "，第 2 行：第 2 行只有 1 格；应有 2 格，"),
]


@pytest.mark.parametrize(("language", "wrong"), WRONG)
def test_the_shelf_shows_what_is_in_it_and_what_is_wrong(
    open_page: OpenPage, site: str, language: str, wrong: str
) -> None:
    page = open_page(f"/?shelf&lang={language}", site)
    own = page.get_by_role("region", name=re.compile("Lecture 3"))
    for name in ("My opposites", "Coins", "moods.csv"):
        expect(own.get_by_role("link", name=name)).to_be_visible()
    own.locator("summary").click()
    expect(own.get_by_role("listitem")).to_contain_text(f"datasets/wrong.csv{wrong}")
    own.get_by_role("link", name="My opposites").click()
    expect(page.get_by_role("combobox").first).to_be_visible()
    expect(page.locator("#task")).to_have_value("own.words")
    expect(page.locator("#task optgroup").last).to_have_attribute("label", "Lecture 3")


@pytest.mark.by_need
def test_its_task_is_one_as_the_page_has_them_and_comes_back_by_its_link(
    open_page: OpenPage, site: str
) -> None:
    page = open_page("/#v1/compare", site)
    page.locator("#task").select_option("own.words")
    expect(page.get_by_text(MARKUP)).to_be_visible()  # as the signs that it is
    page.wait_for_function("() => location.hash.includes('own.words')")
    page.reload()
    expect(page.locator("#task")).to_have_value("own.words")


@pytest.mark.by_need
def test_sets_of_examples_may_have_names_that_every_object_has_something_under(
    open_page: OpenPage, site: str
) -> None:
    page = open_page("/?shelf", site)
    page.get_by_role("link", name="names").click()
    expect(page.locator("#task")).to_have_value("own.names")
    for name in FOREIGN_SETS:
        page.get_by_role("radio", name=name).check()
        expect(page.get_by_role("main")).to_contain_text("fast ->")
    page.goto(f"{site}/#v1/measure?task=own.names&set=constructor")
    expect(page.get_by_role("main")).to_contain_text("constructor")


@pytest.mark.by_need
@pytest.mark.parametrize("name", ["own.words", "words"])
def test_a_short_address_opens_its_task_on_a_fresh_page(
    open_page: OpenPage, site: str, name: str
) -> None:
    page = open_page(f"/#v1/compare?task={name}&set=opposites&ask=old&k=1", site)
    expect(page.locator("#task")).to_have_value("own.words")
    expect(page.get_by_role("main")).to_contain_text("old ->")
    expect(page.get_by_text("The address names")).to_have_count(0)


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("view", "language", "sentence"),
    [
        ("compare", "en", "there is none of that name here"),
        ("measure", "en", "there is none of that name here"),
        ("compare", "zh", "地址里的任务“own.gone”这里没有"),
    ],
)
def test_an_address_of_a_task_that_is_not_there_says_so_and_shows_no_other(
    open_page: OpenPage, site: str, view: str, language: str, sentence: str
) -> None:
    page = open_page(f"/?lang={language}#v1/{view}?task=own.gone&k=2", site)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_text("fast")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(sentence)).to_be_visible()
    assert "task=own.gone" in page.url
    if view == "compare":
        page.locator("#task").select_option("own.words")
        expect(page.get_by_text(sentence)).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_lesson_has_its_figure_its_question_and_harmless_words(
    open_page: OpenPage, site: str, language: str
) -> None:
    page = open_page(f"/?lang={language}#v1/lessons?lesson=own.coins", site)
    expect(page.get_by_role("heading", name="Coins", level=1)).to_be_visible()
    expect(page.get_by_text("50.3")).not_to_have_count(0)
    expect(page.get_by_text(MARKUP)).to_be_visible()
    assert page.locator("article script, article img").count() == 0
    assert page.title() != "1"
    own = page.get_by_role("navigation").get_by_role("link", name="Coins", exact=True)
    expect(own).to_have_attribute("aria-current", "page")


@pytest.mark.by_need
def test_its_rows_are_brought_into_measure(open_page: OpenPage, site: str) -> None:
    page = open_page("/#v1/measure", site)
    bring(page)
    page.get_by_role("button", name="moods.csv").click()
    expect(page.locator("#rows-of-items")).to_have_value(re.compile("A good day,happy"))


def bring(page: Page) -> None:
    """Opens the rows that are measured."""
    page.locator("[aria-controls=of-items]").click()


def test_a_new_lesson_and_a_task_are_written_there(
    open_page: OpenPage, site: str, folder: Path
) -> None:
    page = open_page("/#v1/lessons?lesson=own.coins", site)
    page.get_by_role("button", name="New lesson").click()
    page.get_by_label("Name of its file").fill("dice")
    text = page.get_by_label("Its text")
    whole = text.input_value()
    text.fill(whole.replace("kind: curves", "kind: lines"))
    page.get_by_role("button", name="Save the lesson").click()
    expect(page.get_by_role("alert")).to_contain_text("lessons/dice/lesson.en.md, line 7")
    text.fill(whole.replace("title: Coins", "title: Dice"))
    page.get_by_role("button", name="Save the lesson").click()
    expect(page.get_by_role("heading", name="Dice", level=1)).to_be_visible()
    files = sorted(path.name for path in (folder / "lessons" / "dice").iterdir())
    assert files == ["lesson.en.md", "result.json"]  # its Chinese part stayed folded
    page.goto(f"{site}/#v1/compare")
    page.locator("#task").select_option("same-word")
    fields(page).get_by_role("button", name="Save, open, copy as").click()
    page.get_by_label("Title").fill("A task of mine")
    page.get_by_role("button", name="Save in Lecture 3").click()
    expect(page.get_by_text("Saved as tasks/a-task-of-mine/task.json.")).to_be_visible()
    expect(page.locator("#task")).to_have_value("own.a-task-of-mine")
    assert (folder / "tasks" / "a-task-of-mine" / "task.json").is_file()


@pytest.mark.by_need
def test_a_new_lesson_and_a_task_are_written_in_chinese_too(
    open_page: OpenPage, site: str, folder: Path
) -> None:
    page = open_page("/?lang=zh#v1/lessons?lesson=own.coins", site)
    page.get_by_role("button", name="新课程").click()
    page.get_by_label("文件名").fill("cards")
    chinese = page.get_by_label("也写中文")
    whole = chinese.input_value()  # stands open on a page in Chinese
    chinese.fill(whole.replace("掷的次数\n    y", "掷的次数\n    z"))
    page.get_by_role("button", name="保存课程").click()
    wrong = "lessons/cards/lesson.zh.md，第 7 行：figures.heads.z 是 '正面的百分比'；没有这个键"
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    chinese.fill(whole.replace("title: 硬币", "title: 纸牌"))
    page.get_by_role("button", name="保存课程").click()
    expect(page.get_by_role("heading", name="纸牌", level=1)).to_be_visible()
    assert "title: 纸牌" in (folder / "lessons/cards/lesson.zh.md").read_text("utf-8")
    page.goto(f"{site}/?lang=zh#v1/compare")
    page.locator("#task").select_option("same-word")
    fields(page).get_by_role("button", name="保存、打开、复制为").click()
    page.get_by_label("标题").fill("我的任务")
    page.get_by_label("文件名").fill("mine")
    page.get_by_role("button", name="保存到 Lecture 3").click()
    expect(page.locator("#task")).to_have_value("own.mine")
    words = (folder / "tasks/mine/words.zh.json").read_text("utf-8")
    assert json.loads(words) == {"title": "我的任务"}
