"""The same events on a plain at sea level and on one of 800 m: nothing but the air may know the difference."""

import numpy as np
import pytest
from laboratory import DRONE, Laboratory, built, logged, outcomes
from soft_kill import TEXT, run

from shorad.engine import codes
from shorad.engine.jit import plain
from shorad.physics.fall import comes_down

pytestmark = pytest.mark.slow
HIGH = 800.0
PLAIN = "terrain: {{base: {} m, altitudes: ground}}\n"
SEEING = ("ready", "emission", "identify", "operator", "link", "reaction", "guide", "assess")


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    return Laboratory(tmp_path_factory.mktemp("plateau"))


@pytest.mark.parametrize("word", ["home", "land"])
def test_jamming_and_what_follows(word):
    """How far the pilot is, and how long a landing takes, count from the ground."""
    low, high = (
        run(TEXT + PLAIN.format(base), 30, quadcopter__radio__on_link_loss=word,
            jammer_team__jammer__link_power="2 mW", jammer_team__jammer__js_spread="1.5")[0]
        for base in (0, HIGH)
    )  # fmt: skip
    assert 0 < low.run["soft_kills"].sum() < 90
    assert np.array_equal(low.objects["soft"], high.objects["soft"])
    assert low.objects["t_end"] == pytest.approx(high.objects["t_end"], abs=0.11)


def test_birds_fly_above_the_ground(laboratory):
    seen = []
    for base in (0, HIGH):
        resolved = laboratory.scenario(
            defence={"missiles": 0},
            attack={"drones": {"from": {"bearing": "90 deg", "range": "40 km"}, "target": "depot"}},
            switches=SEEING, birds={"rate": "60 /h", "radius": "4 km", "size": 80}, name=f"birds{base}",
            terrain={"base": f"{base} m", "altitudes": "ground"},
        )  # fmt: skip
        bird = built(resolved).model.obj["side"] == codes.BIRD
        log = logged(resolved)
        seen.append(int(bird[log["object"][log["kind"] == codes.V_PLOT]].sum()))
    assert seen[0] > 20
    assert seen[1] == pytest.approx(seen[0], rel=0.05)


def test_the_wind_grows_from_the_ground(laboratory):
    drones = {"drones": {"from": {"bearing": "90 deg", "range": "20 km"}, "altitude": "100 m", "target": "depot"}}
    wind = {"wind": {"speed": "10 m/s", "from": "90 deg", "height": "10 m", "flight": True}}
    ends = [
        outcomes(
            laboratory.scenario(
                defence={"missiles": 0}, attack=drones, weather=wind, name=f"wind{base}",
                terrain={"base": f"{base} m", "altitudes": "ground"},
            ), 1,
        ).objects["t_end"][0, 0]
        for base in (0, HIGH)
    ]  # fmt: skip
    assert ends[0] < 20e3 / 55.0
    assert ends[1] == pytest.approx(ends[0], rel=1e-6)


def test_a_jammer_stands_on_the_ground(laboratory):
    drones = {"drones": {"from": {"bearing": "90 deg", "range": "20 km"}, "altitude": "300 m", "target": "depot"}}
    noise = {"noise": {"at": ["10 km", "0 km"], "power": "1 kW", "bandwidth": "10 MHz"}}
    radar = {f"{r}.{key}": value for r in ("search_radar", "tracking_radar") for key, value in {
        "peak_power": "100 kW", "gain": "35 dB", "bandwidth": "1 MHz", "sidelobe": "-30 dB",
    }.items()}  # fmt: skip
    plots = []
    for base, jammers in ((0, {}), (0, noise), (HIGH, noise)):
        resolved = laboratory.scenario(
            defence={"missiles": 0, "set": radar}, attack=drones, switches=SEEING, jammers=jammers, name="noise",
            terrain={"base": f"{base} m", "altitudes": "ground"},
        )  # fmt: skip
        plots.append(int((logged(resolved)["kind"] == codes.V_PLOT).sum()))
    assert plots[1] < 0.8 * plots[0]
    assert plots[2] == plots[1]


