"""The API of llama.cpp's own server, as far as scripts written for it need it."""

from .routes import blueprint as blueprint
