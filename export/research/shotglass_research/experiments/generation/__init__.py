"""Objective and generation: what is learned, and how text comes of it."""
