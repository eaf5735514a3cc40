"""What figures are made from: a result, and on demand one replicate run again and maps of coverage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shorad.errors import ScenarioError
from shorad.results.coverage import Coverage
from shorad.results.recording import Recording
from shorad.results.results import Results

FINE, COARSE = 400, 200  # points along the longer side: of the map, of what is read off many maps


@dataclass(frozen=True, eq=False)
class Material:
    """`again` runs the replicate to be shown; `cover` maps a height (m above ground) with so many points.

    Both are handed in, None where there are none. Either may raise ScenarioError (a scenario that this version cannot
    read any more): then its figures are not there, and `notes` says why.
    """

    results: Results
    again: Callable[[], Recording] | None = None
    cover: Callable[[float, int], Coverage] | None = None
    height: float | None = None  # m above ground, of the map; None: where the attackers fly

    @cached_property
    def _recorded(self) -> Recording | ScenarioError | None:
        try:
            return self.again() if self.again is not None else None
        except ScenarioError as error:
            return error

    @cached_property
    def _mapped(self) -> Coverage | ScenarioError | None:
        try:
            return self.cover(self._height, FINE) if self.cover is not None else None
        except ScenarioError as error:
            return error

    @property
    def _height(self) -> float:
        """The height that was asked for, else about that of most attackers in the recording, else 100 m."""
        recording = self.recording
        if self.height is not None or recording is None:
            return 100.0 if self.height is None else self.height
        wanted = [i for i, kind in enumerate(recording.cast.kinds) if kind != "munition"]
        hostile = [i for i in wanted if recording.cast.sides[i] == "hostile"]
        legs = recording["legs"][np.isin(recording["legs"]["object"], hostile)]
        above = legs["z"] - min((unit.z for unit in recording.scene.units), default=0.0)
        longest = above[legs["t1"] - legs["t0"] >= np.quantile(legs["t1"] - legs["t0"], 0.5)] if len(legs) else above
        return float(f"{max(float(np.median(longest)), 20.0):.1g}") if len(longest) else 100.0

    @property
    def recording(self) -> Recording | None:
        return self._recorded if isinstance(self._recorded, Recording) else None

    @property
    def coverage(self) -> Coverage | None:
        """The map at that height."""
        return self._mapped if isinstance(self._mapped, Coverage) else None

    def covered(self, height: float) -> Coverage:
        """The map at any height, coarse. Only where there is a `coverage`."""
        assert self.cover is not None
        return self.cover(height, COARSE)

    def notes(self) -> tuple[str, ...]:
        """Why a replicate or maps cannot be shown."""
        asked = (("No replicate can be shown", self._recorded), ("No coverage can be shown", self._mapped))
        return tuple(f"{what}: {why}" for what, why in asked if isinstance(why, ScenarioError))
