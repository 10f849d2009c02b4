"""What dice are on a server."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from shotglass.server.openapi import WHOLE, described, object_of
from shotglass.server.parts import ServerPart
from shotglass.server.responses import json_reply
from shotglass.server.services import Services

PAGE = Path(__file__).with_name("page.js")
VIEW = {"title": {"en": "Dice", "zh": "骰子"}, "script": "api/v1/dice/page.js"}
SCHEMAS = {"Die": object_of({"sides": WHOLE})}


def part(services: Services) -> ServerPart:
    sides = services.config.extensions.get("dice", 6)
    routes = Blueprint("dice", __name__, url_prefix="/api/v1/dice")

    @routes.get("")
    @described("getDie", "How many sides the die has", "Die", components=SCHEMAS)
    def die() -> Response:
        return json_reply({"sides": sides})

    @routes.get("/page.js")
    def page() -> Response:
        return Response(PAGE.read_text("utf-8"), content_type="text/javascript")

    return ServerPart(blueprints=[routes], page={"sides": sides, "view": VIEW})
