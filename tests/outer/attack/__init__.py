"""Tries to break the server from outside, as a program: ``make attack``."""
