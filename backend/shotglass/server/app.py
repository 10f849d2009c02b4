"""The app factory: every part is made here and handed down; there are no globals."""

from __future__ import annotations

from functools import cache, partial

from flask import Flask

from ..engine.library import Library, ModelFolder
from ..engine.runtime.plugins import PLUGINS
from ..engine.runtime.providers import computed
from ..engine.tasks import MaskedRunner, Runner
from ..engine.trial_load import TrialLoad
from ..extending import installed
from ..precisions import Computed
from . import problems, security
from .compat import openai
from .config import ServerConfig
from .model_registry import ModelRegistry
from .openapi import Json, document_of
from .routes import (
    exports,
    fill,
    generate,
    graphs,
    models,
    operations,
    pages,
    score,
    shapes,
    tokenize,
    training_runs,
)
from .routes.inside import explain, logits, trace
from .routes.measuring import long_run, rows
from .services import Services
from .streaming.admission import Admission
from .streaming.metrics import count_answers

RESOURCES = (
    models, tokenize, generate, fill, score, long_run, rows, logits, explain,
    trace, training_runs, shapes, operations, openai, exports, graphs,
)  # fmt: skip


def create_app(config: ServerConfig, services: Services | None = None) -> Flask:
    """A WSGI app; ``services`` only to replace parts. Nothing is loaded before it is asked for."""
    services = services or make_services(config)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.body_limit
    problems.answer_errors(app, config.body_limit)
    security.guard(app, config, services.parts)
    count_answers(app, services.metrics)
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint(services))
    for part in services.parts:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    pages.register(app, config, services)
    return app


@cache
def document() -> Json:
    """What /openapi.json says of a server with the default settings."""
    return document_of(create_app(ServerConfig(roots=())))


def make_services(config: ServerConfig) -> Services:
    own = partial(computed, precision=config.precision, provider=config.provider)
    hosting = ModelRegistry(
        Library(config.roots), partial(_opened, config), config.default_model, TrialLoad(), own
    )
    hosting.default()  # from the start on it is the same
    admission = Admission(config.most_runs, is_shared=True, most_each=config.runs_each)
    return Services(config, hosting, admission, extensions=installed().extensions)


def _opened(
    config: ServerConfig, folder: ModelFolder, precision: Computed
) -> Runner | MaskedRunner:
    """On a GPU in fp16; what is asked for in another precision is computed by the processor. A
    plug-in's device computes in all that there are."""
    if folder.manifest.task == "masked-lm":
        return MaskedRunner.open(folder, context=config.context)
    on_gpu = precision == "fp16"
    return Runner.open(
        folder,
        context=config.context,
        precision=None if precision == "fp16" else precision,
        provider=config.provider if on_gpu or config.provider in PLUGINS else "cpu",
        slots=config.slots,
        queue=config.queue,
        prefix_room=config.prefix_room,
        prompt_lookup=config.prompt_lookup,
    )
