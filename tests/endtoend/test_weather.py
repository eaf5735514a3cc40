"""Waves and weather asked of the whole engine, through scenario files: each effect shows where it should.

One drone flies at one radar; the log holds the echo of every plot. It is compared with the equations of
`shorad.physics` at the drone's true place, and what the scenario asks for must change the outcome the right way.
"""

import math

import numpy as np
import pytest
from laboratory import Laboratory, built, logged, outcomes

from shorad.engine import codes
from shorad.engine.jit import plain
from shorad.errors import ScenarioError
from shorad.physics import attenuation, clutter, multipath, optics, radar
from shorad.physics.attenuation import DB_PER_KM, GHZ, MM_PER_HOUR
from shorad.physics.geometry import EARTH_RADIUS

pytestmark = pytest.mark.slow
A = 4.0 / 3.0 * EARTH_RADIUS
ANTENNA, HEIGHT, START = 5.0, 300.0, 24e3
# a radar for every effect: 10 GHz, one delay, 30 dB of improvement
WAVES = {
    "search_radar.frequency": "10 GHz", "search_radar.prf": "4 kHz", "search_radar.mti": "single",
    "search_radar.stagger": 1, "search_radar.improvement": "30 dB", "search_radar.peak_power": "100 kW",
    "search_radar.gain": "35 dB", "search_radar.bandwidth": "1 MHz", "search_radar.sidelobe": "-30 dB",
    "search_radar.beamwidth": "2 deg", "search_radar.beamwidth_elevation": "4 deg",
    "search_radar.range_resolution": "75 m", "search_radar.ref_range": "20 km",
    **{f"tracking_radar.{key}": value for key, value in {
        "frequency": "10 GHz", "prf": "40 kHz", "mti": "none", "stagger": 1, "improvement": "30 dB",
        "peak_power": "100 kW", "gain": "35 dB", "bandwidth": "1 MHz", "sidelobe": "-30 dB",
        "range_resolution": "15 m",
    }.items()},
}  # fmt: skip
SWITCHES = ("ready", "emission", "identify", "operator", "link", "reaction", "guide", "assess")


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("weather"))


def scenario(laboratory, speed="50 m/s", rcs="1 m2", height=HEIGHT, weapons=False, attack=None, radar_=None, **more):
    """One drone from the east at a depot under the radar."""
    body = {f"airframe.rcs_{side}": rcs for side in ("front", "side", "rear")} | {"airframe.speed": speed}
    drone = {
        "from": {"bearing": "90 deg", "range": f"{START} m"}, "altitude": f"{height} m", "target": "depot", "set": body,
    }  # fmt: skip
    defence = {"set": WAVES | (radar_ or {})} | ({} if weapons else {"missiles": 0})
    return laboratory.scenario(
        defence=defence, attack={"drones": drone | (attack or {})}, switches=SWITCHES, duration="12 min", **more
    )


def plots(resolved, speed=50.0, height=HEIGHT):
    """Slant range and echo of every plot on the level leg."""
    events = logged(resolved)
    rows = events[events["kind"] == codes.V_PLOT]
    away = START - speed * rows["t"]
    level = away > height / math.tan(math.radians(30.0)) + 1500.0
    flat = away[level]
    dz = height - ANTENNA - flat**2 / (2.0 * A)
    return np.hypot(flat, dz), rows["value"][level], flat


def snr_ref(resolved):
    return float(built(resolved).model.radar["snr_ref"][0])


def free_space(resolved, distance, rcs=1.0):
    return snr_ref(resolved) * (20e3 / distance) ** 4 * rcs


# ---- clear day, gas, rain ----------------------------------------------------------------------
def test_free_space(laboratory):
    resolved = scenario(laboratory)
    distance, echo, _ = plots(resolved)
    assert len(echo) > 200
    assert echo == pytest.approx(free_space(resolved, distance), rel=1e-6)


def test_rain_takes_what_p838_says(laboratory):
    """Two ways, and nothing above its top: 10 GHz, 20 mm/h, circular."""
    resolved = scenario(laboratory, weather={"rain": "20 mm/h"})
    distance, echo, _ = plots(resolved)
    gamma = attenuation.rain(10 * GHZ, 20 * MM_PER_HOUR) * DB_PER_KM
    assert echo == pytest.approx(free_space(resolved, distance) * np.exp(-2.0 * gamma * distance), rel=1e-6)
    clear, _, _ = plots(scenario(laboratory))
    assert distance.max() < clear.max() - 2000.0


