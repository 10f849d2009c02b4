"""Scaling laws of small models of our own."""
