"""Extensions that come with Shotglass: found by entry points, and imported by none of the core."""
