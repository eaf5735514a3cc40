"""Small things that decide a raid: two drones in one cell, a cloud before a laser, warning that was had, causes."""

import numpy as np
import pytest

import shorad
from shorad.study.replay import record

pytestmark = pytest.mark.slow

PAIR = """\
question: Do drones that fly in one place vanish?
answer: leakers
duration: 20 min
assets: {depot: {at: [0 km, 0 km]}}
defence: {guard: {system: pantsir_s1, at: [800 m, 500 m], roe: free}}
attack:
  drones:
    system: shahed_136
    count: 2
    from: {bearing: 90 deg, range: 30 km, width: 0 deg}
    altitude: 300 m
    target: depot
    jitter: {lateral: 0 m}
    start: {at: 0 s}
    set: {airframe.rcs_fluctuation: 0}
run: {draws: 3, replicates: 4, seed: 1}
"""
CLOUD = """\
question: Does a cloud hide a depot from a laser?
answer: leakers
duration: 60 min
weather: {cloud_base: 1 km}
assets: {depot: {at: [0 km, 0 km], radius: 30 m}}
defence: {guard: {system: machine_gun_group, at: [-30 km, 0 km]}}
attack:
  strikers:
    system: bayraktar_tb2
    count: 1
    from: {bearing: 90 deg, range: 40 km, width: 0 deg}
    altitude: 4 km
    target: depot
    station: {at: [12 km, 0 km]}
    start: {at: 0 s}
run: {draws: 2, replicates: 3, seed: 1}
"""


def _run(text, tmp_path, settings=None):
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    return shorad.run(shorad.load(path, settings or {}), but_for=False)


def test_two_in_one_cell_are_one_plot(tmp_path) -> None:
    """A look at two coincident drones of equal echo gives the first one's plot, never none and never two."""
    results = _run(PAIR, tmp_path)
    seen = record(results, 0)["plots"]
    radar = seen[seen["optical"] == 0]
    together = radar[radar["t"] < 0.8 * radar["t"].max()]  # later one of them may be down
    assert len(together) > 50
    assert set(np.unique(together["object"])) == {0}
    alone = _run(PAIR, tmp_path, {"attack.drones.count": "1"})
    assert results["rounds.missiles"].estimate.mean >= alone["rounds.missiles"].estimate.mean > 0.0


def test_a_cloud_hides_an_asset_from_the_laser(tmp_path) -> None:
    """From above the cloud base nothing is let go at what lies below it; from a clear sky it is."""
    assert _run(CLOUD, tmp_path)["munitions.released"].estimate.mean == 0.0
    clear = _run(CLOUD, tmp_path, {"weather.cloud_base": "8 km"})
    assert clear["munitions.released"].estimate.mean > 0.0


def test_warning_counts_those_shot_down(tmp_path) -> None:
    """The expected effect of a drone is on its route: that of one stopped on the way counts as well."""
    text = PAIR.replace("count: 2", "count: 1")
    results = _run(text, tmp_path)
    outcomes = results.outcomes
    runs, objects = outcomes.run, outcomes.objects
    down = objects["life"][:, 0] == 2
    firm = objects["firm"][:, 0] == 1
    assert (down & firm).any()
    assert np.array_equal(runs["warned"] > 0, firm)
    # 30 km at the drone's speed bounds what warning there can be
    assert (runs["warning_sum"][firm] > 0.0).all()
    assert (runs["warning_sum"][firm] < 30_000.0 / 30.0).all()
