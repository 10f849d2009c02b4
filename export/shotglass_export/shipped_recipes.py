"""Recipes that come with the product, found by path or by name alone."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
SHIPPED = (PACKAGE / "recipes", PACKAGE.parent / "recipes")  # in a wheel, in a checkout


def find_recipe(path: Path) -> Path:
    """``path``, or where there is no such file the shipped recipe of its name."""
    names = (path.name, f"{path.name}.toml")
    shipped = (folder / name for folder in SHIPPED for name in names)
    return path if path.exists() else next((found for found in shipped if found.is_file()), path)
