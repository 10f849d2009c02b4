"""Builders of the gallery's items, one function a task; ``build.BUILDERS`` names them all."""