def test_gas_is_counted_from_the_published_range(laboratory):
    resolved = scenario(laboratory, propagation={"gas": True})
    distance, echo, flat = plots(resolved)
    ratio = echo / free_space(resolved, distance)
    near, far = flat.argmin(), flat.argmax()
    assert 1.0 < ratio[near] < 1.2
    loss = sum(attenuation.gas(10 * GHZ)) * DB_PER_KM * 2.0 * (distance[far] - 20e3)
    assert math.log(ratio[far]) == pytest.approx(-loss, abs=0.02)


# ---- multipath and clutter ---------------------------------------------------------------------
def test_lobes(laboratory):
    """F^4 over the sphere at every plot, mirror and wide beam."""
    ground = {"multipath": True, "roughness": "0.05 m", "reflection": 0.9}
    resolved = scenario(laboratory, propagation=ground, radar_={"search_radar.beamwidth_elevation": "60 deg"})
    distance, echo, flat = plots(resolved)
    wavelength = radar.LIGHT / 10e9
    expected = []
    for d in flat:
        delta, sine, divergence = plain(multipath.over_sphere)(ANTENNA, HEIGHT, float(d), A)
        rho = 0.9 * plain(multipath.roughness_factor)(0.05, sine, wavelength) * divergence
        rho *= plain(multipath.beam_voltage)(math.atan2(HEIGHT - ANTENNA, d) + math.asin(sine), math.radians(60.0))
        expected.append(plain(multipath.factor2)(2.0 * math.pi * delta / wavelength, rho) ** 2)
    got = echo / free_space(resolved, distance)
    assert got == pytest.approx(np.array(expected), rel=2e-3)
    assert got.max() > 4.0 and got.min() < 0.8


def test_a_random_phase_has_the_mean_of_all_phases(laboratory):
    """With a strong target every look is a plot: the mean of F^4 is 1 + 4 rho^2 + rho^4 (4 standard errors)."""
    ground = {"multipath": "random", "roughness": "0 m", "reflection": 0.5}
    wide = {"search_radar.beamwidth_elevation": "90 deg", "search_radar.beamwidth": "1 deg"}
    resolved = scenario(laboratory, rcs="10000 m2", propagation=ground, radar_=wide)
    distance, echo, flat = plots(resolved)
    got = echo / free_space(resolved, distance, 1e4)
    rho = []
    for d in flat:
        _, sine, divergence = plain(multipath.over_sphere)(ANTENNA, HEIGHT, float(d), A)
        rho.append(0.5 * divergence * plain(multipath.beam_voltage)(2 * math.asin(sine), math.pi / 2))
    mean = np.mean([plain(multipath.lobe_average)(r) for r in rho])
    assert abs(got.mean() - mean) < 4.0 * got.std() / math.sqrt(len(got)) + 0.01


def test_a_blind_speed_hides_a_target(laboratory):
    """10 GHz, 4 kHz: 59.96 m/s. Half of that is seen best, and a second interval fills the gap."""
    blind = plain(clutter.blind_speed)(1.0, radar.LIGHT / 10e9, 4e3)
    seen = {}
    for name, speed, stagger in (("blind", blind, 1), ("half", blind / 2.0, 1), ("staggered", blind, 1.3)):
        resolved = scenario(
            laboratory, speed=f"{speed} m/s", propagation={"clutter": True, "gamma": "-15 dB"},
            radar_={"search_radar.stagger": stagger},
        )  # fmt: skip
        flat = plots(resolved, speed)[2]
        seen[name] = int((flat > 8e3).sum())  # nearer, the line of sight is not along the path
    assert seen["blind"] == 0
    assert seen["half"] > 200
    assert seen["staggered"] > 100


def near(found):
    return int((found[2] < 9e3).sum())


