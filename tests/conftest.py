"""What all tests share: searched examples are the same on every machine, and no test is timed by its first compilation."""

from hypothesis import settings

settings.register_profile("shorad", derandomize=True, deadline=None)
settings.load_profile("shorad")
