"""14. What flight must never create, halved steps, rounds, and everything ideal."""

from functools import partial
from math import hypot, radians, sqrt, tan
from pathlib import Path

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, outcomes
from proof import VERIFIED, case
from scipy.integrate import solve_ivp
from tiny import fly_on, make, put, shoot, shoot_many

from shorad import compile as bridge
from shorad import spec
from shorad.compile.flyout import flyout_table, shape_of
from shorad.engine import codes
from shorad.engine.flight import lookup
from shorad.engine.run import simulate
from shorad.engine.steering import body_of
from shorad.physics import gun
from shorad.physics.atmosphere import GRAVITY, air
from shorad.physics.drag import _G7, G7_STEP, missile_cd0
from shorad.physics.missile import drag, reference_area

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
SEED = 5
SWITCHES = IDEAL


def energy(shot):
    """Specific energy, J/kg."""
    return 0.5 * (shot["vx"] ** 2 + shot["vy"] ** 2 + shot["vz"] ** 2) + GRAVITY * shot["z"]


def geometries(n):
    """Targets anywhere within reach: crossing, coming and going, with and without noise."""
    rng = np.random.default_rng(3)
    for _ in range(n):
        bearing, reach, height = rng.uniform(0, 2 * np.pi), rng.uniform(2e3, 16e3), rng.uniform(50.0, 5e3)
        v = rng.normal(size=3) * (150.0, 150.0, 10.0)
        yield (reach * np.sin(bearing), reach * np.cos(bearing), height, *v), float(rng.choice([0.0, 1e-3]))


@pytest.mark.heavy
@case(
    "14 energy", "Energy is never created in flight", model="engine.flight, engine.steering", label=VERIFIED,
    source="specific energy v^2/2 + g z after burnout, every 0.1 s of 60 shots, with lag, noise and full turns",
)  # fmt: skip
def test_energy(sheet):
    steps = rises = 0
    worst, turn, curves = -np.inf, 0.0, []
    for start, noise in geometries(60):
        m, s = make([start], optics_error=noise)
        shot, b, before = shoot(m, s, 0.0, until=2.5), 25, np.inf
        curve = []
        while not shot["burst"] and b < 600:
            now = float(energy(shot))
            curve.append((b * codes.GRID, now))
            if b > 25:
                steps += 1
                rises += now > before
                worst = max(worst, (now - before) / before)
                turn = max(turn, hypot(shot["ax"], shot["ay"], shot["az"]))
            before, b = now, b + 1
            shot = fly_on(m, s, b * codes.GRID)
        curves.append(curve)
    sheet.within("steps looked at", 1000, np.inf, steps)
    sheet.same("steps after which it had more energy than before", 0, rises)
    sheet.holds("largest relative change in 0.1 s", "below 0", f"{worst:.1e}", worst <= 0.0)
    sheet.note(f"The hardest turn among them was {turn / GRAVITY:.0f} g.")

    def draw(axes):
        for curve in curves[:25]:
            t, e = np.array(curve).T
            axes.plot(t, e / 1e3, color="#1f4e79", lw=0.8)
        axes.set_xlabel("time, s")
        axes.set_ylabel("specific energy, kJ/kg")

    sheet.plot("energy", "Specific energy after burnout, 25 of the shots", draw)


@case(
    "14 energy", "Thrust gives no more than its work", model="engine.steering", label=VERIFIED,
    source="during the boost, energy gained is at most the integral of T v / m dt (trapezoid on 0.1 s, 1 %)",
)  # fmt: skip
def test_boost(sheet):
    worst = -np.inf
    for start, noise in geometries(20):
        m, s = make([start], optics_error=noise)
        kind, shot, work, before = m.missile[0], shoot(m, s, 0.0, until=0.1), 0.0, None
        for b in range(1, 25):
            mass = body_of(kind, np.int64(1), b * codes.GRID)[1]
            power = float(kind["thrust"]) / mass * hypot(shot["vx"], shot["vy"], shot["vz"])
            if before is None:
                first, before = float(energy(shot)), power
            else:
                work, before = work + 0.5 * (before + power) * codes.GRID, power
                worst = max(worst, (float(energy(shot)) - first) / work - 1.0)
            shot = fly_on(m, s, (b + 1) * codes.GRID)
            if shot["burst"]:
                break
    sheet.within("largest excess over the work", -np.inf, 0.01, worst, digits=2)


