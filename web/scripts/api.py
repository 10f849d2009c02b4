"""Writes ``web/src/core/api/api.gen.ts``: what the page shares with the server (``make api``).

The schemas of /openapi.json become types. Values become the bounds of the settings, because the
page checks what is typed into a field, and the limits of a prompt with the sentences that refuse
one, because the page renders prompts itself.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.prompting.refusals import LIMITS, REFUSALS
from shotglass.server.app import document

SCRIPT = Path(__file__).with_name("api.js")
FILE = Path(__file__).parents[1] / "src/core/api/api.gen.ts"
BOUNDED = ("SettingsBody", "BeamSettingsBody")
BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def made() -> str:
    """The text of the file. Needs node and the page's packages."""
    described = document()
    schemas = described["components"]["schemas"]
    constants = {
        "LIMITS": {name: limits(schemas[name]) for name in BOUNDED},
        "PROMPT_LIMITS": LIMITS,
        "PROMPT_REFUSALS": REFUSALS,
    }
    given = json.dumps({"document": described, "constants": constants})
    command = ["node", str(SCRIPT)]
    return subprocess.run(command, input=given, capture_output=True, check=True, text=True).stdout


def limits(schema: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each number field its bounds, and whether it is a whole number."""
    return {
        name: {key: field[key] for key in BOUNDS if key in field}
        | {"whole": field.get("type") == "integer"}
        for name, field in schema["properties"].items()
        if any(key in field for key in BOUNDS)
    }


if __name__ == "__main__":
    text = made()
    # A page that is being edited loads anew otherwise.
    if not FILE.exists() or text != FILE.read_text(encoding="utf-8"):
        FILE.write_text(text, encoding="utf-8")
