"""What flies, through the engine: the calendar against the reference, draws of waves and heights, echoes that differ.

Statistics of n = 4000 replicates; tolerances are four standard errors of the quantity named.
"""

import math
from functools import partial

import numpy as np
import pytest
from scipy import stats

from shorad import compile as bridge
from shorad.engine.handle import pack
from shorad.engine.run import simulate, start
from shorad.engine.types import PD_LOW, PD_STEP, PD_STEPS
from shorad.spec.load import parse_scenario

pytestmark = pytest.mark.slow
N = 4000

BUSY = """
question: What is left?
answer: assets.depot.survival
duration: 25 min
assets: {depot: {at: [0 km, 0 km], radius: 30 m, value: 10, hits_to_lose: 2, price: 20 MUSD}}
defence: {pantsir: {system: pantsir_s1, at: [800 m, 500 m]}}
attack:
  drones:
    system: shahed_136
    count: 7
    target: depot
    altitude: 300 m
    route:
      - [25 km, 10 km]
      - {at: [20 km, 10 km], pass: over}
      - {at: [16 km, 6 km], loiter: {time: 1 min, radius: 600 m, leg: 500 m}}
      - {at: [10 km, 4 km], weave: {amplitude: 100 m, wavelength: 2 km}}
      - [4 km, 4 km]
    formation: {shape: wedge, spacing: 200 m, stack: 20 m}
    waves: {size: 3, every: 2 min, jitter: {time: 1 min, lateral: 300 m, height: 40 m}}
    jitter: {lateral: 100 m, height: 20 m}
    set: {airframe.rcs_fluctuation: 3, airframe.rcs_spread: 4 dB}
  poppers:
    system: shahed_136
    count: 2
    target: depot
    altitude: 80 m
    from: {bearing: 200 deg, range: 20 km, width: 10 deg}
    pop_up: {range: 5 km, height: 500 m, climb: 10 deg}
    dive: 50 deg
    set: {airframe.climb_max: 15 m/s}
"""


@pytest.fixture(scope="module")
def resolved():
    return bridge.resolve(parse_scenario(BUSY, "busy.yaml"))


def test_the_calendar_agrees_with_the_reference(resolved):
    for k in (-1, 0):
        model = bridge.build(resolved, bridge.draw(resolved, 3, k)).model
        calendar, fixed = (
            simulate(model, partial(bridge.new_state, model), 3, k, range(8), 2, reference=every)
            for every in (False, True)
        )
        assert calendar.run["missiles"].sum() > 0
        for name, a, b in zip(calendar._fields, calendar, fixed, strict=True):
            assert not [f for f in a.dtype.names if f != "steps" and not np.array_equal(a[f], b[f])], name


@pytest.fixture(scope="module")
def starts(resolved):
    """Rows of State.obj at the start of N replicates, and the names of the rows."""
    made = bridge.build(resolved, bridge.draw(resolved, 3, -1))
    state, zero = bridge.new_state(made.model), bridge.new_state(made.model)
    model, packed, blank = pack(made.model), pack(state), pack(zero)
    rows = []
    for r in range(N):
        start(model, packed, blank, 3, -1, r)
        rows.append(state.obj.copy())
    return np.array(rows), list(made.names.objects)


def column(starts, name, field):
    rows, names = starts
    return rows[field][:, names.index(name)]


def test_members_of_a_wave_share_its_draw_and_have_their_own(starts):
    lift = np.stack([column(starts, f"drones.{i}", "lift") for i in (1, 2, 4)])
    own, wave = 20.0**2 / 3.0, 40.0**2 / 3.0  # variances of even spreads within plus and minus
    assert np.abs(lift).max() <= 60.0
    assert lift.mean(axis=1) == pytest.approx(np.zeros(3), abs=4.0 * math.sqrt((own + wave) / N))
    correlation = np.corrcoef(lift)
    assert correlation[0, 1] == pytest.approx(wave / (own + wave), abs=4.0 / math.sqrt(N))
    assert abs(correlation[0, 2]) < 4.0 / math.sqrt(N)


def test_a_wave_starts_evenly_within_its_jitter(starts):
    first, second, later = (column(starts, f"drones.{i}", "start") for i in (1, 2, 4))
    assert np.array_equal(first, second)  # one draw, and no jitter of their own
    assert stats.kstest(first / 60.0, "uniform").pvalue > 1e-3
    assert stats.kstest((later - 120.0) / 60.0, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(first, later)[0, 1]) < 4.0 / math.sqrt(N)


def test_routes_turn_sideways_by_both_draws(starts):
    shift = np.stack([column(starts, f"drones.{i}", "shift") for i in (1, 2)])
    away = math.hypot(25e3, 10e3)
    expected = math.hypot(100.0, 300.0) / away
    assert shift[0].std() == pytest.approx(expected, rel=4.0 / math.sqrt(2 * N))
    assert np.corrcoef(shift)[0, 1] == pytest.approx(0.9, abs=4.0 / math.sqrt(N))


def test_individuals_spread_log_normally(starts):
    decibel = 10.0 * np.log10(column(starts, "drones.1", "rcs_own"))
    assert stats.kstest(decibel / 4.0, "norm").pvalue > 1e-3
    assert np.all(column(starts, "poppers.1", "rcs_own") == 1.0)  # no spread, no draw


@pytest.mark.parametrize(("case", "pd"), [("0", 0.874441), ("1", 0.517178), ("3", 0.608965)])
def test_a_target_fluctuates_in_its_own_way(case, pd):
    """Single pulse at 13 dB and a false-alarm probability of 1e-6: published values to 2e-6, read as the engine does.

    Marcum (1947), Swerling (1960); a table every 0.05 dB, read between its points.
    """
    text = BUSY.replace("rcs_fluctuation: 3", f"rcs_fluctuation: {case}").replace(
        "pantsir_s1, at", "pantsir_s1, set: {search_radar.pfa: 1e-6}, at"
    )
    resolved = bridge.resolve(parse_scenario(text, "echo.yaml"))
    model = bridge.build(resolved, bridge.draw(resolved, 3, -1)).model
    code = int(model.obj["rcs_fluctuation"].max())
    row = model.pd[model.radar[0]["pd_by"][code]]
    grid = PD_LOW + PD_STEP * np.arange(PD_STEPS)
    assert np.interp(13.0, grid, row) == pytest.approx(pd, abs=2e-6)
    assert model.radar[0]["pd_by"][0] == model.radar[0]["pd_row"]