@case(
    "14 energy", "Mass never grows", model="engine.steering.body_of", label=VERIFIED,
    source="mass over time since launch, 1000 instants; the booster falls off at burnout",
)  # fmt: skip
def test_mass(sheet):
    m, _ = make([(5e3, 0.0, 300.0, 0.0, 0.0, 0.0)])
    kind = m.missile[0]
    boost = [body_of(kind, np.int64(1), t)[1] for t in np.linspace(0.0, float(kind["boost_time"]), 1000)]
    coast = [body_of(kind, np.int64(0), t)[1] for t in (0.0, 10.0)]
    rises = int(np.sum(np.diff([*boost, *coast]) > 0))
    sheet.same("instants at which it grew", 0, rises)
    sheet.equal("at launch", kind["mass_launch"], boost[0], rel=1e-9, unit="kg")
    sheet.equal("at burnout", kind["mass_burnout"], boost[-1], rel=1e-9, unit="kg")
    sheet.equal("after it", kind["mass_dart"], coast[-1], rel=1e-9, unit="kg")


@case(
    "14 energy", "A projectile never gains speed", model="physics.gun.flat_fire", label=VERIFIED,
    source="500 rounds of random mass, calibre and muzzle velocity, 40 distances each",
)  # fmt: skip
def test_projectile(sheet):
    rng, rises, wrong = np.random.default_rng(2), 0, 0
    for _ in range(500):
        v0, form = rng.uniform(300.0, 1700.0), rng.uniform(0.7, 1.4)
        calibre = rng.uniform(0.01, 0.06)
        mass = rng.uniform(8000.0, 20_000.0) * calibre**3
        ways = [gun.flat_fire(x, v0, mass, calibre, form, 1.225, 340.3) for x in np.linspace(50.0, 6000.0, 40)]
        times, speeds = np.array(ways).T
        rises += int(np.sum(np.diff([v0, *speeds]) >= 0))
        wrong += int(np.sum(np.diff([0.0, *times]) <= 0))
    sheet.same("distances at which it was not slower than before", 0, rises)
    sheet.same("distances reached in no time", 0, wrong)
    sheet.note(
        "Munitions fall at the constant speed of their type on a straight line: they lose height and gain nothing."
    )


# ---- steps ----------------------------------------------------------------------------------------
def shots(far, near, turn, n):
    m, s = make([(3000.0, 6500.0, 1000.0, -200.0, 0.0, 0.0)], step_far=far, step_near=near, endgame=1.0)
    s.channel["by"] = codes.BY_RADAR
    put(s.obj[0], {"kind": codes.TURN if turn else codes.STRAIGHT, "omega": turn / 200.0})
    ends = shoot_many(m, s, n)
    kill = np.where(ends[:, 0] == 1, 0.95 * np.exp(-(ends[:, 1] ** 2) / 72), 0.0)
    return {"miss": (ends[:, 1], "m"), "flight": (ends[:, 2], "s"), "kill probability": (kill, "")}


@case(
    "14 steps", "Missile: halved steps", model="engine.flight", label=VERIFIED,
    source="means of 400 shots with the same noise move less than half their 95 % interval: 0.1 and 0.02 s, then half",
)  # fmt: skip
def test_halved_missile(sheet):
    n = 400
    for turn, name in ((0.0, "steady target"), (29.4, "target turning with 3 g")):
        coarse, halved = shots(0.1, 0.02, turn, n), shots(0.05, 0.01, turn, n)
        for what, (values, unit) in halved.items():
            half = 1.96 * float(values.std()) / sqrt(n)
            sheet.equal(f"{name}: {what}", values.mean(), coarse[what][0].mean(), abs_=half, unit=unit)


@case(
    "14 steps", "Fly-out tables against their equation of motion", model="physics.profile.fill", label=VERIFIED,
    source="the same forces integrated by scipy (DOP853, 1e-9); the table's step is 0.1 s",
)  # fmt: skip
def test_flyout(sheet):
    m, _ = make([(5e3, 0.0, 300.0, 0.0, 0.0, 0.0)])
    row = m.missile[0]
    table, shape, reach = flyout_table(row), shape_of(row), float(row["range_max"])
    for degrees in (0, 15, 45):
        for km, (time, speed) in profile(shape, row, np.radians(degrees), (4.0, 8.0, 12.0, 16.0)).items():
            got = lookup(table, np.radians(degrees), 1e3 * km, reach)
            sheet.equal(f"{degrees} deg, {km:g} km: time", time, got[0], rel=2e-3, unit="s")
            sheet.equal(f"{degrees} deg, {km:g} km: speed", speed, got[1], rel=2e-3, unit="m/s")
    sheet.note("The tolerance covers the step and the interpolation between 64 ranges.")


