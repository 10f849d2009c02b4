"""Text from anywhere stays text: typed, opened, linked, named by a model, told in an error."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Request
from support.models.tiny import write_tiny_folder
from system.e2e.compare.test_tasks import choose
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage, fields, opened
from system.e2e.page.payloads import MARK, PAYLOADS
from system.e2e.timers import let_timers_fire

ACTIVE = "script, img, iframe, object, embed, base, link[rel=stylesheet], meta, form, video, audio"
RECORDED = Path(__file__).parents[4] / "web" / "src" / "recordings" / "first.json"
OWN_PROMPTS = [lane["prompt"] for lane in json.loads(RECORDED.read_text("utf-8"))["lanes"]]
MODEL_ROUTES = ("compare", "generate", "score", "logits", "explain")

EMPTY_TASK = (
    '{"instruction":"","template":"{input}{output}","shot_sets":{},'
    '"query":{"input":"x"},"labels":[]}'
)
ODD = (
    *("", "0", "-1", "1e999", "NaN", "9" * 20, "true", "null", "{}", "[]", "a" * 900),
    *("same-word", "fast", "\ud83d\ude00", "%", "\\u0000", '{"__proto__":{"a":1}}', EMPTY_TASK),
)


def active_elements(page: Page) -> int:
    """How many elements of the body could run or load something."""
    count: int = page.evaluate(f"document.body.querySelectorAll({json.dumps(ACTIVE)}).length")
    return count


def assert_nothing_ran(page: Page, before: int) -> None:
    let_timers_fire(page, 300)
    assert page.evaluate(f"window.{MARK}") is None
    assert active_elements(page) == before


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) == 40


def test_payloads_typed_into_every_field_stay_text(open_page: OpenPage) -> None:
    page = opened(open_page("/?model=house-gpt2#v1/compare"))
    page.get_by_role("button", name="Wording").click()
    before = active_elements(page)
    for start in range(0, len(PAYLOADS), 4):
        question, expected, shot, instruction = PAYLOADS[start : start + 4]
        page.get_by_label("Question", exact=True).fill(question)
        page.get_by_role("textbox", name="Expected answer").fill(expected)
        page.get_by_label("Example 1, answer").fill(shot)
        page.get_by_label("Instruction before the examples").fill(instruction)
        page.get_by_label("Answers, one a line").fill(f" {question}\n {shot}")
        page.keyboard.press("Control+Enter")
        let_timers_fire(page, 700)
    assert_nothing_ran(page, before)


@pytest.mark.parametrize("view", ["compare", "decode", "inside", "forward", "lessons", "shapes"])
def test_payloads_in_the_address_stay_text(open_page: OpenPage, view: str) -> None:
    page = open_page(f"/#v1/{view}")
    page.get_by_role("heading", level=1).wait_for()
    let_timers_fire(page, 800)
    before = active_elements(page)
    for payload in PAYLOADS:
        prompt = {
            "instruction": payload,
            "template": "{input} ->{output}\n",
            "shot_sets": {payload: [{"input": payload, "output": payload}]},
            "query": {"input": payload, "expected": payload},
            "labels": [{"text": payload, "name": payload}, {"text": "no"}],
            "readout": "labels",
        }
        keys = ("text", "mask", "set", "task", "ask", "layer", "row", "path", "id", "lane")
        values = "&".join(f"{key}={quote(payload)}" for key in keys)
        for fragment in (
            f"#v1/{view}?prompt={quote(json.dumps(prompt))}",
            f"#v1/{view}?prompt={quote(payload)}&{values}",
            f"#v1/{quote(payload)}",
        ):
            page.evaluate("hash => { location.hash = hash }", fragment)
            let_timers_fire(page, 20)
    assert_nothing_ran(page, before)


def fuzzed(random: Random) -> str:
    """A fragment that begins as ours and goes wrong somewhere."""
    view = random.choice(["compare", "inside", "decode", "models", "lessons", "forward", "shapes"])
    keys = "task set ask k one prompt text mask at temperature top_k top_p seed n layer head row "
    keys += "step path lens __proto__ constructor toString x"
    values = [*PAYLOADS[:6], *ODD]
    pairs = [
        f"{random.choice(keys.split())}={random.choice(values)}"
        for _ in range(random.randint(0, 6))
    ]
    fragment = f"v1/{view}?" + "&".join(pairs)
    for _ in range(random.randint(0, 3)):
        at = random.randrange(len(fragment))
        fragment = fragment[:at] + random.choice("%&=?#/{}\u4e2d\u0001") + fragment[at + 1 :]
    return fragment


@pytest.mark.by_need
@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.slow)])
def test_fuzzed_addresses_raise_nothing_and_run_nothing(open_page: OpenPage, count: int) -> None:
    page = opened(open_page())
    runs: list[str] = []

    def note(request: Request) -> None:
        """What the model is asked; a view left open long enough asks about its own opening text."""
        if request.url.rsplit("/", 1)[-1] in MODEL_ROUTES:
            asked = json.loads(request.post_data or "{}").get("prompt")
            if asked not in OWN_PROMPTS:
                runs.append(f"{request.url}: {asked!r}")

    page.on("request", note)
    random = Random(7)
    for _ in range(count):
        page.evaluate("hash => { location.hash = hash }", fuzzed(random))
        let_timers_fire(page, 5)
    let_timers_fire(page, 1500)
    assert runs == []
    assert page.evaluate(f"window.{MARK}") is None


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose models are named, described and broken by payloads."""
    root = tmp_path_factory.mktemp("models")
    for index, payload in enumerate(PAYLOADS):
        if index == 0:
            folder = write_tiny_folder(root, "hostile-0")
        else:
            folder = copied(root / "hostile-0", root / f"hostile-{index}")
        edit_manifest(folder, payload)
    broken = root / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text(json.dumps({"id": PAYLOADS[2]}), encoding="utf-8")
    yield from serving({"SHOTGLASS_MODELS": str(root)})


