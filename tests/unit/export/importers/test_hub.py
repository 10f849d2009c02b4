"""``hf:owner/name``: what is asked of the hub, and what is fetched. The hub itself is a fake, or a
stand-in on this machine for its own client."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from huggingface_hub import HfApi

from shotglass.errors import ImportFailed
from shotglass_export.importers.hub import HubRepo
from shotglass_export.progress import silent

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """Repositories by name, each with its files."""

    def __init__(self, files: list[str], sha: str = COMMIT) -> None:
        self.files, self.sha, self.fetched = files, sha, []

    def model_info(self, repo_id: str, *, revision: str) -> SimpleNamespace:
        self.asked = repo_id, revision
        return SimpleNamespace(
            sha=self.sha, siblings=[SimpleNamespace(rfilename=name) for name in self.files]
        )

    def hf_hub_download(
        self, repo_id: str, filename: str, *, revision: str, local_dir: Path
    ) -> str:
        assert (repo_id, revision) == (self.asked[0], COMMIT)
        local_dir.mkdir(parents=True, exist_ok=True)
        (local_dir / filename).write_text(filename)
        self.fetched.append(filename)
        return str(local_dir / filename)


class NoNetwork:
    def model_info(self, repo_id: str, *, revision: str) -> SimpleNamespace:
        raise ConnectionError("[Errno -3] Temporary failure in name resolution\nand more")


@pytest.mark.parametrize(
    ("text", "repo"),
    [
        ("hf:openai-community/gpt2", HubRepo("openai-community/gpt2", "main")),
        ("hf:gpt2", HubRepo("gpt2", "main")),
        ("hf:a/b.c-1_2@v1.0", HubRepo("a/b.c-1_2", "v1.0")),
        (f"hf:a/b@{COMMIT}", HubRepo("a/b", COMMIT)),
        ("hf:a/b@refs/pr/1", HubRepo("a/b", "refs/pr/1")),
    ],
)
def test_a_repository_is_named_with_or_without_a_revision(text, repo):
    assert HubRepo.parse(text) == repo


@pytest.mark.parametrize(
    "text", ["hf:", "hf:a/b/c", "hf:../b", "hf:a/..", "hf:a/b@", "hf:a b", "hf:a/b@../x", "hf:/b"]
)
def test_what_names_no_repository_is_refused(text):
    with pytest.raises(ImportFailed, match="names no repository; hf:owner/name"):
        HubRepo.parse(text)


def test_an_adapter_is_to_be_merged_first(tmp_path):
    hub = FakeHub(["adapter_config.json", "adapter_model.safetensors", "README.md"])
    with pytest.raises(ImportFailed, match="a/b at main is a LoRA adapter, a change of another"):
        HubRepo("a/b").fetch(tmp_path, silent, hub)
    assert hub.fetched == []


def test_only_texts_and_safetensors_are_fetched(tmp_path):
    hub = FakeHub(
        ["README.md", "config.json", "model.safetensors", "pytorch_model.bin", "modeling.py",
         "onnx/model.onnx", "tokenizer.json", "model-00001-of-00002.safetensors", "../config.json",
         "model.safetensors.index.json"]
    )  # fmt: skip
    folder = HubRepo("a/b").fetch(tmp_path, silent, hub)
    assert hub.asked == ("a/b", "main")
    assert hub.fetched == ["README.md", "config.json", "tokenizer.json", "model.safetensors"]
    assert folder == tmp_path / "hub" / "a--b@0123456789ab"


def test_shards_are_fetched_where_there_is_no_single_file(tmp_path):
    index, shards = "model.safetensors.index.json", ["model-00001-of-00002.safetensors"]
    hub = FakeHub(["config.json", index, *shards, "model.fp16-00001-of-00002.safetensors"])
    HubRepo("a/b").fetch(tmp_path, silent, hub)
    assert set(hub.fetched) == {"config.json", index, *shards}


def test_a_repository_of_pickles_is_refused_before_anything_is_fetched(tmp_path):
    hub = FakeHub(["config.json", "pytorch_model.bin"])
    with pytest.raises(ImportFailed, match=r"a/b at main has no model\.safetensors"):
        HubRepo("a/b").fetch(tmp_path, silent, hub)
    assert hub.fetched == []


def test_without_a_network_the_sentence_says_so(tmp_path):
    with pytest.raises(ImportFailed, match="could not be fetched.*name resolution.*A network"):
        HubRepo("a/b").fetch(tmp_path, silent, NoNetwork())


def test_a_hub_that_names_no_commit_is_not_believed(tmp_path):
    with pytest.raises(ImportFailed, match="names no commit"):
        HubRepo("a/b").fetch(tmp_path, silent, FakeHub(["model.safetensors"], "../../x"))


@pytest.fixture
def downloaded(tmp_path):
    """A cache of the hub's client, with a repository a/b of four files."""
    repository = tmp_path / "cache" / "models--a--b"
    folder = repository / "snapshots" / COMMIT
    for path in (repository / "blobs", repository / "refs", folder):
        path.mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT)
    for name in ("config.json", "tokenizer.json", "model.safetensors", "modeling.py"):
        (repository / "blobs" / name).write_text(name)
        (folder / name).symlink_to(Path("../../blobs") / name)
    return tmp_path / "cache"


