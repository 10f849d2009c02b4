"""Experiments that ask a lesson's question again: with more seeds, or beside another rival."""