def test_a_wreck_comes_down_on_the_ground_under_it(laboratory):
    """Where it lies follows from the height above the plateau, not above the sea."""
    drones = {"drones": {"from": {"bearing": "90 deg", "range": "12 km"}, "altitude": "500 m", "target": "depot"}}
    laboratory.system("heavy", "air", {**DRONE, "fall": {"fall_mass": "50 kg", "fall_area": "0.2 m2"}})
    drones["drones"]["system"] = "heavy"

    def fell(centre):
        resolved = laboratory.scenario(
            defence={"set": {"missile.kill_p0": 1}}, attack=drones, name="wreck",
            zones={"spot": {"circle": {"centre": [f"{centre} m", "0 m"], "radius": "40 m"}, "protected": True}},
            terrain={"base": f"{HIGH} m", "altitudes": "ground"},
        )  # fmt: skip
        log = logged(resolved)
        return float(log["t"][log["kind"] == codes.V_BURST][0]), bool((log["kind"] == codes.V_FELL).any())

    t, _ = fell(0.0)
    x = 12e3 - 50.0 * t
    lies, _, _, _ = plain(comes_down)(x, 0.0, HIGH + 500.0, -50.0, 0.0, 0.0, 0.2, 50.0, 0.0, HIGH, 0.0, 1e9)
    sea, _, _, _ = plain(comes_down)(x, 0.0, HIGH + 500.0, -50.0, 0.0, 0.0, 0.2, 50.0, 0.0, 0.0, 0.0, 1e9)
    assert lies - sea > 60.0
    assert fell(lies)[1]
    assert not fell(sea)[1]


# ---- links -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("base", "lost"), [("[9 km, 0 km]", True), ("[1 km, 2 km]", False)])
def test_a_drone_behind_a_hill_from_its_pilot_goes_home(base, lost):
    """No jammer, a ridge of 300 m between the pilot and his drones: they come to nothing, and nobody stopped them."""
    text = TEXT.replace("  guard: {system: jammer_team, at: [100 m, 0 m]}\n", "").replace("[9 km, 0 km]", base)
    o, _ = run(text + "terrain: {ridges: {east: {at: [5 km, 0 km], height: 300 m, width: 800 m}}}\n")
    assert (o.run["leakers"] == (0 if lost else 3)).all()
    assert (o.run["soft_kills"] == 0).all()
    assert (o.objects["sortie_end"] == codes.E_LINK).all() == lost


def test_a_striker_below_the_horizon_of_its_base_turns_back():
    from small_scenario import SMALL, resolved

    unarmed = SMALL.replace("at: [800 m, 500 m]}", "at: [800 m, 500 m], missiles: 0, rounds: 0}")
    text = (
        unarmed[: unarmed.index("  drones:")]
        + """\
  tb2:
    system: bayraktar_tb2
    from: {bearing: 90 deg, range: 30 km}
    altitude: ALTITUDE
    target: guard
    station: {at: [15 km, 9 km, ALTITUDE]}
    base: [120 km, 0 km]
"""
    )
    ends = {}
    for altitude in ("300 m", "5 km"):
        o = outcomes(resolved(text.replace("ALTITUDE", altitude), bayraktar_tb2__striker__link_range="200 km"), 1)
        ends[altitude] = o.objects["sortie_end"][0, 0] == codes.E_LINK
    assert ends == {"300 m": True, "5 km": False}


def test_a_post_beyond_the_horizon_leads_nobody():
    from small_scenario import SMALL, resolved

    post = "posts:\n  command: {system: battery_command_post, at: [AT, 500 m]}\n"
    text = SMALL.replace("at: [800 m, 500 m]", "at: [800 m, 500 m], post: command") + post
    hidden = [built(resolved(text.replace("AT", at))).model.unit["post_hidden"].tolist() for at in ("20 km", "60 km")]
    assert hidden == [[0], [1]]


# ---- what a crew believes over relief ------------------------------------------------------------
def test_flat_ground_as_terrain_is_no_terrain():
    """A track whose height is estimated in the ground is shot at all the same: gunners against low quadcopters."""
    import shorad
    from shorad import compile as bridge
    from shorad.spec.load import parse_scenario

    path = shorad.scenarios()["airport_quadcopters"]
    text = path.read_text(encoding="utf-8")
    runs = [
        outcomes(bridge.resolve(parse_scenario(text + more, str(path))), 4).run
        for more in ("", "terrain: {base: 0 m}\n")
    ]
    assert (runs[0]["rounds"] > 0).any()
    for column in ("rounds", "bursts", "zone_held", "soft_kills", "leakers", "closed_time", "t_end"):
        assert np.array_equal(runs[0][column], runs[1][column]), column


def test_a_missile_may_be_fired_from_a_hill_at_what_flies_below(laboratory):
    """Its least height counts from the ground under the target, not from the launcher."""
    drones = {"drones": {"from": {"bearing": "90 deg", "range": "15 km"}, "altitude": "100 m", "target": "depot"}}
    hill = {"hills": {"own": {"at": ["0 m", "2 km"], "height": "300 m", "radius": "500 m"}}}
    down = {}
    for least in ("5 m", "150 m"):
        resolved = laboratory.scenario(
            defence={"at": ["0 m", "2 km"], "set": {"missile.height_min": least, "missile.kill_p0": 1}}, attack=drones,
            terrain=hill, name="hill",
        )  # fmt: skip
        down[least] = int(outcomes(resolved, 1).run["attackers_down"][0])
    assert down == {"5 m": 1, "150 m": 0}
