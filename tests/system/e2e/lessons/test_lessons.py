"""The lessons: a figure on real numbers, a correction, a link each; the list is honest."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, OpenPage, post, tool
from system.e2e.page.test_access import violations

LESSONS = {
    "sparse": "Counting words",
    "vectors": "One word, two senses",
    "ladder": "How many labels pre-training saves",
    "probe": "What a next-token model learns about grammar",
    "tokens": "How text becomes numbers",
    "autoregressive": "Why autoregressive",
    "block": "The block, part by part",
    "norms": "Where the norms stand",
    "positions": "Telling positions",
    "feedforward": "Feed-forward, GELU and gates",
    "attention": "Attention, number by number",
    "mask": "The causal mask",
    "pass": "One pass, from model to multiply-add",
    "objective": "Perplexity and bits per byte",
    "training": "A net that learns while you watch",
    "finetuning": "Fine-tuning as GPT-1 did it",
    "decoders": "One distribution, five decoders",
    "beam": "Beam search",
    "leaps": "What each GPT made unnecessary",
    "mixture": "What GPT-3 read, and how often",
    "experts": "GPT-4’s rumoured experts",
    "patches": "An image as tokens",
    "longcontext": "A key in a long text",
    "shots": "Zero, one, few",
    "gpt2": "What GPT-2’s “zero-shot” prompts really held",
    "bayes": "Examples as evidence: Bayes’ rule",
    "descent": "Is it gradient descent?",
    "meta": "Learning to learn",
    "bigger": "Do larger models learn better in context?",
    "cot": "Writing the steps first",
    "onemodel": "One model for ten tasks",
    "bert": "BERT beside GPT",
    "scaling": "Scaling laws, small",
    "predicted": "A prediction and its miss",
    "chinchilla": "Smaller, but better read",
    "bias": "Bias and truth",
    "alignment": "Alignment",
    "misuse": "Misuse: a document that gives orders",
    "open": "Five open questions",
    "ceiling": "When the text runs out",
    "lookup": "Several tokens at a time",
    "emergence": "A sudden ability, and the metric",
}

OUTCOMES = {
    "held": "Held.",
    "refuted": "Refuted.",
    "null": "Undecided: the data cannot tell.",
}
COURSE = Path(__file__).parents[4] / "web/src/extensions/course"


def opened(page: Page, id: str) -> Page:
    """The page once the lesson's figure stands there."""
    expect(page.get_by_role("heading", level=1, name=LESSONS[id])).to_be_visible()
    page.locator("article figure").first.wait_for()
    if id == "gpt2":
        page.locator(".lanes dd").nth(1).wait_for()
    return page


@pytest.mark.by_need
def test_the_surprisals_are_the_models_own_and_add_up(open_page: OpenPage, address: str) -> None:
    page = opened(open_page("/#v1/lessons?lesson=autoregressive"), "autoregressive")
    page.get_by_label("A text of your own").fill("One two three four")
    told = post(
        address,
        "/api/v1/score",
        {
            "model": MODEL,
            "prompt": "One",
            "labels": [" two three four"],
        },
    )["labels"][0]["logprob"]
    expect(page.get_by_role("img", name="Surprisals adding up")).to_contain_text("␣four")
    said = page.get_by_text("Together ").inner_text()
    nats = float(said.split()[1])
    assert nats == pytest.approx(-told, rel=0.05)  # the graph that explains has exact weights
    assert math.exp(-nats) < 1


@pytest.mark.by_need
def test_a_part_of_the_block_is_told_by_pointer_and_by_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=block"), "block")
    drawing = page.get_by_role("img", name="The block of GPT-2 small, part by part")
    drawing.get_by_text("K", exact=True).hover()
    expect(page.get_by_text("590\u202f592 parameters, 1.18\u202fM FLOPs a token")).to_be_visible()
    page.get_by_role("button", name="Up", exact=True).focus()
    expect(page.get_by_text("2\u202f362\u202f368 parameters")).to_be_visible()
    expect(page.get_by_role("row", name="All of it")).to_contain_text("124\u202f439\u202f808")
    page.get_by_role("checkbox", name="With cross-attention").check()
    expect(page.get_by_text("adds 2\u202f362\u202f368 weights to a block")).to_be_visible()
    page.get_by_role("radio", name="BERT").check(force=True)
    expect(page.get_by_role("img", name="The block of BERT base")).to_contain_text("no mask")
    page.get_by_role("checkbox", name="With cross-attention").uncheck()
    expect(page.get_by_role("row", name="All of it")).to_contain_text("109\u202f482\u202f240")
    expect(page).to_have_url(re.compile("values="))
    page.reload()
    expect(page.get_by_role("row", name="All of it")).to_contain_text("109\u202f482\u202f240")