def test_what_lies_in_the_cache_of_this_machine_needs_no_network(tmp_path, downloaded):
    told = []
    report = lambda text, share: told.append(text)  # noqa: E731
    folder = HubRepo("a/b").fetch(tmp_path / "own", report, NoNetwork(), downloaded)
    assert folder == tmp_path / "own" / "hub" / "a--b@0123456789ab"
    names = ["config.json", "model.safetensors", "tokenizer.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert not any(path.is_symlink() for path in folder.iterdir())
    assert told == ["Taking commit 0123456789ab from this machine's Hugging Face cache"]
    blob = downloaded / "models--a--b" / "blobs" / "model.safetensors"
    assert (folder / "model.safetensors").samefile(blob)
    again = HubRepo("a/b", COMMIT).fetch(tmp_path / "own", silent, NoNetwork(), downloaded)
    assert again == folder


def test_on_another_disk_the_files_are_copied(tmp_path, downloaded, monkeypatch):
    def refused(*paths):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", refused)
    folder = HubRepo("a/b").fetch(tmp_path / "own", silent, NoNetwork(), downloaded)
    assert (folder / "model.safetensors").read_text() == "model.safetensors"


def test_a_revision_that_the_cache_has_not_is_asked_of_the_hub(tmp_path, downloaded):
    with pytest.raises(ImportFailed, match="could not be fetched"):
        HubRepo("a/b", "other").fetch(tmp_path / "own", silent, NoNetwork(), downloaded)


class StandIn(BaseHTTPRequestHandler):
    """The two answers of the hub's that are needed, for a repository a/b of two files."""

    FILES: ClassVar[dict[str, bytes]] = {"config.json": b"{}", "model.safetensors": b"weights"}

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        if self.path.startswith("/api/models/a/b/revision/v1"):
            names = [{"rfilename": name} for name in (*self.FILES, "pytorch_model.bin")]
            self.give(json.dumps({"id": "a/b", "sha": COMMIT, "siblings": names}).encode())
        elif (name := self.path.removeprefix(f"/a/b/resolve/{COMMIT}/")) in self.FILES:
            self.give(self.FILES[name])
        else:
            self.send_error(404)

    def give(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_hub_s_own_client_is_asked_as_it_wants_to_be(endpoint, tmp_path):
    hub = HfApi(endpoint=endpoint, token=False)
    folder = HubRepo("a/b", "v1").fetch(tmp_path, silent, hub)
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert found == StandIn.FILES
    assert not any(path.is_symlink() for path in folder.iterdir())


def test_what_the_hub_does_not_have_is_refused_in_its_words(endpoint, tmp_path):
    with pytest.raises(ImportFailed, match="a/c at main could not be fetched.*404"):
        HubRepo("a/c").fetch(tmp_path, silent, HfApi(endpoint=endpoint, token=False))
