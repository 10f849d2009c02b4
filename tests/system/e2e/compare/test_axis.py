"""The axis follows the task: rows, sentence, tick, evidence, staleness after every kind of edit."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Page, expect
from system.e2e.compare.task_edits import Editor, edit
from system.e2e.compare.task_model import Task
from system.e2e.instrument import MODEL, OpenPage, fields, lane, marks, post, shows
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

LANGUAGES = ("en", "zh")
EDITS = 20
# Whether the labels are flipped (or moved otherwise), and what became of the answer.
TURNS = {
    "en": {
        (True, "turned"): "{was}: on this one question the answer turned with the labels.",
        (True, "unturned"): "{stays}. On this one question the answer did not turn.",
        (True, "same"): (
            "{stays}. “{before}” is none of the labels that changed, so on this one question "
            "there is no other answer to turn to."
        ),
        (False, "same"): "{stays}. On this one question the answer did not change.",
        (True, "against"): "{was}: on this one question the answer changed, against the labels.",
        (True, "changed"): "{was}: on this one question the answer changed.",
        (False, "changed"): "{was}: on this one question the answer changed.",
    },
    "zh": {
        (True, "turned"): "{was}：就这一个问题而言，回答随标签转了。",
        (True, "unturned"): "{stays}。就这一个问题而言，回答没有转。",
        (True, "same"): (
            "{stays}。换过的标签里没有“{before}”，所以就这一个问题而言，没有别的回答可转。"
        ),
        (False, "same"): "{stays}。就这一个问题而言，回答没有变。",
        (True, "against"): "{was}：就这一个问题而言，回答变了，却与标签所指的不符。",
        (True, "changed"): "{was}：就这一个问题而言，回答变了。",
        (False, "changed"): "{was}：就这一个问题而言，回答变了。",
    },
}
WAS = {
    "en": "With the labels as they were it was “{}”, which goes from {} to {}",
    "zh": "标签未动时是“{}”，它从{} 变到{}",
}
STAYS = {"en": " as before, with {1} instead of {0}", "zh": "，和之前一样，但概率从{0} 变到{1}"}
STAYS_SAME = {"en": " as before, with {}", "zh": "，和之前一样，概率也是{}"}
MOVED = {
    "en": ("The labels are flipped", "another label than before; "),
    "zh": ("标签已", "的标签换了；"),
}
PRAISE = {"en": ", the expected answer.", "zh": "，它正是预期答案。"}
STOP = {"en": "Stop Esc", "zh": "停止 Esc"}
CHANGED = {"en": "Changed.", "zh": "已改动。"}


def opened(open_page: OpenPage, lang: str, task: str = "same-word") -> Editor:
    """Compare with this task of the gallery, run."""
    page = open_page(f"/?lang={lang}")
    page.locator(".mark[data-lane=few]").first.wait_for()
    editor = Editor(page, lang, Task.of_gallery("same-word"))
    ready(editor)
    fields(page)
    if task != "same-word":
        page.locator("#task").select_option(task)
        editor.task = Task.of_gallery(task)
        fresh(editor)
    return editor


def ready(editor: Editor) -> None:
    """Nothing runs, and a model would."""
    editor.page.locator("header .ready").wait_for()
    expect(editor.page.get_by_role("button", name=STOP[editor.lang])).to_have_count(0)
    expect(editor.page.locator(".lane[aria-busy=true]")).to_have_count(0)


def fresh(editor: Editor) -> None:
    """What the page asks by itself is answered."""
    expect(editor.page.locator(".lane .stale")).to_have_count(0)
    ready(editor)


def run(editor: Editor) -> None:
    editor.page.keyboard.press("Control+Enter")
    fresh(editor)


def bare(text: str) -> str:
    return text.removeprefix(" ")


def draws(page: Page, rows: list[str]) -> None:
    """Waits until the figure has these rows, beside that of any other token."""
    page.wait_for_function(
        """rows => {
          const drawn = [...document.querySelectorAll("#details figure [data-row]")];
          const named = drawn.map((row) => row.dataset.row).filter(Boolean);
          return JSON.stringify(named) === JSON.stringify(rows);
        }""",
        arg=rows,
    )


def shows_the_draft(editor: Editor) -> None:
    """Before any run: the rows there will be, what has none, evidence, and the way back."""
    page, task = fields(editor.page), editor.task
    assert page.locator("#answers").input_value().split("\n") == [bare(t) for t in task.rows()]
    note = page.locator("[data-rows]")
    assert note.get_attribute("data-rows") == task.chosen_by()
    said = note.inner_text()
    for text in task.without_row()[:3]:
        assert f"“{bare(text)}”" in said
    if task.pinned is not None and task.expected and task.expected not in task.rows():
        assert f"“{bare(task.expected)}”" in said
    measured = task.as_measured()
    expect(page.locator(".evidence")).to_have_count(int(measured))
    edited = int(task.task is not None and not measured)
    changed = page.locator(".changed")
    expect(changed).to_have_count(edited)
    expect(changed.filter(has_text=CHANGED[editor.lang])).to_have_count(edited)


def is_stale_where(editor: Editor, ran: Task) -> None:
    """Each lane says that it was edited exactly where its prompt, rows or expected answer were."""
    then, now = ran.lanes(), editor.task.lanes()
    for id in ("zero", "one", "few") if editor.task.shots else ("zero",):
        expect(lane(editor.page, id).locator(".stale")).to_have_count(int(then[id] != now[id]))


def shows_the_run(editor: Editor) -> None:
    """After a run: the rows drawn, the tick, and what the sentence says of moved labels."""
    page, task = editor.page, editor.task
    draws(page, task.rows())
    ticked = page.locator("#details figure [data-row]:has(.tick)").evaluate_all(
        "rows => rows.map(r => r.dataset.row)"
    )
    assert ticked == ([] if task.ticked() is None else [task.ticked()])
    says_what_moved(editor)


def says_what_moved(editor: Editor) -> None:
    page, task, lang = editor.page, editor.task, editor.lang
    sentence = page.locator("#verdict").inner_text()
    shown = min(task.k, len(task.shots))
    told = page.locator("#verdict .relabelled")
    if task.wrong(shown) == 0:
        expect(told).to_have_count(0)
        return
    assert PRAISE[lang] not in sentence
    answers = {row: p for row, p in marks(page, "few").items() if row}
    says = max(answers, key=lambda row: answers[row])
    before, p = before_the_move(editor)
    rule = task.rule() is not None
    turn = TURNS[lang][rule, task.turn(says, before)]
    way = [written(share, lang) for share in (p, answers[before])]
    stays = STAYS_SAME[lang].format(way[1]) if way[0] == way[1] else STAYS[lang].format(*way)
    was = WAS[lang].format(bare(before), *way)
    said = turn.format(was=was, stays=stays, before=bare(before))
    first, end, rest = said.partition(". " if lang == "en" else "。")
    if said.startswith(stays):  # the sentence above ends there, and what follows stands below it
        expect(told.locator("h1")).to_contain_text(first + end.strip())
        said = rest
    expect(told.locator("p")).to_have_text(said)  # it is asked for when no lane runs
    assert MOVED[lang][0 if rule else 1] in told.inner_text()
    assert bare(says) == told.locator("strong").inner_text()


def written(p: float, lang: str) -> str:
    """A probability as the sentence has it: whole above ten percent."""
    under, over, space = ("under ", "over ", "") if lang == "en" else ("不到 ", "超过 ", " ")
    if 0 < p < 0.0005:
        return f"{under}0.1\u202f%"
    if 0.9995 <= p < 1:
        return f"{over}99.9\u202f%"
    return f"{space}{100 * p:.{0 if 0.0995 <= p < 0.9995 else 1}f}\u202f%"


def before_the_move(editor: Editor) -> tuple[str, float]:
    """The likeliest listed answer with the labels where they were, from the model itself."""
    task = editor.task
    prompt, rows, _ = task.unmoved().lane(min(task.k, len(task.shots)))
    server = editor.page.evaluate("location.origin")
    body = {"model": MODEL, "prompt": prompt, "labels": list(task.rows() or rows)}
    labels = post(server, "/api/v1/score", body)["labels"]
    best = max(labels, key=lambda label: label["p"])
    return str(best["text"]), float(best["p"])


@pytest.mark.by_need
@pytest.mark.parametrize("lang", LANGUAGES)
def test_twenty_random_edits_show_what_a_plain_model_says(open_page: OpenPage, lang: str) -> None:
    random = Random(f"axis {lang}")
    editor = opened(open_page, lang)
    shows_the_draft(editor)
    ran = editor.task
    done = []
    for _ in range(EDITS):
        name, runs = edit(editor, random)
        done.append(name)
        print(name, editor.task.rows(), editor.task.expected)
        shows_the_draft(editor)
        if runs:
            fresh(editor)
        else:
            if name != "blank":
                is_stale_where(editor, ran)
            run(editor)
        ran = editor.task
        shows_the_run(editor)
    assert len(set(done)) > 8  # many kinds of edits were among them


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "kind",
    ["answer", "question", "expected", "other_set", "pasted", "deleted", "added", "pinned"],
)
def test_an_edit_of_one_kind_shows_in_rows_tick_evidence_and_lanes(
    open_page: OpenPage, lang: str, kind: str
) -> None:
    editor = opened(open_page, lang, "reviews")
    shows_the_run(editor)
    ran = editor.task
    runs = getattr(editor, kind)(Random(kind))
    shows_the_draft(editor)
    if not runs:
        is_stale_where(editor, ran)
        run(editor)
    fresh(editor)
    shows_the_run(editor)
    if not editor.task.as_measured():
        editor.button("reset")
        expect(editor.page.locator(".evidence")).to_be_visible()


@pytest.mark.by_need
@pytest.mark.parametrize("lang", LANGUAGES)
def test_flipped_labels_are_told_and_never_praised(open_page: OpenPage, lang: str) -> None:
    editor = opened(open_page, lang, "animal-or-food")
    expect(editor.page.locator(".tick")).to_have_count(1)
    editor.flipped(Random(1))
    fresh(editor)
    shows_the_draft(editor)
    shows_the_run(editor)
    expect(editor.page.locator(".relabelled")).to_contain_text(MOVED[lang][0])
    expect(editor.page.locator(".tick, .right svg")).to_have_count(0)
    assert violations(editor.page) == []
    editor.flipped(Random(1))  # flipped twice they are as they were
    fresh(editor)
    shows_the_draft(editor)
    expect(editor.page.locator(".relabelled")).to_have_count(0)
    expect(editor.page.locator(".tick")).to_have_count(1)


@pytest.mark.parametrize("task", ["reviews", "zog-or-fip", "animal-or-food"])
@pytest.mark.slow
def test_a_flip_is_judged_by_what_the_flipped_labels_point_to(
    open_page: OpenPage, task: str
) -> None:
    editor = opened(open_page, "en", task)
    editor.flipped(Random(1))
    fresh(editor)
    says_what_moved(editor)
    sentence = editor.page.locator(".relabelled").inner_text()
    assert "on this one question" in sentence.lower()
    for claim in ("true", "knows", "follow", "still"):
        assert claim not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.slow
def test_flipping_a_task_of_ones_own_is_told_and_survives_a_link(
    open_page: OpenPage, lang: str
) -> None:
    editor = opened(open_page, lang)
    editor.page.locator("#task").select_option("new")
    editor.task = Task.blank()
    rows = [("dull", "Negative"), ("fun", "Positive"), ("slow", "Negative"), ("warm", "Positive")]
    editor.paste(rows)
    editor.ask("awful", "Negative")
    editor.flipped(Random(1))
    fresh(editor)
    assert editor.task.ticked() is None
    shows_the_draft(editor)
    shows_the_run(editor)
    let_timers_fire(editor.page, 400)  # the address is written
    again = open_page(f"/?lang={lang}" + editor.page.evaluate("location.hash"))
    other = Editor(again, lang, editor.task)
    ready(other)
    shows_the_draft(other)
    run(other)
    shows_the_run(other)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_task_is_first_blank_and_runs_nothing_without_a_question(
    open_page: OpenPage, lang: str
) -> None:
    editor = opened(open_page, lang)
    page = editor.page
    assert page.locator("#task option").first.get_attribute("value") == "new"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#task").select_option("new")
    expect(page.locator(".mark, .token, .evidence")).to_have_count(0)
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator(".rail ol > li")).to_have_count(0)
    expect(page.locator(".axis .empty")).to_contain_text(
        {"en": "no question yet", "zh": "还没有问题"}[lang]
    )
    expect(page.locator(".run")).to_be_disabled()
    expect(page.get_by_role("alert")).to_have_count(0)  # nothing is wrong before anything is typed
    expect(page.locator(".lane")).to_have_count(1)
    assert " 0 to 0" not in page.locator("main").inner_text()
    page.keyboard.press("Control+Enter")
    let_timers_fire(page, 800)
    assert [url for url in asked if "/api/" in url or "/compare" in url] == []
    assert violations(page) == []
    editor.task = Task.blank()
    for at, (question, answer) in enumerate([("up", "down"), ("in", "out")]):
        editor.button("add")
        editor.write(at, 0, question)
        editor.write(at, 1, answer)
    page.locator("#question").fill("hot")
    page.locator("#expected").fill("cold")
    editor.task = Task(
        None, {"examples": [("up", " down"), ("in", " out")]}, "examples", "hot", " cold",
        "{input} ->{output}\n", k=2,
    )  # fmt: skip
    shows_the_draft(editor)
    run(editor)
    shows_the_run(editor)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.slow
def test_a_new_task_that_is_run_says_which_of_answers_and_examples_it_lacks(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang).page
    page.locator("#task").select_option("new")
    page.locator("#question").fill("hot")
    page.keyboard.press("Control+Enter")
    unanswered = {"en": "no answers to score", "zh": "没有要打分的答案"}
    expect(page.locator(".axis .empty")).to_contain_text(unanswered[lang])
    page.locator("#expected").fill("cold")
    page.keyboard.press("Control+Enter")
    says = {"en": "There are no examples yet", "zh": "还没有例子"}
    expect(page.locator("#verdict")).to_contain_text(says[lang])
    expect(page.locator(".lane")).to_have_count(1)  # without examples the three would be one


@pytest.mark.slow
def test_a_task_opened_after_an_empty_one_shows_its_examples(open_page: OpenPage) -> None:
    editor = opened(open_page, "en")
    editor.page.locator("#task").select_option("new")
    editor.task = Task.blank()
    editor.page.locator("#task").select_option("reviews")
    editor.open("reviews")
    fresh(editor)
    shows(editor.page, 4)
    shows_the_run(editor)


@pytest.mark.slow
def test_the_card_of_a_token_closes_when_its_run_is_gone(open_page: OpenPage) -> None:
    editor = opened(open_page, "en")
    page = editor.page
    card = page.get_by_role("group", name="What else could have stood here")
    lane(page, "few").locator(".token").first.click()
    expect(card).to_be_visible()
    page.locator("#task").select_option("reviews")
    fresh(editor)
    expect(card).to_have_count(0)
    lane(page, "few").locator(".token").first.click()
    expect(card).to_be_visible()
    page.locator("#question").fill("It was fine.")
    expect(card).to_be_visible()  # the run is still there, marked as edited since
    run(editor)
    expect(card).to_have_count(0)


def test_back_undoes_an_edit_and_typing_in_one_field_is_one_step(open_page: OpenPage) -> None:
    editor = opened(open_page, "en")
    page = editor.page
    question, answer = page.locator("#question"), page.get_by_label("Example 1, answer")
    question.fill("")
    question.press_sequentially("loud")
    answer.fill("icy")
    page.get_by_role("button", name="Delete example 3, old").click()
    let_timers_fire(page, 300)
    page.go_back()
    expect(page.locator(".rail ol > li")).to_have_count(8)
    expect(answer).to_have_value("icy")
    page.go_back()
    expect(answer).to_have_value("cold")
    expect(question).to_have_value("loud")
    page.go_back()
    expect(question).to_have_value("fast")
    expect(page.locator(".changed")).to_have_count(0)
    page.go_forward()
    expect(question).to_have_value("loud")


@pytest.mark.slow
def test_back_undoes_an_edit_of_a_task_too_long_for_the_address(open_page: OpenPage) -> None:
    editor = opened(open_page, "en")
    page = editor.page
    page.locator("#question").fill("so " * 3000 + "long")
    page.get_by_label("Example 1, answer").fill("icy")
    expect(page.get_by_text("too long for a link")).to_be_visible()
    let_timers_fire(page, 300)
    page.go_back()
    expect(page.get_by_label("Example 1, answer")).to_have_value("cold")
    assert len(page.locator("#question").input_value()) == 9004
    page.go_back()
    expect(page.locator("#question")).to_have_value("fast")


@pytest.mark.by_need
def test_changed_and_as_it_was_never_stand_together(open_page: OpenPage) -> None:
    editor = opened(open_page, "en")
    page = editor.page
    changed, again = page.locator(".changed"), page.get_by_text("The task is as it was.")
    page.get_by_label("Example 1, answer").fill("icy")
    expect(changed).to_be_visible()
    page.get_by_role("button", name="Back to the task as it was").click()
    expect(again).to_be_visible()
    expect(changed).to_have_count(0)
    page.get_by_label("Example 2, answer").fill("small")
    expect(changed).to_be_visible()
    expect(again).to_have_count(0)


@pytest.mark.by_need
@pytest.mark.parametrize("task", ["same-word", "reviews"])
def test_editing_a_label_moves_nothing(open_page: OpenPage, task: str) -> None:
    editor = opened(open_page, "en", task)
    run(editor)
    page = editor.page
    expect(page.locator("[data-brought]").last).to_be_visible()
    places = [
        "#question",
        ".rail ol > li:nth-child(2) .answer",
        "figure svg",
        "#details figure svg",
        ".lanes h2",
        "#verdict",
    ]

    def boxes() -> list[dict[str, int]]:
        found = [page.locator(place).first.bounding_box() for place in places]
        return [{side: round(at) for side, at in box.items()} for box in found if box]

    page.locator(places[1]).focus()
    before = boxes()
    assert len(before) == len(places)
    page.locator(places[1]).fill("ocean")
    expect(page.locator(".changed")).to_be_visible()
    assert boxes() == before


@pytest.mark.slow
def test_numbers_say_their_temperature_and_the_even_share_its_name(open_page: OpenPage) -> None:
    for lang, share, at in (
        ("en", "an even split", "at T = 1, before sampling settings"),
        ("zh", "均分", "T = 1，未经采样设置"),
    ):
        page = opened(open_page, lang).page
        expect(page.locator("#details figure").first).to_contain_text(share)
        expect(page.locator("#details figure").first).to_contain_text(at)
        assert "chance" not in page.locator("#details figure").first.inner_text()
