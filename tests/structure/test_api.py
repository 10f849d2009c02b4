"""``import shotglass`` is at once, and has every name that the Python API has."""

from __future__ import annotations

import subprocess
import sys

import shotglass
from shotglass import lab

HEAVY = ("numpy", "onnxruntime", "pandas", "flask", "pydantic", "tokenizers", "matplotlib")


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = set(HEAVY)
    script = f"import sys, shotglass; print(sorted({heavy!r} & sys.modules.keys()))"
    command = [sys.executable, "-c", script]

    assert subprocess.run(command, capture_output=True, text=True).stdout.strip() == "[]"


def test_the_package_has_what_the_lab_has() -> None:
    names = {name for name, value in vars(lab).items() if callable(value)}

    assert names == shotglass._LAB
    assert all(getattr(shotglass, name) is getattr(lab, name) for name in names)
    assert {*names, "errors", "__version__"} <= set(dir(shotglass))
    assert shotglass.errors.ShotglassError.status == 500
    assert shotglass.__version__.count(".") == 2
