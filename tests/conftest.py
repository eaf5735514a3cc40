"""What all tests share: searched examples are the same everywhere, and no test is timed by its first compilation."""

import pytest
from hypothesis import settings

settings.register_profile("shorad", derandomize=True, deadline=None)
settings.load_profile("shorad")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write tests/golden/*.json anew (make golden)")
