"""The Hugging Face cache of a machine: what lies there whole is found, and nothing outside of it is
read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from shotglass.machine.hub_cache import (
    IMPORTED,
    CachedModel,
    cached_models,
    default_cache,
    files_of,
    import_lines,
    snapshot,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WHOLE = {"config.json": '{"model_type": "gpt2"}', "tokenizer.json": "{}", "model.safetensors": "w"}


def write(cache: Path, name: str, files: Mapping[str, str], ref: str = "main") -> Path:
    """As huggingface_hub lays it out: links into ``blobs``."""
    repository = cache / f"models--{name.replace('/', '--')}"
    folder = repository / "snapshots" / COMMIT
    for path in (repository / "blobs", repository / "refs", folder):
        path.mkdir(parents=True, exist_ok=True)
    (repository / "refs" / ref).write_text(COMMIT)
    for number, (file, text) in enumerate(files.items()):
        (repository / "blobs" / f"{number:040}").write_text(text)
        (folder / file).symlink_to(Path("../../blobs") / f"{number:040}")
    return folder


def test_whole_models_are_listed_with_the_size_of_their_weights(tmp_path: Path) -> None:
    write(tmp_path, "some/Name-1", WHOLE)
    write(tmp_path, "gpt2", WHOLE)
    assert cached_models(tmp_path) == [
        CachedModel("gpt2", COMMIT, "gpt2", 1),
        CachedModel("some/Name-1", COMMIT, "gpt2", 1),
    ]
    assert list(import_lines(cached_models(tmp_path)[1:])) == [
        "hf:some/Name-1\tin the Hugging Face cache\t0 MB\tshotglass import hf:some/Name-1"
    ]


def test_shards_must_all_be_there(tmp_path: Path) -> None:
    shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    index = json.dumps({"weight_map": {"a": shards[0], "b": shards[1]}})
    files = {"config.json": WHOLE["config.json"], "vocab.json": "{}"}
    files |= {"model.safetensors.index.json": index, shards[0]: "12"}
    folder = write(tmp_path, "a/b", files)
    assert cached_models(tmp_path) == []
    (folder / shards[1]).write_text("345")
    assert cached_models(tmp_path) == [CachedModel("a/b", COMMIT, "gpt2", 5)]


@pytest.mark.parametrize("missing", WHOLE)
def test_what_is_not_whole_is_not_listed(tmp_path: Path, missing: str) -> None:
    write(tmp_path, "a/b", {name: text for name, text in WHOLE.items() if name != missing})
    assert cached_models(tmp_path) == []
    assert snapshot(tmp_path, "a/b") is None


@pytest.mark.parametrize(
    "config", ["{", "[]", '{"model_type": ["gpt2"]}', '{"model_type": "t5"}', "[" * 5000, "{}"]
)
def test_a_config_of_something_else_is_not_listed(tmp_path: Path, config: str) -> None:
    write(tmp_path, "a/b", WHOLE | {"config.json": config})
    assert cached_models(tmp_path) == []


def test_a_link_that_leads_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text('{"model_type": "gpt2"}')
    files = {name: text for name, text in WHOLE.items() if name != "config.json"}
    folder = write(tmp_path / "cache", "a/b", files)
    (folder / "config.json").symlink_to(tmp_path / "secret")
    assert files_of(folder) == {}
    assert cached_models(tmp_path / "cache") == []


@pytest.mark.parametrize(
    "name", ["../a", "a/../b", "/a", "a/b/c", "", "a/", "a/b\n", "a\0b", "..", "a/..", "é/b"]
)
def test_what_is_no_name_becomes_no_path(tmp_path: Path, name: str) -> None:
    assert snapshot(tmp_path, name) is None


@pytest.mark.parametrize("revision", ["../main", "a/../../x", "/etc/passwd", "", "other", "a\0"])
def test_a_revision_that_is_not_there_is_none(tmp_path: Path, revision: str) -> None:
    write(tmp_path, "a/b", WHOLE)
    assert snapshot(tmp_path, "a/b", revision) is None


def test_branches_and_commits_are_found(tmp_path: Path) -> None:
    folder = write(tmp_path, "a/b", WHOLE, ref="v1.0")
    assert snapshot(tmp_path, "a/b", "v1.0") == folder == snapshot(tmp_path, "a/b", COMMIT)
    assert snapshot(tmp_path, "a/b") is None


def test_a_ref_that_names_a_path_is_not_believed(tmp_path: Path) -> None:
    folder = write(tmp_path, "a/b", WHOLE)
    (folder.parent.parent / "refs" / "main").write_text("../../../x")
    assert snapshot(tmp_path, "a/b") is None


def test_no_cache_is_no_model(tmp_path: Path) -> None:
    assert cached_models(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"HF_HUB_CACHE": "/a"}, "/a"),
        ({"HUGGINGFACE_HUB_CACHE": "/a", "HF_HOME": "/b"}, "/a"),
        ({"HF_HOME": "/b"}, "/b/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
        ({}, "~/.cache/huggingface/hub"),
    ],
)
def test_the_cache_is_where_the_hub_s_own_client_has_it(
    variables: dict[str, str], place: str
) -> None:
    assert default_cache(variables) == Path(place).expanduser()


def test_the_families_are_those_of_the_importer() -> None:
    from shotglass_export.importers.hf.checkpoint import FAMILIES

    assert frozenset(FAMILIES) == IMPORTED
