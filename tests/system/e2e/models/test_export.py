"""A model taken along from the page: made by the real exporter, checked, downloaded, run."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage

from shotglass.engine.library import BUNDLED

MODEL = "house-gpt2"
MAKING = 60_000  # milliseconds


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the house models that has exported nothing yet."""
    exports = tmp_path_factory.mktemp("exports")
    yield from serving({}, "--models", str(BUNDLED), "--exports", str(exports), ready="live")


def card(page: Page) -> Locator:
    return page.get_by_role("region", name="Export: House GPT-2, taught by episodes")


def taken(page: Page) -> bytes:
    """The zip behind the card's Download."""
    with page.expect_download() as begun:
        card(page).get_by_role("link", name="Download", exact=True).click()
    return Path(begun.value.path()).read_bytes()


def runs(zip: bytes, folder: Path, graph: str) -> None:
    """Unpacked, it has the digests that its report tells, and bare onnxruntime runs it."""
    with zipfile.ZipFile(io.BytesIO(zip)) as archive:
        archive.extractall(folder)
    report = json.loads((folder / "export.json").read_text("utf-8"))
    for name, file in report["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == file["sha256"]
    session = onnxruntime.InferenceSession(folder / graph)
    feeds = {"input_ids": np.array([[1, 2, 3]])}
    feeds |= {"attention_mask": np.ones((1, 3), np.int64), "position_ids": np.array([[0, 1, 2]])}
    for wanted in session.get_inputs()[3:]:
        feeds[wanted.name] = np.zeros((1, wanted.shape[1], 0, wanted.shape[3]), np.float32)
    (logits,) = session.run(["logits"], feeds)
    assert np.isfinite(logits).all()


def test_a_model_is_exported_twice_checked_and_taken_along(
    open_page: OpenPage, house: str, tmp_path: Path
) -> None:
    page = open_page(f"/#v1/models?model={MODEL}&format=portable&precision=fp32", base=house)
    here = card(page)
    here.get_by_role("button", name="Export portable in fp32").click()
    report = here.get_by_role("table", name="What was checked")
    expect(report).to_contain_text("Largest difference of a logit from fp32", timeout=MAKING)
    expect(report).to_contain_text("≤\u202f0.001")
    runs(taken(page), tmp_path / "portable", "portable.onnx")
    here.get_by_role("radio", name="int8 The same graph").check()
    here.get_by_role("button", name="Export int8 in int8").click()
    expect(report).to_contain_text("Mean KL from fp32, nats", timeout=MAKING)
    expect(report.get_by_text("passed")).to_have_count(5)
    runs(taken(page), tmp_path / "int8", "int8.onnx")
    program = here.get_by_role("tabpanel")
    expect(program).to_contain_text('InferenceSession("int8.onnx")')
    expect(page).to_have_url(f"{house}/#v1/models?model={MODEL}&format=int8")
