"""One long run, whatever it reads: its cost, its progress, its end, and the record of it."""
