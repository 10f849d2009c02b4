"""Exact or fast with nothing scripted: the server's exporter makes the copy, or says why not."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.models.tiny import write_tiny_folder
from system.e2e.instrument import MODEL, OpenPage, choose_precision, lane, marks, run
from system.e2e.models.test_browser import served
from system.e2e.models.test_precision import chosen, eight, opened, still

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine.library import user_models

MAKING = 240_000  # ms: SmolLM2 in 8 bits, checked, on a busy machine
LEFT_OUT = ("native", "web", "reading", "writing", "native-fp16")


def begun(page: Page) -> Page:
    """Fast chosen, and its making begun."""
    choose_precision(page, "int8")
    page.get_by_role("button", name="Make it").click()
    return page


@pytest.mark.slow
def test_a_model_that_does_not_bear_8_bits_is_refused_in_words_and_stays_as_it_was(
    open_page: OpenPage, tmp_path: Path
) -> None:
    folder = write_tiny_folder(tmp_path, "tiny")  # random weights predict nothing to agree on
    before = {path.name: path.stat().st_size for path in folder.iterdir()}
    with served(tmp_path) as (address, _):
        page = begun(opened(open_page, address))
        alert = page.get_by_role("region").get_by_role("alert")
        expect(alert).to_contain_text(re.compile("KL|likeliest|differ"), timeout=60_000)
        page.get_by_role("button", name="Stay with exact").click()
        chosen(page, "fp32")
        page.context.close()  # before the server it asks
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == before


def live(page: Page) -> Page:
    """Every lane asked of the model itself, however busy the machine is."""
    return still(run(page))


def exact_only(source: Path, root: Path) -> Path:
    """The installed model as an import leaves it, its files linked and not copied."""
    manifest = json.loads((source / MANIFEST).read_text("utf-8"))
    for kind in LEFT_OUT:
        manifest["graphs"].pop(kind, None)
        manifest["quality"].pop(kind, None)
    graphs = manifest["graphs"].values()
    names = {name for graph in graphs for name in (graph["file"], *graph["weights"])}
    manifest["files"] = {
        name: entry
        for name, entry in manifest["files"].items()
        if name in names | {"tokenizer.json"}
    }
    target = root / source.name
    target.mkdir(parents=True)
    for name in manifest["files"]:
        try:
            os.link(source / name, target / name)
        except OSError:  # on another disk
            shutil.copyfile(source / name, target / name)
    (target / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return target


@pytest.mark.slow
def test_smollm2_in_8_bits_says_how_far_off_it_was_measured_and_exact_is_exact_again(
    open_page: OpenPage, models: dict[str, str], tmp_path: Path
) -> None:
    root = models.get("SHOTGLASS_MODELS")
    folder = exact_only((Path(root) if root else user_models()) / MODEL, tmp_path)
    with served(tmp_path) as (address, _):
        page = live(opened(open_page, address))
        exact = {id: marks(page, id) for id in ("zero", "one", "few")}
        begun(page)
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.locator(".lane .precision")).to_have_count(3, timeout=MAKING)
        live(eight(page))
        quality = Manifest.from_json((folder / MANIFEST).read_text("utf-8")).quality["native"]
        points = quality["points"]
        said = f"{points['median']:.2f} points in the median, {points['max']:.1f} at most"
        expect(page.locator(".next")).to_contain_text(said)
        fast = marks(page, "few")
        assert fast != exact["few"]
        for answer, p in fast.items():  # of one question, not of the text it was measured on
            assert p == pytest.approx(exact["few"][answer], abs=0.2)
        expect(lane(page, "few").get_by_role("button", name="8-bit")).to_be_visible()
        choose_precision(page, "fp32")
        expect(page.locator(".lane .precision")).to_have_count(0)
        live(still(page))
        assert {id: marks(page, id) for id in exact} == exact
        page.context.close()
