"""The app factory: every part is made here and handed down; there are no globals."""

from __future__ import annotations

from flask import Flask

from ..engine.first_look import FirstLook
from ..engine.library import Library
from . import (
    explaining,
    exporting,
    models,
    openai,
    ops,
    pages,
    problems,
    runs,
    scoring,
    security,
    shapes,
    tokenizing,
    training,
)
from .admission import Admission
from .config import ServerConfig
from .hosting import Hosting
from .runner import EngineRunner
from .services import Services

PARTS = (
    models, exporting, runs, scoring, explaining, ops, shapes, training, openai, tokenizing,
)  # fmt: skip


def create_app(config: ServerConfig, services: Services | None = None) -> Flask:
    """A WSGI app; ``services`` only to replace parts. Nothing is loaded before it is asked for."""
    services = services or make_services(config)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.body_limit
    problems.answer_errors(app, config.body_limit)
    security.guard(app, config)
    for part in PARTS:
        app.register_blueprint(part.blueprint(services))
    pages.register(app, config)
    return app


def make_services(config: ServerConfig) -> Services:
    hosting = Hosting(
        Library(config.roots),
        lambda folder: EngineRunner.open(
            folder,
            context=config.context,
            precision=config.precision,
            provider=config.provider,
            prefix_room=config.prefix_room,
            prompt_lookup=config.prompt_lookup,
        ),
        config.default_model,
        FirstLook(),
    )
    return Services(config, hosting, Admission(config.most_runs))
