"""The API that OpenAI's clients speak: completions, chat, models."""

from .routes import blueprint as blueprint
