"""An app over fake models, and its test client."""

from support.fixtures.scripted_app import app, client, config, runner, services

__all__ = ["app", "client", "config", "runner", "services"]
