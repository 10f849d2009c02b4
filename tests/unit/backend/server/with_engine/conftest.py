"""The app over the real engine and a tiny random model, and its test client."""

from support.fixtures.engine_app import client, root, services

__all__ = ["client", "root", "services"]
