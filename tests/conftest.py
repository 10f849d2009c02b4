"""What all tests share."""

from hypothesis import settings

# The same examples on every run, and no limit on how long one takes on a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
