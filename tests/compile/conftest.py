"""Fixtures of the compile tests."""

import pytest
from small_scenario import resolved


@pytest.fixture(scope="session")
def small():
    return resolved()
