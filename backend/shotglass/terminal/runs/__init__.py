"""Runs as files: saved, shown, and asked again."""
