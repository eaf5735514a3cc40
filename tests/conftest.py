"""What all tests share: searched examples are the same everywhere, and no test is timed by its first compilation."""

import pytest
from hypothesis import settings

settings.register_profile("shorad", derandomize=True, deadline=None)
settings.load_profile("shorad")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write tests/golden/*.json anew (make golden)")
    parser.addoption("--heavy", action="store_true", help="also what is marked heavy (make validate)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Heavy tests of this folder run when asked for; those of the proof are its own affair (validation/conftest.py)."""
    if config.getoption("--heavy"):
        return
    here = config.rootpath / "tests"
    left_out = [item for item in items if here in item.path.parents and item.get_closest_marker("heavy")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
