"""7. Targets that manoeuvre: the engine's one filter per target, six hard flights, and interacting models beside it."""

from functools import cache

import numpy as np
import pytest
from benchmarks import plots
from proof import BRACKETED, CROSS_CHECKED, VERIFIED, case
from tracks import turns
from tracks.flown import FIRST, LOST, MODES, SEEDS, by_models, figure, followed, rms

from shorad import catalogue

FAST = 5000.0  # m2/s3, a filter set for turns of 7 g looked at once a second
PAPER = "Blair, Watson, Kirubarajan, Bar-Shalom 1998 (IEEE T-AES 34), the shapes as remembered, not the waypoints"
ONE_FILTER = (
    "the engine follows each target with one filter of constant velocity; one that keeps up with such turns is noisier "
    "in straight flight than interacting models are (search_radar.filter: interacting meets this row: see below)"
)
SLOW_TUNING = (
    "{q:g} m2/s3 is the catalogue's guess, for the turns of its own targets; a scenario with fighters has to set "
    "search_radar.accel_psd, or search_radar.filter: interacting, which meets this row (see below)"
)
STIFF = 10.0  # m2/s3, the guess of earlier versions


@cache
def flown(name):
    """Errors m (runs, scans) of our track and of interacting models, and whether the aircraft turns (scans,)."""
    path, turning = turns.flight(name, plots.PERIOD)
    ours, theirs = [], []
    for seed in SEEDS:
        ours.append(followed(path, seed, FAST)[0])
        theirs.append(np.linalg.norm(by_models(plots.observe(path, seed), len(path)) - path[:, 0], axis=1))
    return np.array(ours), np.array(theirs), turning


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
