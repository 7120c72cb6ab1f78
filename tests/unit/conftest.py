"""Settings of the unit tests."""

from __future__ import annotations

from hypothesis import settings

# The machine's load is no property of the code, and a run that found nothing finds nothing tomorrow either.
settings.register_profile("unit", deadline=None, derandomize=True, database=None)
settings.load_profile("unit")
