"""7. Targets that manoeuvre: the engine's one filter per target, six hard flights, and interacting models beside it."""

from functools import cache

import numpy as np
import pytest
from benchmarks import plots
from benchmarks.tracker import rows, rules
from proof import BRACKETED, CROSS_CHECKED, VERIFIED, case
from tracks import imm, turns

from shorad import catalogue
from shorad.engine.codes import FIRM
from shorad.engine.track_bench import track_scans
from shorad.physics.measurement import unbiased

SEEDS = range(1, 26)
FIRST = 5  # scans left out at the start, while tracks begin
LOST = 1500.0  # m from the truth: the track follows nothing
FAST = 5000.0  # m2/s3, a filter set for turns of 7 g looked at once a second
MODES, STAY = (1.0, FAST), [[0.95, 0.05], [0.10, 0.90]]
PAPER = "Blair, Watson, Kirubarajan, Bar-Shalom 1998 (IEEE T-AES 34), the shapes as remembered, not the waypoints"
ONE_FILTER = (
    "the engine follows each target with one filter of constant velocity; one that keeps up with such turns is noisier "
    "in straight flight than interacting models are"
)
SLOW_TUNING = (
    "{q:g} m2/s3 is the catalogue's guess, for the turns of its own targets; a scenario with fighters has to set "
    "search_radar.accel_psd"
)
STIFF = 10.0  # m2/s3, the guess of earlier versions


@case("7 IMM", "Interacting models: two identities", model="validation: tracks.imm", label=VERIFIED, mark="C",
      source="Blom and Bar-Shalom 1988; Bar-Shalom, Li, Kirubarajan 2001, section 11.6")  # fmt: skip
def test_identities(sheet):
    rng, r = np.random.default_rng(7), np.eye(3) * 900.0
    alike = imm.started(np.zeros(3), r, 150.0, (5.0, 5.0), STAY)
    alone = imm.started(np.zeros(3), r, 150.0, (5.0,), [[1.0]])
    apart = 0.0
    for _ in range(250):
        z = rng.normal(0.0, 100.0, 3)
        alike.step(1.0, z, r)
        alone.step(1.0, z, r)
        apart = max(apart, float(np.abs(alike.estimate()[0] - alone.estimate()[0]).max()))
    sheet.equal("two modes that are alike, against one filter", 0.0, apart, abs_=1e-9, unit="m")
    sheet.equal(
        "their covariances, relative", 1.0, float(np.trace(alike.estimate()[1]) / np.trace(alone.p[0])), abs_=1e-12
    )
    sheet.equal("modes equally likely: the first settles at", 2 / 3, float(alike.mu[0]), abs_=1e-12)
    sheet.note("For comparison only: the engine's tracker has one filter per target and no modes.")


def by_models(columns, count):
    """Position m (scans, 3) by interacting models, from the plots of one target."""
    found, rows = np.full((count, 3), np.nan), {int(k): i for i, k in enumerate(columns["scan"])}
    filters, gap = None, 0.0
    for k in range(count):
        gap += plots.PERIOD
        if k in rows:
            m = unbiased(*(float(columns[name][rows[k]]) for name in ("range", "azimuth", "elevation")), *plots.SIGMA)
            z, r = np.array(m[:3]), np.array([[m[3], m[4], m[5]], [m[4], m[6], m[7]], [m[5], m[7], m[8]]])
            if filters is None:
                filters = imm.started(z, r, 150.0, MODES, STAY)
            else:
                filters.step(gap, z, r)
            gap = 0.0
        if filters is not None:
            x, _ = filters.estimate()
            found[k] = x[:3] + gap * x[3:]
    return found


def figure(name):
    """Nominal value of the catalogue's Pantsir-S1."""
    return catalogue.load_system("pantsir_s1").get(f"search_radar.{name}").number


def followed(path, seed, density, period=plots.PERIOD):
    """Error m after each scan of the engine's nearest track (NaN: none near), and whether one track held throughout.

    Tracks in one resolution cell of the radar become one, as in a run.
    """
    count, columns = len(path), plots.observe(path, seed)
    columns["time"] = columns["time"] * period / plots.PERIOD
    cell = {name: figure(name) for name in ("range_resolution", "beamwidth", "beamwidth_elevation", "coast_max")}
    ends = plots.times(count) * period / plots.PERIOD
    way = rules(density)._replace(scan_period=period, **cell)
    found = track_scans(way, rows(columns), columns["scan"].astype(np.int64), ends)
    numbers, errors = np.full(count, -1), np.full(count, np.nan)
    for e in found[found["status"] == FIRM]:
        k = e["scan"]
        gap = float(np.linalg.norm(e["x"][:3] + (ends[k] - e["t"]) * e["x"][3:] - path[k, 0]))
        if gap < min(LOST, np.nan_to_num(errors[k], nan=LOST)):
            numbers[k], errors[k] = e["serial"], gap
    return errors, -1 not in numbers[FIRST:] and len(set(numbers[FIRST:])) == 1


