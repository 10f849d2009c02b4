"""The gallery's tasks by the standard questions of a measurement: the rule, its run, its record."""
