"""What was measured for the lessons, the gallery and the house models: not in the wheel."""
