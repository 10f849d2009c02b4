"""Experiments of the lessons on learning in context."""
