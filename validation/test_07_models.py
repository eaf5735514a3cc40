"""7. Two interacting filters, the option of a radar: identities, another program, and the six flights that turn.

The settings are those that the catalogue gives who asks for the option, and were fixed before any flight was flown: a
quiet mode of 1 m2/s3, a manoeuvring one of the square of 7 g times a look of one second, 20 s and 10 s in each, the
textbook's chances of 0.95 and 0.90 to stay at one look a second (Bar-Shalom, Li, Kirubarajan 2001, section 11.6).
"""

import math

import numpy as np
import pytest
from benchmarks import plots
from proof import BRACKETED, CROSS_CHECKED, VERIFIED, case
from tracks import imm, turns
from tracks.flown import LOST, MODES, SEEDS, STAY, by_models, figure, followed, rms

from shorad import catalogue
from shorad.physics import imm as ours
from shorad.physics import kalman

KEYS = ("accel_psd_quiet", "accel_psd_manoeuvre", "quiet_time", "manoeuvre_time")
BOOK = "Blom and Bar-Shalom 1988; Bar-Shalom, Li, Kirubarajan 2001, section 11.6"
CHANGE = -math.log(0.85) / 0.15  # 1/s: rates whose chances after 1 s are 0.05 and 0.10
RATES = 0.05 * CHANGE, 0.10 * CHANGE
R = (900.0, 0.0, 0.0, 900.0, 0.0, 900.0)
MOST = 0.04  # share of tracks lost


def option():
    """The rules of the tracker with two filters, as the catalogue's figures have them."""
    return {"filter": 1} | {key: figure(key) for key in KEYS}


class Pair:
    """The engine's two filters of one target."""

    def __init__(self, way, z, r=R, speed=150.0):
        self.way, self.mu = way, ours.settled(way)
        self.x, self.p = np.zeros((2, 6)), np.zeros((2, 6, 6))
        for x, p in zip(self.x, self.p, strict=True):
            kalman.start(x, p, *z, r, speed)

    def step(self, t, z, r=R):
        self.mu = ours.step(self.x, self.p, 0, self.mu, t, self.way, *z, r)
        x, p = np.zeros(6), np.zeros((6, 6))
        ours.combine(self.x, self.p, 0, self.mu, x, p)
        return x, p


@case("7 IMM", "Interacting filters: two identities", model="physics.imm.step, combine", label=VERIFIED, mark="C",
      source=BOOK)  # fmt: skip
def test_identities(sheet):
    rng, apart, wider = np.random.default_rng(7), 0.0, 0.0
    pair = Pair((5.0, 5.0, *RATES), (0.0, 0.0, 0.0))
    x, p = np.zeros(6), np.zeros((6, 6))
    kalman.start(x, p, 0.0, 0.0, 0.0, R, 150.0)
    pair.mu = 0.9
    for _ in range(250):
        z = rng.normal(0.0, 100.0, 3)
        kalman.predict(x, p, 1.0, 5.0)
        kalman.update(x, p, *z, R)
        both, spread = pair.step(1.0, z)
        apart = max(apart, float(np.abs(both - x).max()))
        wider = max(wider, float(np.abs(spread - p).max() / p.max()))
    out, home = ours.switching(1.0, *RATES)
    sheet.equal("chance to leave the quiet mode in 1 s", 0.05, out, abs_=1e-15)
    sheet.equal("chance to leave the manoeuvring one", 0.10, home, abs_=1e-15)
    sheet.equal("two modes that are alike, against one filter", 0.0, apart, abs_=1e-12, unit="m")
    sheet.equal("their covariances, share of the largest element", 0.0, wider, abs_=1e-12)
    sheet.equal("plots equally likely: the quiet mode settles at", 2 / 3, 1.0 - pair.mu, abs_=1e-12)
    sheet.equal("and the manoeuvring one", 1 / 3, pair.mu, abs_=1e-12)


@pytest.mark.heavy
@case("7 IMM", "Interacting filters against filterpy", model="physics.imm.step, combine", label=CROSS_CHECKED,
      source="filterpy 2.0.0 (R. Labbe), IMMEstimator of two KalmanFilter, on the same plots")  # fmt: skip
def test_filterpy(sheet):
    kalman_module = pytest.importorskip("filterpy.kalman")
    for label, periods in (("a plot a second", [1.0]), ("plots at 0.3 to 4 s", [0.3, 1.0, 4.0, 0.7, 2.2])):
        path, _ = turns.flight("fighter, 5, 6 and 7 g", 1.0)
        rng, worst, of_mu, of_p = np.random.default_rng(3), 0.0, 0.0, 0.0
        way = (*MODES, *RATES)
        z = path[0, 0] + rng.normal(0.0, 30.0, 3)
        pair, other = Pair(way, z), reference(kalman_module, z)
        for k in range(1, len(path)):
            t, z = periods[k % len(periods)], path[k, 0] + rng.normal(0.0, 30.0, 3)
            x, p = pair.step(t, z)
            told(other, t, z)
            worst = max(worst, float(np.abs(x - other.x).max()))
            of_p = max(of_p, float(np.abs(p - other.P).max() / np.abs(p).max()))
            of_mu = max(of_mu, abs(pair.mu - float(other.mu[1])))
        sheet.equal(f"{label}: largest difference of the state, m and m/s", 0.0, worst, abs_=1e-6)
        sheet.equal(f"{label}: of the covariance, share of its largest element", 0.0, of_p, abs_=1e-9)
        sheet.equal(f"{label}: of the probability of the manoeuvre", 0.0, of_mu, abs_=1e-9)
    sheet.note(f"Modes of {MODES[0]:g} and {MODES[1]:g} m2/s3, a fighter that turns with 5 to 7 g, plots of 30 m.")


