"""Models lists what lies whole in this machine's Hugging Face cache, with the command for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TITLES = {"en": "On this machine, not imported yet", "zh": "本机已有、尚未导入"}
FILES = {"config.json": '{"model_type": "gpt2"}', "vocab.json": "{}"}


@pytest.fixture(scope="module")
def with_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server without models on a machine whose cache has one whole model and half of another."""
    cache, models = tmp_path_factory.mktemp("hub"), tmp_path_factory.mktemp("none")
    for name, files in (
        ("some--Model", FILES | {"model.safetensors": "w" * 3_000_000}),
        ("some--Half", FILES),
    ):
        folder = cache / f"models--{name}" / "snapshots" / COMMIT
        folder.mkdir(parents=True)
        (folder.parents[1] / "refs").mkdir()
        (folder.parents[1] / "refs" / "main").write_text(COMMIT)
        for file, text in files.items():
            (folder / file).write_text(text)
    yield from serving({"HF_HUB_CACHE": str(cache)}, "--models", str(models), ready="live")


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_lies_whole_in_the_cache_is_listed_with_its_command(
    open_page: OpenPage, with_cache: str, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/models", base=with_cache)
    section = page.locator("section", has=page.get_by_role("heading", name=TITLES[lang]))
    expect(section).to_contain_text("some/Model")
    expect(section).to_contain_text("3 MB")
    expect(section).to_contain_text("shotglass import hf:some/Model")
    expect(section).not_to_contain_text("some/Half")
    assert violations(page) == []