@cache
def flown(name):
    """Errors m (runs, scans) of our track and of interacting models, and whether the aircraft turns (scans,)."""
    path, turning = turns.flight(name, plots.PERIOD)
    ours, theirs = [], []
    for seed in SEEDS:
        ours.append(followed(path, seed, FAST)[0])
        theirs.append(np.linalg.norm(by_models(plots.observe(path, seed), len(path)) - path[:, 0], axis=1))
    return np.array(ours), np.array(theirs), turning


def rms(errors, when=None):
    """Over all runs and scans, or those scans in which `when` (scans,) holds."""
    counted = np.arange(errors.shape[1]) >= FIRST
    return float(np.sqrt(np.nanmean(np.square(errors[:, counted if when is None else counted & when]))))


@cache
def lost(name, density):
    """Share of runs in which the flight is not followed by one and the same track."""
    path, _ = turns.flight(name, plots.PERIOD)
    return float(np.mean([not followed(path, seed, density)[1] for seed in SEEDS]))


@pytest.mark.heavy
@case(
    "7 benchmark", "Six aircraft that turn with 2 to 7 g: tracks lost", model="engine.track.track", label=BRACKETED,
    source=f"{PAPER}; at most 4 % of the tracks lost", mark="M",
)  # fmt: skip
def test_tracks_lost(sheet):
    guess = figure("accel_psd")
    for name in turns.FLIGHTS:
        sheet.within(f"{name}: lost, filter set for 7 g", 0.0, 0.04, lost(name, FAST))
    for name in turns.FLIGHTS:
        row = f"{name}: lost, filter as in the catalogue"
        sheet.known(row, SLOW_TUNING.format(q=guess))
        sheet.within(row, 0.0, 0.04, lost(name, guess))
    sheet.note(
        f"{len(SEEDS)} runs each; plots of 30 m and 5 mrad, detection 0.95, a scan a second, 10 to 33 km. Set for 7 g: "
        f"a density of {FAST:g} m2/s3. Lost: no track within {LOST:g} m, or another one than at the start; the engine "
        "then starts a new one, whose identification begins anew."
    )


@pytest.mark.heavy
@case(
    "7 benchmark", "The loads that the catalogue's own targets fly", model="engine.track.track", label=VERIFIED,
    mark="C", source="turns of half a circle at airframe.load and airframe.speed; at most 4 % of the tracks lost",
)  # fmt: skip
def test_own_targets(sheet):
    guess, period, stiff = figure("accel_psd"), figure("scan_period"), []
    for name in ("a320", "e190", "c17", "bayraktar_tb2", "shahed_136", "improvised_drone", "quadcopter"):
        body = catalogue.load_system(name)
        speed, load = body.get("airframe.speed").number, body.get("airframe.load").number / turns.G
        legs = ((30.0, 0.0, 0.0), (np.pi * speed / (load * turns.G), load, 0.0), (30.0, 0.0, 0.0))
        path, _ = turns.path((12e3, 12e3, 1500.0), -0.6 * np.pi, speed, legs, period)
        gone = [np.mean([not followed(path, seed, q, period)[1] for seed in SEEDS]) for q in (guess, STIFF)]
        sheet.within(f"{name}, {load:.2g} g at {speed:.0f} m/s, {guess:g} m2/s3: lost", 0.0, 0.04, float(gone[0]))
        stiff.append(f"{name} {gone[1]:.2g}")
    sheet.note(
        f"A look each {period:g} s, {len(SEEDS)} runs each; {guess:g} m2/s3 is the catalogue's nominal value, a guess "
        f"that follows from this case: at {STIFF:g} m2/s3, the guess of earlier versions, the shares lost are "
        f"{', '.join(stiff)}. A track that is lost in a turn is begun anew within a few looks, and identified anew."
    )


@pytest.mark.heavy
@case(
    "7 IMM", "What one filter loses against interacting models", model="engine.track.track", label=CROSS_CHECKED,
    source=f"tracks.imm, modes of {MODES[0]:g} and {MODES[1]:g} m2/s3, on the same plots; flights after {PAPER}",
    mark="C",
)  # fmt: skip
def test_against_models(sheet):
    for name in turns.FLIGHTS:
        ours, theirs, turning = flown(name)
        row = f"{name}: RMSE at most 10 % above theirs"
        sheet.known(row, ONE_FILTER)
        parts = [f"{rms(e, on):.0f}" for e in (ours, theirs) for on in (~turning, turning)]
        note = f"straight {parts[0]} m (theirs {parts[2]}), turning {parts[1]} m ({parts[3]})"
        sheet.within(row, -np.inf, 1.1 * rms(theirs), rms(ours), unit="m", note=note)
    name = "fighter, 5, 6 and 7 g"
    ours, theirs, turning = flown(name)

    def draw(axes):
        t = plots.times(len(turning))[FIRST:]
        axes.fill_between(t, 0.0, 250.0, where=turning[FIRST:], color="0.9", label="turning", step="mid")
        for errors, label in ((ours, "the engine's filter, set for 7 g"), (theirs, "interacting models")):
            axes.plot(t, np.sqrt(np.nanmean(errors[:, FIRST:] ** 2, axis=0)), label=label)
        axes.set(xlabel="time, s", ylabel="error of position, m", ylim=(0.0, 250.0))
        axes.legend(frameon=False, fontsize=8)

    sheet.plot("turns", f"A {name}: error of position, root mean square over {len(SEEDS)} runs", draw)