def reference(module, z):
    """filterpy's estimator at a first plot, its modes as likely as ours then."""
    filters = []
    for _ in MODES:
        f = module.KalmanFilter(dim_x=6, dim_z=3)
        f.x, f.H, f.R = np.concatenate([z, np.zeros(3)]), np.eye(3, 6), np.diag([R[0], R[3], R[5]])
        f.P = np.diag([R[0], R[3], R[5], *[150.0**2] * 3])
        filters.append(f)
    return module.IMMEstimator(filters, (2 / 3, 1 / 3), np.array(STAY))


def told(other, t, z):
    """A plot t s later: motion, noise and chances of that time, then one cycle."""
    leave, back = RATES
    rates = np.array([[-leave, leave], [back, -back]])
    values, vectors = np.linalg.eig(rates * t)
    other.M = (vectors @ np.diag(np.exp(values)) @ np.linalg.inv(vectors)).real
    other._compute_mixing_probabilities()
    for f, q in zip(other.filters, MODES, strict=True):
        f.F, f.Q = imm.motion(t, q)
    other.predict()
    other.update(z)


@pytest.mark.heavy
@case("7 IMM", "Two interacting filters in the tracker: RMSE", model="engine.track.track, filter: interacting",
      label=CROSS_CHECKED, mark="C", source="tracks.imm on the same plots, which it need not find")  # fmt: skip
def test_errors(sheet):
    for name in turns.FLIGHTS:
        path, turning = turns.flight(name, plots.PERIOD)
        errors = np.array([followed(path, seed, 0.0, **option())[0] for seed in SEEDS])
        found = [by_models(plots.observe(path, seed), len(path)) for seed in SEEDS]
        theirs = np.array([np.linalg.norm(each - path[:, 0], axis=1) for each in found])
        parts = [f"{rms(e, on):.0f}" for e in (errors, theirs) for on in (~turning, turning)]
        note = f"straight {parts[0]} m (theirs {parts[2]}), turning {parts[1]} m ({parts[3]})"
        row = f"{name}: RMSE at most 10 % above theirs"
        sheet.within(row, -np.inf, 1.1 * rms(theirs), rms(errors), unit="m", note=note)
    sheet.note(
        f"The rows that one filter misses. {text()}; theirs: the same modes, chances of {STAY[0][0]:g} and "
        f"{STAY[1][1]:g} to stay from one look to the next."
    )


@pytest.mark.heavy
@case("7 benchmark", "Two interacting filters: tracks lost", model="engine.track.track, filter: interacting",
      label=BRACKETED, mark="M", source="as for one filter: at most 4 % of the tracks lost")  # fmt: skip
def test_lost(sheet):
    for name in turns.FLIGHTS:
        path, _ = turns.flight(name, plots.PERIOD)
        gone = np.mean([not followed(path, seed, 0.0, **option())[1] for seed in SEEDS])
        sheet.within(f"{name}: lost", 0.0, MOST, float(gone))
    period = figure("scan_period")
    for name in ("a320", "e190", "c17", "bayraktar_tb2", "shahed_136", "improvised_drone", "quadcopter"):
        path = half_circle(name, period)
        gone = np.mean([not followed(path, seed, 0.0, period, **option())[1] for seed in SEEDS])
        sheet.within(f"{name}, half a circle, a look each {period:g} s: lost", 0.0, MOST, float(gone))
    sheet.note(f"{len(SEEDS)} runs each. {text()}. Lost: no track within {LOST:g} m, or another than at the start.")


def half_circle(name, period):
    """Positions m of a target of the catalogue that turns by half a circle at the load that its file gives."""
    body = catalogue.load_system(name)
    speed, load = body.get("airframe.speed").number, body.get("airframe.load").number / turns.G
    legs = ((30.0, 0.0, 0.0), (np.pi * speed / (load * turns.G), load, 0.0), (30.0, 0.0, 0.0))
    return turns.path((12e3, 12e3, 1500.0), -0.6 * np.pi, speed, legs, period)[0]


def text():
    q1, q2, t1, t2 = (figure(key) for key in KEYS)
    return f"Modes of {q1:g} and {q2:g} m2/s3 that last {t1:g} and {t2:g} s on average, the catalogue's guesses"