def profile(shape, row, elevation, ranges):
    """Time and speed by range (km) up a straight line."""
    sine, cosine = np.sin(elevation), np.cos(elevation)
    flow = (shape.mass_launch - shape.mass_burnout) / shape.boost_time

    def rate(t, y, boost):
        mass = shape.mass_launch - flow * t if boost else shape.mass_dart
        area = reference_area(shape.diameter_boost if boost else shape.diameter_dart)
        density, sound = air(y[0] * sine, 0.0)
        cd0 = float(row["drag_scale"]) * missile_cd0(y[1] / sound)
        force = drag(0.5 * density * y[1] ** 2, area, cd0, shape.k_induced, mass * GRAVITY * cosine)
        return y[1], ((float(row["thrust"]) if boost else 0.0) - force) / mass - GRAVITY * sine

    options = {"method": "DOP853", "rtol": 1e-9, "atol": 1e-9, "max_step": 0.05}
    boost = solve_ivp(rate, (0.0, shape.boost_time), (0.0, shape.launch_speed), args=(True,), **options)
    events = [lambda t, y, _, x=x: y[0] - 1e3 * x for x in ranges]
    coast = solve_ivp(rate, (shape.boost_time, 40.0), boost.y[:, -1], args=(False,), events=events, **options)
    found = zip(ranges, coast.t_events, coast.y_events, strict=True)
    return {km: (float(t[0]), float(y[0][1])) for km, t, y in found}


@case(
    "14 steps", "Projectile: halved knots of its table", model="physics.gun.siacci_table", label=VERIFIED,
    source="straight lines between knots are integrated in closed form: more knots on the same lines change nothing",
)  # fmt: skip
def test_halved_projectile(sheet):
    fine = np.interp(np.arange(401) * G7_STEP / 2, np.arange(201) * G7_STEP, _G7)
    tables = [(G7_STEP, gun.siacci_table(G7_STEP, _G7)), (G7_STEP / 2, gun.siacci_table(G7_STEP / 2, fine))]
    for space in (0.2, 0.6, 1.2):
        (m1, t1), (m2, t2) = (gun.siacci(table, step, 2.8, space) for step, table in tables)
        sheet.equal(f"Mach number left after {space:g}", m2, m1, rel=1e-9)
        sheet.equal(f"time after {space:g}", t2, t1, rel=1e-9)
    sheet.note("Munitions and aircraft move on closed-form segments: there is no step to halve.")


# ---- the whole --------------------------------------------------------------------------------------
def runs(model, n, seed=SEED):
    return simulate(model, partial(bridge.new_state, model), seed, 0, range(n), 2)


def shipped(path):
    resolved = bridge.resolve(spec.load_scenario(path))
    return bridge.build(resolved, bridge.draw(resolved, SEED, 0)).model


@pytest.mark.heavy
@case(
    "14 steps", "Shipped scenarios with halved steps", model="the whole engine", label=VERIFIED,
    source="400 replicates of first_look, 40 of the others, same luck: means move less than half their 95 % interval",
)  # fmt: skip
def test_halved_scenarios(sheet):
    for path in SCENARIOS:
        n, model = 400 if path.stem == "first_look" else 40, shipped(path)
        par = model.par.copy()
        for name in ("step_far", "step_near"):
            par[name] *= 0.5
        coarse, halved = runs(model, n).run, runs(model._replace(par=par), n).run
        for name in ("leakers", "attackers_down", "missiles", "units_lost"):
            values = halved[name].astype(float)
            half = 1.96 * float(values.std()) / sqrt(n)
            if half > 0.0:
                sheet.equal(f"{path.stem}: {name}", values.mean(), coarse[name].mean(), abs_=half)


@pytest.mark.heavy
@case(
    "14 rounds", "Rounds are conserved", model="the whole engine", label=VERIFIED,
    source="fired and left = at the start and loaded, every launcher, all shipped scenarios, 20 replicates of each",
)  # fmt: skip
def test_rounds(sheet):
    for path in SCENARIOS:
        model = shipped(path)
        wrong, fired, launchers = 0, 0, 0
        for r in range(20):
            state, blank = bridge.new_state(model), bridge.new_state(model)
            out = simulate(model, partial(next, iter((state, blank))), SEED, 0, [r])
            now, start = state.unit, model.unit
            for kind in ("missiles", "rounds"):
                left = now[f"fired_{kind}"] + now[kind] - start[kind] - now[f"loaded_{kind}"]
                wrong += int(np.sum(left != 0)) + int(out.run[kind][0] != now[f"fired_{kind}"].sum())
            fired += int(now["fired_missiles"].sum() + now["fired_rounds"].sum())
            launchers += len(start)
        sheet.same(f"{path.stem}: launchers and sums that do not close", 0, wrong, note=f"{launchers} looked at")
        sheet.holds(f"{path.stem}: something was fired", "more than 0", str(fired), fired > 0)


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