def test_clutter_covers_what_flies_low(laboratory):
    """Inside the antenna's horizon (9.2 km) echo over residue decides: with little improvement nothing is left."""
    clear = scenario(laboratory, speed="30 m/s", height=60.0, rcs="0.1 m2")
    many = near(plots(clear, 30.0, 60.0))
    found = []
    for improvement in ("40 dB", "18 dB", "8 dB"):
        resolved = scenario(
            laboratory, speed="30 m/s", height=60.0, rcs="0.1 m2", propagation={"clutter": True, "gamma": "-10 dB"},
            radar_={"search_radar.improvement": improvement},
        )  # fmt: skip
        found.append(near(plots(resolved, 30.0, 60.0)))
    assert many > 100
    assert found[0] > found[1] > found[2]
    assert found[2] < 0.2 * many


# ---- jammers ---------------------------------------------------------------------------------
def test_burn_through(laboratory):
    """The case of validation 1.7: the echo equals the jammer's noise at 7950.51 m, whatever the noise of the set."""
    power = 10.0 * 10**0.6
    resolved = scenario(
        laboratory, rcs="2 m2", attack={"jammer": {"power": f"{power} W", "bandwidth": "50 MHz"}}, height=HEIGHT
    )
    distance, echo, _ = plots(resolved)
    clear, _, _ = plots(scenario(laboratory, rcs="2 m2"))
    ratio = (7950.51 / distance) ** 2  # S/J
    signal = free_space(resolved, distance, 2.0)
    assert echo == pytest.approx(signal / (1.0 + signal / ratio), rel=1e-4)
    assert clear.max() > 20e3
    assert distance.max() < 7950.51 / math.sqrt(3.0)  # a steady echo of 4.8 dB is seen once in a thousand looks


def test_stand_off_jamming_by_direction(laboratory):
    """In the beam it blinds; from behind it comes in by the sidelobes only."""
    found = {}
    for name, at in (("ahead", ["60 km", "0 km", "5 km"]), ("behind", ["-60 km", "0 km", "5 km"])):
        jammer = {"at": at, "power": "100 kW", "bandwidth": "100 MHz", "against": "search"}
        found[name] = len(plots(scenario(laboratory, jammers={"growler": jammer}))[1])
    quiet = len(plots(scenario(laboratory))[1])
    deaf = {"at": ["60 km", "0 km", "5 km"], "power": "100 kW", "bandwidth": "100 MHz", "against": "tracking"}
    assert found["ahead"] < found["behind"] <= quiet
    assert found["ahead"] < 0.7 * quiet
    assert len(plots(scenario(laboratory, jammers={"growler": deaf}))[1]) == quiet


def test_more_jamming_is_never_less(laboratory):
    counts = []
    for power in ("10 W", "100 W", "1 kW", "10 kW"):
        jammer = {"at": ["60 km", "0 km", "5 km"], "power": power, "bandwidth": "100 MHz"}
        counts.append(len(plots(scenario(laboratory, jammers={"growler": jammer}))[1]))
    assert counts == sorted(counts, reverse=True) and counts[-1] < counts[0]


# ---- diffraction -------------------------------------------------------------------------------
def test_an_edge_bends(laboratory):
    """A mask of 1.5 degrees hides the drone; just behind the edge the echo is down by twice J(v), not gone."""
    mask = {"mask": {"0 deg": "1.5 deg"}}
    strong = {"rcs": "1000 m2", "terrain": mask}
    hidden, _, _ = plots(scenario(laboratory, **strong))
    bent = scenario(laboratory, propagation={"diffraction": True, "edge_distance": "2 km"}, **strong)
    distance, echo, flat = plots(bent)
    assert distance.max() > hidden.max() + 500.0
    just = np.abs(flat - hidden.max()).argmin()  # where the line touches the edge: 6 dB each way
    loss = -10.0 * math.log10(echo[just] / free_space(bent, distance[just], 1000.0))
    assert loss == pytest.approx(2 * 6.03, abs=1.5)


# ---- optics ------------------------------------------------------------------------------------
def test_fog_and_rain_shorten_the_sight_of_optics():
    """Through a shipped system without radar, by a scenario file: the first firm track comes nearer."""
    from small_scenario import SMALL, resolved

    text = SMALL.replace("pantsir_s1", "machine_gun_group").replace("altitude: 300 m", "altitude: 200 m")

    def seen(weather):
        out = outcomes(resolved(text.replace("duration", f"weather: {weather}\nduration", 1)), 200)
        return out.objects["firm"].mean()

    clear, rain, fog = seen("{}"), seen("{rain: 40 mm/h}"), seen("{fog: {visibility: 150 m, top: 300 m}}")
    assert clear > 0.25
    assert rain < clear
    assert fog < 0.3 * clear
    assert seen("{fog: {visibility: 150 m, top: 20 m}}") > fog


