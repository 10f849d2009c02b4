"""The README of an export: its files, and the program that runs them, which ``texts`` holds."""