def copied(source: Path, target: Path) -> Path:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return target


def edit_manifest(folder: Path, payload: str) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest |= {"id": folder.name, "name": payload, "licence": payload, "notes": [payload]}
    manifest["languages"] = [payload]
    manifest["provenance"] = {"source": payload}
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.by_need
def test_models_named_by_payloads_stay_text(open_page: OpenPage, hostile_server: str) -> None:
    page = open_page(base=hostile_server)
    page.get_by_role("heading", level=1).wait_for()
    before = active_elements(page)
    page.evaluate("location.hash = '#v1/models'")
    page.locator("article").nth(len(PAYLOADS) - 1).wait_for()
    assert PAYLOADS[2] in page.locator("main").inner_text()
    assert_nothing_ran(page, before)


@pytest.mark.by_need
def test_errors_that_quote_a_payload_stay_text(open_page: OpenPage, hostile_server: str) -> None:
    """The tiny models refuse these prompts with sentences that name what was sent."""
    page = fields(open_page(base=hostile_server))
    let_timers_fire(page, 1500)
    before = active_elements(page)
    for payload in PAYLOADS:
        page.get_by_label("Question", exact=True).fill(payload * 8)
        page.keyboard.press("Control+Enter")
        let_timers_fire(page, 60)
    assert_nothing_ran(page, before)


@pytest.mark.by_need
def test_payloads_in_task_files_stay_text(open_page: OpenPage) -> None:
    """Each file is named by a payload and made of it, as a whole task and as no task at all."""
    page = opened(open_page())
    before = active_elements(page)
    for payload in PAYLOADS:
        shots = [{"input": payload, "output": payload, "reasoning": payload}]
        task = {
            "id": payload,
            "lang": payload,
            "instruction": payload,
            "template": "{input} ->{output}\n",
            "shot_sets": {payload: shots},
            "query": {"input": payload, "expected": payload},
            "labels": [{"text": payload, "name": payload}, {"text": "no"}],
            "readout": "labels",
        }
        for content in (json.dumps(task), json.dumps({payload: payload}), payload):
            choose(page, f"{payload.replace('/', '')}.json", content.encode("utf-8", "replace"))
            let_timers_fire(page, 30)
    assert_nothing_ran(page, before)
    assert page.locator("main").inner_text().count("__ran") > 0
