"""Small results of shipped scenarios and recordings of single replicates, made once per test process."""

from functools import lru_cache

import pytest

import shorad
from shorad.results.recording import Recording
from shorad.results.results import Results
from shorad.study.replay import record


@lru_cache(maxsize=4)
def result(name: str) -> Results:
    """Two draws with six replicates each."""
    return shorad.run(shorad.load(name), draws=2, replicates=6, seed=3, but_for=False, parts=False)


@lru_cache(maxsize=8)
def recording(name: str, which: str = "worst") -> Recording:
    return record(result(name), which)


@pytest.fixture(scope="session")
def first_look() -> Recording:
    """Four drones against one vehicle."""
    return recording("first_look")


@pytest.fixture(scope="session")
def al_watiya() -> Recording:
    """Armed drones with designators, munitions, a command post."""
    return recording("al_watiya_2020")


@pytest.fixture(scope="session")
def hmeimim() -> Recording:
    """Droppers, guns and missiles."""
    return recording("hmeimim_2018_07")