def test_an_observer_above_the_fog_sees_no_more_than_the_path_through_it():
    depth = plain(optics.kim)(200.0, 4e-6) * 500.0
    assert math.exp(-depth) < 1e-4


# ---- wind --------------------------------------------------------------------------------------
def test_headwind_delays_and_tailwind_hastens(laboratory):
    """Arrival at V - w and V + w on the level leg, at the height's wind; without `flight` nothing moves."""
    times = {}
    for name, wind in (
        ("still", None),
        ("head", {"speed": "10 m/s", "from": "270 deg", "height": "300 m", "flight": True}),
        ("tail", {"speed": "10 m/s", "from": "90 deg", "height": "300 m", "flight": True}),
        ("cross", {"speed": "30 m/s", "from": "0 deg", "height": "300 m", "flight": True}),
        ("off", {"speed": "10 m/s", "from": "270 deg", "height": "300 m"}),
    ):
        more = {"weather": {"wind": wind}} if wind else {}
        out = outcomes(scenario(laboratory, **more), 1)
        times[name] = float(out.objects["t_end"][0, 0])
    assert times["off"] == times["still"]
    assert times["head"] / times["still"] == pytest.approx(50.0 / 40.0, rel=0.01)
    assert times["tail"] / times["still"] == pytest.approx(50.0 / 60.0, rel=0.01)
    assert times["cross"] / times["still"] == pytest.approx(50.0 / 40.0, rel=0.01)


def test_missiles_fly_through_the_moving_air(laboratory):
    """The same shot against the wind is slower: later by less than the wind over the missile's speed."""
    bursts = {}
    heavy = {"missile.mass_launch": "80 kg", "missile.mass_burnout": "45 kg", "missile.mass_dart": "40 kg"}
    for name, where in (("against", "90 deg"), ("with", "270 deg"), ("still", None)):
        weather = {"weather": {"wind": {"speed": "25 m/s", "from": where, "height": "100 m"}}} if where else {}
        resolved = scenario(laboratory, weapons=True, radar_={**heavy, "missile.kill_p0": 1}, **weather)
        events = logged(resolved)
        launch = events["t"][events["kind"] == codes.V_LAUNCH][0]
        bursts[name] = events["t"][events["kind"] == codes.V_BURST][0] - launch
    assert bursts["with"] < bursts["still"] < bursts["against"]
    assert bursts["against"] / bursts["with"] < 1.1


def test_guns_miss_by_the_wind_that_they_do_not_know():
    """Fewer kills in a gale for who allows for little of it; none lost where all of it is known."""
    from small_scenario import SMALL, resolved

    text = SMALL.replace("pantsir_s1", "gepard")

    def kills(speed, share):
        # the unknown part is what a set value says: the wind itself is the same
        windy = text.replace("duration", f"weather: {{wind: {{speed: {speed} m/s, from: 0 deg}}}}\nduration", 1)
        return outcomes(resolved(windy, gepard__gun__wind_error=str(share)), 400).run["kills_gun"].mean()

    known, unknown, calm = kills(25, 0), kills(25, 1), kills(0, 1)
    assert known == calm
    assert unknown < known


# ---- satellite navigation ----------------------------------------------------------------------
def test_drones_drift_by_the_time_without_satellites():
    """Rayleigh miss of sigma^2 = impact^2 + (drift t)^2, t from the crossing of the circle to the impact."""
    from small_scenario import SMALL, resolved

    def missed(area):
        text = SMALL.replace("duration", f"{area}duration", 1).replace("count: 2", "count: 1")
        text = text.replace("at: [800 m, 500 m]}", "at: [800 m, 500 m], missiles: 0, rounds: 0}")
        settings = {"shahed_136__warhead__impact_sigma": "8 m"}
        if area:
            settings["shahed_136__radio__gnss_drift"] = "2 m/s"
        r = resolved(text, **settings)
        model = built(r).model
        out = [logged(r, r=k) for k in range(300)]
        ends = [e[(e["kind"] == codes.V_IMPACT) | (e["kind"] == codes.V_DUD)]["value"] for e in out]
        return np.concatenate(ends), float(model.obj["gnss_time"][0])

    clear, none = missed("")
    jammed, seconds = missed("gnss_jamming: {radius: 10 km}\n")
    assert none == 0.0
    assert seconds == pytest.approx(10e3 / 51.0, rel=0.03)
    assert np.mean(clear**2) == pytest.approx(2.0 * 8.0**2, rel=4.0 / math.sqrt(300))
    sigma2 = 8.0**2 + (2.0 * seconds) ** 2
    assert np.mean(jammed**2) == pytest.approx(2.0 * sigma2, rel=4.0 / math.sqrt(300))


