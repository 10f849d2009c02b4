"""The models that ship: whole, small, and open about where they are from."""

from __future__ import annotations

import pytest

from shotglass.engine import Library
from shotglass.engine.library import BUNDLED, ModelFolder, default_roots

MOST_BYTES = 16 << 20
TOLD = {"recipe", "seed", "commit", "tokens", "data"}
HOUSE = [Library([BUNDLED]).folder(found.id) for found in Library([BUNDLED]).manifests()]


def test_they_are_looked_for_after_the_persons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOTGLASS_MODELS", "/somewhere")
    assert [str(root) for root in default_roots()] == ["/somewhere", str(BUNDLED)]


def test_none_is_broken() -> None:
    assert Library([BUNDLED]).broken() == {}


@pytest.mark.parametrize("folder", HOUSE, ids=lambda folder: folder.manifest.id)
def test_a_house_model_is_whole_small_and_tells_where_it_is_from(folder: ModelFolder) -> None:
    manifest = folder.manifest
    folder.verify(list(manifest.files))
    here = {path.name for path in folder.path.iterdir()} - {"manifest.json"}
    assert here == set(manifest.files)
    assert sum(entry.bytes for entry in manifest.files.values()) <= MOST_BYTES
    assert manifest.provenance.keys() >= TOLD
    assert all(source["may_ship"] for source in manifest.provenance["data"].values())
    assert not manifest.licence.startswith("not stated")