@pytest.mark.slow
def test_the_mask_lesson_draws_both_matrices_and_corrects_the_note(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=mask"), "mask")
    drawing = page.get_by_role("img", name="The causal mask of four tokens, twice")
    assert drawing.inner_html().count("−∞") == 6
    expect(page.get_by_text("lower-triangular matrix.”")).to_be_visible()
    expect(page.get_by_text("Vaswani et al. 2017, section 3.2.3")).to_be_visible()
    page.get_by_role("link", name="Switch the mask off").click()
    expect(page.get_by_label("causal mask")).not_to_be_checked()
    expect(page.locator("td.leak")).to_have_count(6)


@pytest.mark.slow
def test_a_text_is_measured_under_two_tokenizers_over_the_same_bytes(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page("/#v1/lessons?lesson=objective"), "objective")
    expect(page.get_by_text("Recorded 20")).to_have_count(2)
    expect(page.get_by_text("By perplexity House GPT-2, prose only is ahead")).to_be_visible()
    page.get_by_label("A text of your own").fill("It was a schoolmistress.")
    expect(page.get_by_text("Computed just now by")).to_have_count(2)
    said = page.get_by_role("table", name="The same").locator("tbody tr")
    rest = " was a schoolmistress."
    for column, model in enumerate((MODEL, "house-prose")):
        label = {"model": model, "prompt": "It", "labels": [rest]}
        logprob = post(address, "/api/v1/score", label)["labels"][0]["logprob"]
        bits = float(said.last.locator("td").nth(column).inner_text())
        assert bits == pytest.approx(-logprob / math.log(2) / len(rest), rel=0.01)
    page.get_by_label("A text of your own").fill("It was the day.")
    expect(page.get_by_text("into the same 4 tokens")).to_be_visible()
    expect(page).to_have_url(re.compile("text=It"))
    page.get_by_role("link", name="Ask both models for the next token").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "b_model=house-prose" in page.url


@pytest.mark.slow
def test_another_random_number_changes_the_draw_and_never_greedy(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=decoders"), "decoders")
    said = page.get_by_text("Random number 0.")
    seen = set()
    greedy = set()
    for _ in range(6):
        text = said.inner_text()
        seen.add(text)
        greedy.add(text.split("chosen: ")[1].split(",")[0])
        page.get_by_role("button", name="Draw another number").click()
        expect(said).not_to_have_text(text)
    assert len(seen) == 6
    assert len(greedy) == 1
    page.get_by_role("link", name="Move the sliders on this distribution").click()
    expect(page.get_by_label("Text before the next token")).to_have_value(re.compile("hot -> cold"))
    expect(page).to_have_url(re.compile("top_p=0.7"))


@pytest.mark.slow
def test_the_best_of_a_wider_beam_is_the_models_own_and_likelier_than_greedys(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page("/#v1/lessons?lesson=beam"), "beam")
    page.get_by_role("radio", name="3").check()
    said = page.get_by_text("b = 3 finds").inner_text()
    page.get_by_role("link", name="Run a beam search yourself").click()
    settings = {"width": 3, "n": 1, "max_tokens": 4}
    text = page.get_by_label("Text before the next token").input_value()
    told = post(
        address,
        "/api/v1/beam",
        {"model": MODEL, "prompt": text, "settings": settings, "stream": False},
    )
    best = next(event for event in told["events"] if event["type"] == "found")["results"][0]
    assert f"“{best['text'].strip()}”, {100 * math.exp(best['logprob']):.1f}" in said
    expect(page.get_by_label("Beam width")).to_have_value("3")


@pytest.mark.slow
def test_a_weight_of_the_mixture_moves_its_epochs_and_stands_in_the_link(
    open_page: OpenPage,
) -> None:
    page = opened(open_page("/#v1/lessons?lesson=mixture"), "mixture")
    figures = page.locator("article figure").first
    expect(figures.locator("svg")).to_contain_text("3.47")
    page.get_by_label("Weight of WebText2 in percent").fill("19")
    tool(figures, "Show as table").click()
    row = figures.get_by_role("row", name="WebText2")
    expect(row.get_by_role("cell").nth(3)).to_have_text("3.00")
    expect(page.get_by_text("Sum: 98 %")).to_be_visible()
    expect(page).to_have_url(re.compile("values=60%2C19%2C8%2C8%2C3"))
    page.reload()
    expect(page.get_by_label("Weight of WebText2 in percent")).to_have_value("19")
    page.get_by_role("button", name="The paper’s weights").click()
    expect(page.get_by_label("Weight of WebText2 in percent")).to_have_value("22")
    expect(page).not_to_have_url(re.compile("values="))


def test_a_lesson_with_an_experiment_says_what_was_asked_and_how_to_run_it(
    open_page: OpenPage,
) -> None:
    page = opened(open_page("/#v1/lessons?lesson=mixture"), "mixture")
    record = page.get_by_role("region", name="The experiment")
    expect(record).to_contain_text("Refuted.")
    record.get_by_text("How it was judged").click()
    expect(record).to_contain_text("Rule, written before the run")
    expect(record).to_contain_text("n = 5 sources")
    expect(record).to_contain_text("shotglass experiment mixture")
    record.get_by_text("Data, licences").click()
    expect(record.get_by_text("Brown et al. 2020, table 2.2")).to_be_visible()


@pytest.mark.slow
def test_a_table_of_a_result_writes_a_column_of_shares_in_percent(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=onemodel"), "onemodel")
    result = json.loads((COURSE / "lessons/onemodel/result.json").read_bytes())
    [table] = result["tables"]
    _, prompted, _, labels = table["rows"][0]
    row = page.get_by_role("row").filter(has_text=f"{100 * prompted:.1f}\u202f%")
    expect(row.locator("td").last).to_have_text(str(labels))


@pytest.mark.slow
def test_form_and_choice_are_those_of_compare(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=shots"), "shots")
    tool(page, "Show as table").click()
    right = page.locator("article tbody tr").nth(3).locator("td").last.inner_text()
    page.get_by_role("link", name="Step the examples").click()
    mark = page.locator("[data-row=' slow'] .mark[data-lane=few]")
    assert f"{100 * float(mark.get_attribute('data-p') or 'nan'):.1f}" == right.split("\u202f")[0]


@pytest.mark.slow
def test_gpt2s_prompts_are_told_with_their_examples(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=gpt2"), "gpt2")
    expect(page.locator(".prompts .example")).to_have_count(6)
    expect(
        page.get_by_text("Radford et al. 2019, section 2 and sections 3.1 to 3.8")
    ).to_be_visible()
    assert all(page.locator(".lanes dd").all_inner_texts())


PATH = ("tokens", "autoregressive", "attention", "mask", "training", "decoders", "shots")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_next_follows_the_newcomers_path_to_its_end_and_previous_leads_back(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons")  # a link that names a lesson goes by the weeks

    def walk(steps: tuple[str, ...], link: str) -> None:
        for id in steps:
            page.locator(f"nav.steps {link}[href$='lesson={id}']").click()
            expect(page).to_have_url(re.compile(f"lesson={id}$"))
            expect(page.locator("nav.steps")).to_have_count(1)

    walk(PATH[1:], "a.next")
    expect(page.locator("nav.steps a.next")).to_have_count(0)
    walk(PATH[-2::-1], "a:not(.next)")
    expect(page.locator("nav.steps a:not(.next)")).to_have_count(0)


@pytest.mark.slow
def test_the_upper_glasses_are_numbered_by_all_answers_the_lower_by_the_right_one(
    open_page: OpenPage,
) -> None:
    page = opened(open_page("/#v1/lessons?lesson=shots"), "shots")
    rows = page.locator(".glasses")

    def levels(row: int) -> list[float]:
        texts = rows.nth(row).locator("text.level").all_text_contents()
        return [float(re.sub(r"[^\d.]", "", text)) for text in texts]

    def parts(row: int, k: int, answer: str = "") -> float:
        liquid = rows.nth(row).locator(f"[data-k='{k}'] [data-answer{answer}]").all()
        return 100 * sum(float(item.get_attribute("data-p") or 0) for item in liquid)

    assert levels(0)[2] == pytest.approx(parts(0, 2), abs=0.51)
    assert levels(1)[2] == pytest.approx(parts(1, 2, "='0'"), abs=0.51)
    assert parts(0, 2) > parts(0, 2, "='0'") + 0.5


@pytest.mark.by_need
def test_previous_next_and_the_list_lead_through_the_lessons(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=sparse"), "sparse")
    steps = page.get_by_role("navigation", name="Previous and next lesson")
    for title in list(LESSONS.values())[1:]:
        steps.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    page.go_back()
    before = list(LESSONS.values())[-2]
    expect(page.get_by_role("heading", level=1, name=before)).to_be_visible()
    topics = page.get_by_role("navigation", name="Topics")
    expect(topics.locator("[aria-current=page]")).to_have_text(before)
    topics.get_by_role("button", name=re.compile(r"All \d+ lessons")).click()
    expect(topics.locator("[aria-current=page]")).to_have_text(before)
    assert topics.get_by_role("listitem").count() == len(LESSONS) + 2
    assert topics.get_by_role("link").count() == len(LESSONS) + 4  # note, first steps
    topics.get_by_role("link", name="A forward pass by hand").click()
    page.get_by_role("button", name="Change the numbers").click()
    page.get_by_label("Token 1, number 1", exact=True).fill("3")
    page.get_by_role("navigation", name="Lessons and their").get_by_role(
        "link", name="Shapes"
    ).click()
    pages = page.get_by_role("navigation", name="Lessons and their numbers")
    expect(pages.locator("[aria-current=page]")).to_have_text("Shapes")
    pages.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", level=1, name=before)).to_be_visible()
    topics.get_by_role("button", name=re.compile(r"All \d+ lessons")).click()
    topics.get_by_role("link", name="A forward pass by hand").click()
    page.get_by_role("button", name="Change the numbers").click()
    expect(page.get_by_label("Token 1, number 1", exact=True)).to_have_value("3")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.slow
def test_every_step_to_another_lesson_begins_at_its_title(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    page = open_page("/#v1/lessons?lesson=scaling", viewport={"width": width, "height": height})
    title = page.locator("#lesson-title")
    steps = page.get_by_role("navigation", name="Steps").or_(page.locator(".steps"))
    last = page.locator("main nav li a[href*=lesson]").last
    for link in (steps.first.locator(".next"), last, steps.first.locator("a").first):
        before = title.inner_text()
        link.scroll_into_view_if_needed()
        link.click()
        expect(title).not_to_have_text(before)
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport(ratio=1)
        box = title.bounding_box()
        assert box is not None
        assert box["y"] <= height / 2


@pytest.mark.by_need
def test_a_lesson_is_fetched_when_it_is_opened_and_in_one_language(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/lessons?lesson=autoregressive"), "autoregressive")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.get_by_role("button", name=re.compile(r"All \d+ lessons")).click()
    page.get_by_role("navigation", name="Topics").get_by_role("link", name="Zero, one").click()
    opened(page, "shots")
    scripts = [url.rsplit("/", 1)[1] for url in fetched if url.endswith(".js")]
    names = Counter(name.split("-")[0] for name in scripts)
    assert (names["lesson.en"], names["lesson.zh"], names["Figure"]) == (1, 0, 1)
    assert len(scripts) <= 10  # with what figures share: how a model is asked, when, glasses


@pytest.mark.by_need
def test_all_hypotheses_stand_in_one_table_with_what_became_of_them(open_page: OpenPage) -> None:
    results = [
        json.loads(file.read_text("utf-8")) for file in COURSE.glob("lessons/*/*result.json")
    ]
    page = opened(open_page("/#v1/lessons?lesson=mask"), "mask")
    page.get_by_text("All hypotheses, and what became of them").click()
    table = page.get_by_role("table", name="All hypotheses")
    expect(table.get_by_role("row")).to_have_count(len(results) + 1)
    for outcome, words in OUTCOMES.items():
        found = [result for result in results if result["outcome"] == outcome]
        expect(table.get_by_text(words, exact=True)).to_have_count(len(found))
    assert violations(page) == []
    table.get_by_role("link", name=LESSONS["mixture"]).click()
    opened(page, "mixture")


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("id", "kind"), list(product(LESSONS, [("light", "zh", 1440), ("dark", "en", 320)]))
)
def test_axe_finds_nothing_in_a_lesson(
    open_page: OpenPage, id: str, kind: tuple[str, str, int]
) -> None:
    scheme, language, width = kind
    size = {"width": width, "height": 900}
    path = f"/?lang={language}#v1/lessons?lesson={id}"
    page = open_page(path, color_scheme=scheme, viewport=size)
    page.locator("article figure").first.wait_for()
    if id == "gpt2":
        page.locator(".lanes dd").nth(1).wait_for()
    assert violations(page) == []
    table = "Show as table" if language == "en" else "看表格"
    tool(page.locator("article figure").first, table).click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_a_model_what_was_recorded_is_there_and_the_rest_says_why(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page("/#v1/lessons?lesson=autoregressive", base=without_model)
    expect(page.get_by_text("Together 49.8")).to_be_visible()
    page.goto(f"{without_model}/#v1/lessons?lesson=objective")
    opened(page, "objective")
    expect(page.get_by_text("Recorded 20")).to_have_count(2)
    page.get_by_label("A text of your own").fill("Another text.")
    expect(page.get_by_text("This figure needs the model.")).to_be_visible()
    for id in (
        "sparse",
        "mask",
        "finetuning",
        "decoders",
        "beam",
        "leaps",
        "mixture",
        "chinchilla",
        "shots",
        "gpt2",
        "onemodel",
        "experts",
        "patches",
        "open",
    ):
        page.goto(f"{without_model}/#v1/lessons?lesson={id}")
        opened(page, id)
    page.goto(f"{without_model}/#v1/forward")
    expect(page.get_by_role("grid", name="1 Scores")).to_be_visible()
    page.goto(f"{without_model}/#v1/shapes")
    expect(page.get_by_text("174\u202f604\u202f259\u202f328")).to_be_visible()