def test_a_declared_position_that_is_lost_identifies_nobody():
    """No answer, but the right corridor: inside the area that helps no more, and more are taken for hostile."""
    from small_scenario import SMALL, resolved

    strict = SMALL.replace("at: [800 m, 500 m]}", "at: [800 m, 500 m], roe: tight}")
    text = strict.replace("duration", "AREA\nduration", 1) + (
        "neutral:\n  liner: {system: a320, route: [[-25 km, 3 km, 3 km], [25 km, 3 km, 3 km]], iff: absent, "
        "corridor: yes}\n"
    )

    def engaged(area):
        return outcomes(resolved(text.replace("AREA", area)), 200).run["neutral_engaged"].mean()

    known = engaged("")
    assert engaged("gnss_jamming: {radius: 60 km, declared_lost: 0}") == known
    assert engaged("gnss_jamming: {radius: 60 km, declared_lost: 1}") > known


# ---- what a scenario may say -------------------------------------------------------------------
def test_the_ground_is_in_dispute_unless_it_is_said(laboratory):
    from shorad import compile as bridge

    unsaid = scenario(laboratory, propagation={"clutter": True})
    assert "surfaces.ground" in unsaid.hypotheses
    assert {"propagation.gamma"} <= set(unsaid.uncertain)
    drawn = {bridge.draw(unsaid, 1, k)["surfaces.ground"] for k in range(40)}
    assert len(drawn) >= 4
    said = scenario(laboratory, propagation={"clutter": True, "surface": "desert"})
    assert "surfaces.ground" not in said.hypotheses
    assert {r.basis for r in bridge.explain(said) if r.path == "propagation.gamma"} == {"GUESS"}
    value = bridge.draw(said, 1, -1)["propagation.gamma"]
    assert 10.0 * math.log10(value) == pytest.approx(-20.0)


def test_a_radar_without_a_frequency_cannot_take_part(laboratory):
    drone = {"from": {"bearing": "90 deg", "range": "20 km"}, "altitude": "300 m", "target": "depot"}
    for more, why in (
        ({"propagation": {"gas": True}}, "propagation"),
        ({"weather": {"rain": "5 mm/h"}}, "rain"),
        ({"jammers": {"j": {"at": ["9 km", "0 km"], "power": "1 W", "bandwidth": "1 MHz"}}}, "a jammer"),
    ):
        with pytest.raises(ScenarioError) as caught:
            laboratory.scenario(defence={}, attack={"drones": drone}, **more)
        issue = caught.value.first
        assert why in issue.problem and "has no" in issue.problem and issue.line > 0


def test_the_calendar_agrees_with_the_reference_in_bad_weather(laboratory):
    from functools import partial

    from shorad import compile as bridge
    from shorad.engine.run import simulate

    resolved = scenario(
        laboratory, weapons=True, attack={"count": 4, "jammer": {"power": "5 W", "bandwidth": "50 MHz"}},
        weather={"rain": "10 mm/h", "fog": {"visibility": "300 m"},
                 "wind": {"speed": "8 m/s", "from": "200 deg", "flight": True}},
        propagation={"multipath": "random", "diffraction": True, "gas": True, "clutter": True},
        terrain={"mask": {"0 deg": "0.3 deg"}}, name="all",
    )  # fmt: skip
    for k in (-1, 0):
        model = bridge.build(resolved, bridge.draw(resolved, 3, k)).model
        calendar, fixed = (
            simulate(model, partial(bridge.new_state, model), 3, k, range(4), 2, reference=every)
            for every in (False, True)
        )
        for name, a, b in zip(calendar._fields, calendar, fixed, strict=True):
            for field in a.dtype.names:
                assert field == "steps" or np.array_equal(a[field], b[field]), f"{name}.{field}"