@pytest.mark.heavy
@case(
    "14 ideal", "Everything ideal gives the arithmetic answer", model="the whole engine", label=VERIFIED,
    source="every link ideal and a kill certain: each target takes one missile; none fired: each arrives when it must",
)  # fmt: skip
def test_ideal(sheet, laboratory):
    count, speed, height = 6, 50.0, 300.0
    drones = {
        "count": count, "from": {"bearing": "90 deg", "range": "10 km", "width": "40 deg"}, "altitude": f"{height} m",
        "target": "depot", "start": {"at": "0 s", "every": "7 s"},
    }  # fmt: skip
    sure = {"set": {"missile.kill_p0": 1, "tracking_radar.channels": count}}
    out = outcomes(laboratory.scenario(defence=sure, attack={"drones": drones}, switches=SWITCHES), 50)
    for name, value in (("leakers", 0), ("attackers_down", count), ("missiles", count), ("kills_missile", count)):
        sheet.same(f"{name}, in each of 50 runs", [value], np.unique(out.run[name]).tolist())
    sheet.same("shots at each target", [1], np.unique(out.objects["shots"]).tolist())
    held = sure | {"missiles": 0}
    out = outcomes(laboratory.scenario(defence=held, attack={"drones": drones}, switches=SWITCHES), 50)
    sheet.same("no missile: leakers, in each of 50 runs", [count], np.unique(out.run["leakers"]).tolist())
    for i in range(count):
        # level, then down at 30 degrees from height / tan 30 before the target, with an arc of 1 g for the corner
        arc = speed**2 / GRAVITY * (2.0 * tan(radians(15.0)) - radians(30.0))
        arrival = 7.0 * i + (10e3 + height * (2.0 - sqrt(3.0)) - arc) / speed
        found = out.objects["t_end"][:, i]
        sheet.equal(f"drone {i + 1} arrives", arrival, float(found.mean()), abs_=0.05, unit="s")
        sheet.equal(f"drone {i + 1}: spread over the runs", 0.0, float(np.ptp(found)), abs_=1e-3, unit="s")


@pytest.mark.heavy
@case(
    "11 CRN", "Common random numbers", model="engine.rng, the whole engine", label=VERIFIED,
    source="Var(X - Y) = Var X + Var Y - 2 Cov; streams keyed by seed, replicate, entity, purpose; 2000 runs",
)  # fmt: skip
def test_common_random_numbers(sheet, laboratory):
    drones = {
        "count": 8, "from": {"bearing": "90 deg", "range": "10 km", "width": "40 deg"}, "altitude": "300 m",
        "target": "depot",
    }  # fmt: skip

    def leakers(p, seed, **more):
        guard = {
            "set": {"missile.kill_p0": p, "tracking_radar.channels": 8},
            "doctrine": "salvo",
            "salvo": 1,
            "missiles": 8,
        }
        resolved = laboratory.scenario(defence=guard, attack={"drones": drones} | more)
        return outcomes(resolved, 2000, seed=seed)

    x, y, other = (leakers(p, seed).run["leakers"].astype(float) for p, seed in ((0.7, 1), (0.6, 1), (0.6, 2)))
    paired, unpaired = float(np.var(x - y)), float(np.var(x - other))
    identity = float(np.var(x) + np.var(y) - 2.0 * np.cov(x, y, ddof=0)[0, 1])
    sheet.equal("the identity", identity, paired, abs_=1e-9)
    sheet.within("variance of the difference, paired over unpaired", 0.0, 0.5, paired / unpaired, digits=3)
    sheet.equal("mean difference, paired against unpaired", float((x - other).mean()), float((x - y).mean()),
                abs_=4.0 * sqrt((paired + unpaired) / 2000))  # fmt: skip
    # P(Y - X = 1) for each drone is 0.7 - 0.6 when both share their luck: a binomial law of the difference
    sheet.chance(
        "Var(X - Y) for shared luck, 8 x 0.1 x 0.9",
        0.72,
        paired,
        float(np.std((x - y - (x - y).mean()) ** 2)) / sqrt(2000),
    )
    far = {
        "stranger": {**drones, "count": 3, "from": {"bearing": "270 deg", "range": "400 km"}, "start": {"at": "900 s"}}
    }
    alone, joint = leakers(0.7, 1), leakers(0.7, 1, **far)
    same = all(np.array_equal(alone.objects[f], joint.objects[f][:, :8]) for f in alone.objects.dtype.names)
    sheet.holds(
        "the fates of the eight when three others are added far away",
        "the same bits",
        "same" if same else "differ",
        same,
    )
