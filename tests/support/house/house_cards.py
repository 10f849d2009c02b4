"""The manifests of the models that ship say of them what ``export/cards`` says, after what follows
from their runs. ``cd tests && python -m support.house.house_cards`` writes a changed card into its
manifest; all else that the manifest says stays as it is.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine.library import BUNDLED
from shotglass_export.checkpoint import Card
from shotglass_export.importers.run_folder import run_notes
from shotglass_export.publishing import RECIPE, CardExtra
from shotglass_export.toml_file import read_toml

CARDS = Path(__file__).parents[3] / "export" / "cards"
SHIPPED = tuple(sorted(path.parent.name for path in BUNDLED.glob(f"*/{MANIFEST}")))


def card_extra(model: str) -> CardExtra:
    return read_toml(CARDS / f"{model}.toml", CardExtra)


def with_card(folder: Path, extra: CardExtra) -> str:
    """The manifest in ``folder`` as ``publish`` would write its words now."""
    text = (folder / MANIFEST).read_text("utf-8")
    card = extra.added_to(_card(folder, Manifest.from_json(text)))
    words = {
        "name": card.name,
        "licence": card.licence,
        "languages": card.languages,
        "notes": card.notes,
    }
    return json.dumps(json.loads(text) | words, indent=2, ensure_ascii=False) + "\n"


def _card(folder: Path, manifest: Manifest) -> Card:
    """What the run knew."""
    recipe = tomllib.loads((folder / RECIPE).read_text("utf-8"))
    sources = [source | {"name": name} for name, source in manifest.provenance["data"].items()]
    notes = tuple(run_notes(manifest.architecture, recipe, sources))
    return Card(manifest.name, manifest.licence, notes=notes)


def main() -> None:
    for model in SHIPPED:
        text = with_card(BUNDLED / model, card_extra(model))
        (BUNDLED / model / MANIFEST).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
