"""Fixtures of the compile tests."""

import pytest
from full_scenario import full, made, soft
from small_scenario import resolved

__all__ = ["full", "made", "soft"]


@pytest.fixture(scope="session")
def small():
    return resolved()
