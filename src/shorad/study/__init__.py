"""What runs the engine again and again: Monte Carlo, but-for."""

from shorad.study.montecarlo import run
from shorad.study.sampling import Progress

__all__ = ["Progress", "run"]
