"""Properties of all physics functions (Hypothesis): finite for all finite input of their range, monotone where physics
is monotone, symmetric where symmetric. A new function is covered by the names of its parameters, or stands in OWN.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_physics import functions, load

QUICK = settings(max_examples=25, deadline=None, database=None, derandomize=True)
DEEP = settings(max_examples=60, deadline=None, database=None, derandomize=True)
PI = math.pi


def real(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


LENGTH, POSITIVE = real(0.0, 300e3), real(0.1, 300e3)
ANGLE, SPEED, RATIO = real(-100.0, 100.0), real(0.0, 3000.0), real(1e-12, 1e12)
PROBABILITY, SMALL = real(0.0, 1.0), real(1e-6, 1.0)
NUMBER = real(-1e6, 1e6)
VECTOR = st.tuples(*[real(-300e3, 300e3)] * 3)
WAVELENGTH = real(3e-3, 3.0)
# what a parameter of this name may be, wherever it occurs; SI
RANGES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("height", "h", "z", "dx", "dy", "dz"), real(-1e3, 100e3)),
    **dict.fromkeys(("h1", "h2"), real(0.0, 30e3)),
    **dict.fromkeys(("z1", "z2", "target_height"), real(-500.0, 50e3)),
    **dict.fromkeys(("length", "d", "r", "distance", "miss"), LENGTH),
    **dict.fromkeys(("range_", "ref_range", "jammer_range", "d1", "d2", "reference_range"), POSITIVE),
    **dict.fromkeys(("top", "scale", "radius", "reference", "b"), real(1.0, 20e3)),
    **dict.fromkeys(("angle", "azimuth", "phase", "direction"), ANGLE),
    **dict.fromkeys(("elevation", "tilt"), real(-PI / 2, PI / 2)),
    **dict.fromkeys(("beamwidth", "sigma_azimuth", "sigma_elevation", "floor", "spread_angle"), real(1e-5, 1.0)),
    **dict.fromkeys(("frequency",), real(1e8, 1e11)),
    **dict.fromkeys(("wavelength",), WAVELENGTH),
    **dict.fromkeys(("snr", "snr_", "snr_ref", "snr_min", "gain", "ratio", "energy_gain", "sensitivity_"), RATIO),
    **dict.fromkeys(("rcs", "ref_rcs", "front", "side", "rear", "area", "aperture"), real(1e-4, 1e4)),
    **dict.fromkeys(("power", "power_average", "jam_power", "jam_gain", "density"), real(1e-6, 1e8)),
    **dict.fromkeys(("bandwidth", "jam_bandwidth"), real(1e3, 1e10)),
    **dict.fromkeys(("loss", "noise_factor", "line_loss", "noise_rise"), real(1.0, 1e6)),
    **dict.fromkeys(("temperature", "antenna", "line", "receiver"), real(1.0, 1e4)),
    **dict.fromkeys(("pulse_length", "scan_time", "solid_angle", "resolution", "sigma_range"), real(1e-7, 1e3)),
    **dict.fromkeys(("p", "p0", "pk_hit", "rho", "sidelobe"), PROBABILITY),
    **dict.fromkeys(("pfa",), real(1e-12, 0.5)),
    **dict.fromkeys(("speed", "rate", "v0", "mach0", "v"), SPEED),
    **dict.fromkeys(("extinction",), real(0.0, 0.1)),
    **dict.fromkeys(("offset", "bias"), real(-50.0, 50.0)),
    **dict.fromkeys(("sigma", "half", "sigma_h", "drift"), real(0.0, 100.0)),
    **dict.fromkeys(("t", "time", "dt"), real(0.0, 1e4)),
    **dict.fromkeys(("visibility",), real(10.0, 200e3)),
    **dict.fromkeys(("contrast",), real(-2.0, 2.0)),
    **dict.fromkeys(("contrast_threshold",), real(1e-4, 0.5)),
    **dict.fromkeys(("threshold",), real(1e-4, 0.5)),
    **dict.fromkeys(("sin_grazing",), real(-1.0, 1.0)),
    **dict.fromkeys(("cos_aspect",), real(-1.0, 1.0)),
    **dict.fromkeys(("cos_grazing",), real(0.1, 1.0)),
    **dict.fromkeys(("gamma", "sigma0_"), real(0.0, 10.0)),
    **dict.fromkeys(("prf",), real(50.0, 1e6)),
    **dict.fromkeys(("spread",), real(0.1, 1e4)),
    **dict.fromkeys(("stagger",), real(1.0, 2.0)),
    **dict.fromkeys(("order",), st.sampled_from([0.0, 1.0, 2.0])),
    **dict.fromkeys(("along", "across"), real(-100.0, 100.0)),
    **dict.fromkeys(("airspeed",), real(0.0, 1000.0)),
    **dict.fromkeys(("exponent",), real(0.0, 0.6)),
    **dict.fromkeys(("dimension", "focal_length", "n50", "v50", "width"), real(0.01, 100.0)),
    **dict.fromkeys(("pitch",), real(1e-6, 1e-3)),
    **dict.fromkeys(("mass", "mass_start", "mass_launch"), real(0.01, 5e3)),
    **dict.fromkeys(("diameter", "calibre", "form"), real(0.005, 2.0)),
    **dict.fromkeys(("sound",), real(250.0, 400.0)),
    **dict.fromkeys(("pressure",), real(1.0, 1e7)),
    **dict.fromkeys(("cd0", "k_induced"), real(0.0, 5.0)),
    **dict.fromkeys(("cn_max",), real(0.1, 50.0)),
    **dict.fromkeys(("normal_force", "acceleration", "speed_rate", "load_max", "exhaust"), real(0.0, 1e5)),
    **dict.fromkeys(("boost_time", "lag", "step", "burn", "damping"), real(1e-3, 100.0)),
    **dict.fromkeys(("axial", "q_area"), real(0.01, 1e4)),
}
# where a name means something narrower, and parameters of one function only
LOCAL: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "atmosphere.isa": {"offset": real(-60.0, 60.0)},
    "atmosphere.air": {"offset": real(-60.0, 60.0)},
    "attenuation.rain": {"rate": real(0.0, 300.0 * 1e-3 / 3600.0)},
    "attenuation.length_thinning": {"scale": real(500.0, 20e3)},
    "clutter.rain_reflectivity": {"rate": real(0.0, 300.0 * 1e-3 / 3600.0)},
    "clutter.blind_speed": {"n": real(0.0, 50.0)},
    "clutter.cell_volume": {"azimuth": real(1e-4, 1.0), "elevation": real(1e-4, 1.0)},
    "clutter.improvement_single": {"spread": real(0.1, 1e3), "prf": real(100.0, 1e4)},
    "detection.marcum_q1": {"a": real(0.0, 1e3), "b": real(0.0, 25.0)},
    "diffraction.knife_edge": {"v": real(-1e6, 1e6)},
    "diffraction.knife_edge_power": {"v": real(-1e6, 1e6)},
    "diffraction.fresnel_parameter": {"height": real(-5e3, 5e3)},
    "drag.g7": {"mach": real(0.0, 20.0)},
    "drag.missile_cd0": {"mach": real(0.0, 20.0)},
    "fall.comes_down": {
        **{axis: real(-1e4, 1e4) for axis in ("x", "y")}, "z": real(0.0, 1e4), "longest": real(1.0, 100.0),
        **{axis: real(-1e3, 1e3) for axis in ("vx", "vy", "vz")}, "ground": real(-100.0, 1e3), "area": real(0.0, 0.1),
        "mass": real(0.5, 1e3), "form": real(0.0, 2.0), "offset": real(-40.0, 40.0),
    },
    "fall.slowing": {
        **{axis: real(-1e3, 1e3) for axis in ("vx", "vy", "vz")}, "z": real(-100.0, 2e4), "form": real(0.0, 2.0),
        "offset": real(-40.0, 40.0),
    },
    "geometry.scale": {"k": NUMBER},
    "guidance.noise_share": {"frequency": real(0.1, 50.0), "damping": real(0.05, 2.0), "tau": real(0.0, 10.0)},
    "guidance.lateral_demand": {"rate": real(0.0, 0.5), "r": real(0.0, 100.0), "speed": real(100.0, 3000.0)},
    "gun.constant_drag": {"k": real(1e-6, 1e-3), "v0": real(100.0, 2e3), "distance": real(0.0, 1e4)},
    "gun.three_halves_drag": {"b": real(1e-6, 1e-3), "v0": real(100.0, 2e3), "distance": real(0.0, 1e4)},
    "gun.flat_fire": {
        "distance": real(10.0, 6e3), "v0": real(400.0, 1600.0), "mass": real(0.02, 5.0), "calibre": real(0.01, 0.06),
        "form": real(0.7, 1.3), "density": real(0.1, 1.5),
    },
    "gun.polya_williams": {"sigma": real(0.01, 100.0)},
    "gun.burst_kill": {"rounds": real(0.0, 200.0), "points": st.integers(5, 9), "height": real(0.01, 100.0)},
    "gun.independent_burst_kill": {"rounds": real(0.0, 200.0), "height": real(0.01, 100.0)},
    "gun.piece_space": {"mach": real(0.1, 5.0), "intercept": real(0.05, 1.0), "slope": real(0.0, 1.0)},
    "gun.piece_time": {"mach": real(0.1, 5.0), "intercept": real(0.05, 1.0), "slope": real(0.0, 1.0)},
    "gun.rectangle_hit": {"height": real(0.01, 100.0)},
    "jamming.receive_gain": {"offset": real(-PI, PI)},
    "listening.gnss_js": {"jammer": real(0.0, 1e6), "distance": POSITIVE},
    "listening.link_js": {
        "jammer": real(0.0, 1e6), "jammer_distance": POSITIVE, "pilot": real(1e-3, 1e3), "pilot_distance": POSITIVE,
    },
    "listening.odds": {"half": RATIO, "spread": real(1.01, 1e3)},
    "listening.received": {"distance": POSITIVE},
    "listening.sound_level": {"source": real(1.0, 1e16), "absorption": real(0.0, 0.1), "distance": POSITIVE},
    "listening.sound_noise": {"ambient": real(0.0, 1e12), "wind_noise": real(0.0, 1e12), "wind": real(0.0, 60.0)},
    "missile.mass_in_boost": {"mass_burnout": real(0.01, 5e3)},
    "missile.super_elevation": {"speed": real(1.0, 3e3)},
    "missile.coast": {"k": real(1e-6, 1e-2)},
    "missile.rocket_speed": {"mass_end": real(0.01, 5e3)},
    "missile.rocket_distance": {"mass_start": real(10.0, 5e3), "mass_end": real(0.1, 9.9)},
    "multipath.over_sphere": {
        "h1": real(0.5, 30e3), "h2": real(0.5, 30e3), "d": real(10.0, 300e3), "radius": real(5e6, 1e7),
    },
    "multipath.reflection_point": {"radius": real(5e6, 1e7)},
    "clutter.grazing_sine": {"radius": real(5e6, 1e7), "height": real(0.0, 10e3)},
    "multipath.two_ray_sine": {"h1": real(0.0, 1e3), "h2": real(0.0, 1e3), "range_": real(1e3, 1e5)},
    "optics.contrast_range": {"extinction": real(1e-9, 0.1), "contrast": real(1e-9, 2.0)},
    "optics.ttpf": {"n": real(0.0, 1e6)},
    "optics.ttp": {"v": real(0.0, 1e6)},
    "optics.kruse": {"wavelength": real(0.55e-6, 14e-6)},
    "optics.kim": {"wavelength": real(0.55e-6, 14e-6)},
    "optics.p_seen": {"depth": real(0.0, 1e4)},
    "optics.rain_extinction": {"rate": real(0.0, 300.0 * 1e-3 / 3600.0)},
    "optics.p_infinity": {"wavelength": real(0.4e-6, 14e-6), "thermal": st.integers(0, 1)},
    "radar.m_of_n": {"m": st.integers(1, 8), "n": st.integers(1, 8)},
    "radar.sliding_m_of_n": {"m": st.integers(1, 3), "n": st.integers(1, 4), "looks": st.integers(1, 7)},
    "radar.bits": {"word": st.integers(0, 2**40)},
    "radar.system_temperature": {"reference": real(1.0, 1e4)},
    "warhead.common_aim_salvo": {"n": st.integers(1, 8), "b": real(0.1, 100.0)},
    "warhead.fragments": {"n": real(0.0, 1e5), "area": real(0.0, 100.0), "r": real(0.1, 1e3)},
    "warhead.carleton": {"b": real(0.1, 1e3)},
    "warhead.carleton_mean": {"b": real(0.1, 1e3), "offset": real(0.0, 100.0)},
    "warhead.cookie_mean": {"sigma": real(0.01, 100.0)},
    "warhead.fuzed_mean": {"b": real(0.1, 1e3), "reach": real(0.0, 100.0), "sigma": real(0.01, 1e3)},
    "wind.deflection": {"v0": real(50.0, 2e3)},
    "wind.log_law": {"roughness": real(1e-4, 0.5)},
    "wind.profile": {"roughness": st.just(0.0) | real(1e-4, 0.5)},
}  # fmt: skip
VECTORS = ("geometry.add", "geometry.sub", "geometry.scale", "geometry.dot", "geometry.cross", "geometry.norm")
# tables, arrays and fits: what they promise is tested below or where they are tested at all
OWN = {
    "attenuation.gas", "detection.pd_lookup", "geometry.mask_angle", "geometry.above_mask", "geometry.clear",
    "guidance.line_of_sight", "homing.proportional",
    "guidance.three_point", "gun.siacci_table", "gun.siacci", "profile.fit_thrust", "profile.fit_drag", "profile.fill",
}  # fmt: skip
ARRAYS = ("kalman.", "imm.", "jpda.", "tracking.", "terrain.")  # modules on arrays, with tests of their own


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Callable[..., Any]]:
    return functions(load(tmp_path_factory.mktemp("plain")))


def arguments(name: str, function: Callable[..., Any]) -> dict[str, st.SearchStrategy[Any]] | None:
    """A strategy for each parameter; None when one of them has no range."""
    if name in OWN or name.startswith(ARRAYS):
        return None
    out = {}
    for key in inspect.signature(function).parameters:
        if name in VECTORS and key in ("a", "b"):
            out[key] = VECTOR
        elif key in LOCAL.get(name, {}):
            out[key] = LOCAL[name][key]
        elif key in RANGES:
            out[key] = RANGES[key]
        elif key == "k" and name.startswith("geometry."):
            out[key] = real(0.5, 5.0)
        else:
            return None
    return out


def numbers(value: Any) -> list[float]:
    return [float(v) for v in value] if isinstance(value, tuple) else [float(value)]


def possible(name: str, given_: dict[str, Any]) -> bool:
    """What belongs together: M of N, a mass that falls, a range that a round reaches, a swing that a load allows."""
    if name in ("radar.m_of_n", "radar.sliding_m_of_n"):
        return given_["m"] <= given_["n"]
    if name == "gun.three_halves_drag":
        return math.sqrt(given_["v0"]) > 0.5 * given_["b"] * given_["distance"] * 1.01
    if name == "wind.log_law" or name == "wind.profile":
        return given_["reference"] > 1.5 * given_["roughness"]
    if name == "guidance.lateral_demand":
        return abs(given_["rate"] * given_["r"]) < 0.9 * given_["speed"]
    return True


def test_every_function_is_covered(known):
    """Give a new function's parameters a range above, or name it in OWN and write what it promises."""
    loose = [name for name, f in known.items() if arguments(name, f) is None]
    assert [n for n in loose if n not in OWN and not n.startswith(ARRAYS)] == []
    assert [n for n in OWN if n not in known] == []


def test_finite(known):
    """No argument within its range gives infinity or no number."""
    for name, function in known.items():
        strategies = arguments(name, function)
        if strategies is not None:
            finite(name, function, strategies)


def finite(name, function, strategies):
    @QUICK
    @given(st.fixed_dictionaries(strategies))
    def check(values):
        assume(possible(name, values))
        out = numbers(function(**values))
        assert all(math.isfinite(v) for v in out), (name, values, out)

    check()


# function, parameter, sign of the change (0: neither up nor down matters, only that it stays), index of the output
MONOTONE = [
    ("atmosphere.air", "offset", -1, 0), ("atmosphere.air", "offset", 1, 1), ("atmosphere.air", "height", -1, 0),
    ("attenuation.length_below", "top", 1, 0), ("attenuation.length_below", "length", 1, 0),
    ("attenuation.length_thinning", "length", 1, 0), ("attenuation.rain", "rate", 1, 0),
    ("attenuation.transmission", "extinction", -1, 0), ("attenuation.transmission", "length", -1, 0),
    ("clutter.sigma0", "sin_grazing", 1, 0), ("clutter.sigma0", "gamma", 1, 0), ("clutter.cell_rcs", "range_", 1, 0),
    ("clutter.cell_rcs", "resolution", 1, 0), ("clutter.grazing_sine", "range_", -1, 0),
    ("clutter.grazing_sine", "height", 1, 0), ("clutter.rain_reflectivity", "rate", 1, 0),
    ("clutter.cell_volume", "range_", 1, 0), ("clutter.improvement_single", "spread", -1, 0),
    ("clutter.improvement_single", "prf", 1, 0), ("clutter.improvement_double", "spread", -1, 0),
    ("detection.threshold", "pfa", -1, 0), ("detection.marcum_q1", "a", 1, 0), ("detection.marcum_q1", "b", -1, 0),
    *((f"detection.pd_swerling{case}", "snr", 1, 0) for case in (0, 1, 3)),
    *((f"detection.pd_swerling{case}", "pfa", 1, 0) for case in (0, 1, 3)),
    ("diffraction.knife_edge", "v", 1, 0), ("diffraction.knife_edge_power", "v", -1, 0),
    ("diffraction.fresnel_parameter", "height", 1, 0), ("geometry.horizon_distance", "h1", 1, 0),
    ("geometry.sagitta", "d", 1, 0), ("gun.flat_fire", "distance", 1, 0), ("gun.flat_fire", "distance", -1, 1),
    ("gun.flat_fire", "density", 1, 0), ("gun.normal_interval", "half", 1, 0),
    ("gun.burst_kill", "rounds", 1, 0), ("gun.burst_kill", "pk_hit", 1, 0),
    ("jamming.jam_to_noise", "density", 1, 0), ("jamming.jam_to_noise", "range_", -1, 0),
    ("jamming.burn_through_stand_off", "density", -1, 0), ("jamming.burn_through_stand_off", "rcs", 1, 0),
    ("jamming.burn_through_stand_off", "jammer_range", 1, 0), ("jamming.inertial_error", "time", 1, 0),
    ("listening.gnss_js", "distance", -1, 0), ("listening.link_js", "jammer", 1, 0), ("listening.odds", "ratio", 1, 0),
    ("listening.received", "distance", -1, 0), ("listening.sound_level", "distance", -1, 0),
    ("listening.sound_noise", "wind", 1, 0), ("missile.drag", "normal_force", 1, 0), ("missile.coast", "t", -1, 0),
    ("missile.coast", "t", 1, 1),
    ("missile.lag_factor", "step", 1, 0), ("missile.mass_in_boost", "mass_launch", 1, 0),
    ("multipath.roughness_factor", "sigma_h", -1, 0), ("multipath.lobe_average", "rho", 1, 0),
    ("multipath.path_difference", "h1", 1, 0), ("multipath.path_difference", "d", -1, 0),
    ("optics.ttpf", "n", 1, 0), ("optics.ttp", "v", 1, 0), ("optics.koschmieder", "visibility", -1, 0),
    ("optics.kim", "visibility", -1, 0), ("optics.rain_extinction", "rate", 1, 0),
    ("optics.contrast_range", "extinction", -1, 0), ("optics.cycles", "range_", -1, 0),
    ("optics.p_infinity", "range_", -1, 0), ("optics.p_infinity", "dimension", 1, 0),
    ("radar.snr", "range_", -1, 0), ("radar.snr", "rcs", 1, 0), ("radar.snr", "noise_rise", -1, 0),
    ("radar.detection_range", "rcs", 1, 0), ("radar.detection_range", "loss", -1, 0),
    ("radar.search_range", "scan_time", 1, 0), ("radar.burn_through", "jam_power", -1, 0),
    ("radar.burn_through", "rcs", 1, 0), ("radar.sigma_angle", "snr_", -1, 0), ("radar.sigma_range", "snr_", -1, 0),
    ("radar.m_of_n", "p", 1, 0), ("radar.sliding_m_of_n", "p", 1, 0), ("warhead.carleton", "miss", -1, 0),
    ("warhead.cookie", "miss", -1, 0), ("warhead.carleton_mean", "offset", -1, 0), ("warhead.fragments", "r", -1, 0),
    ("warhead.fuzed_mean", "reach", 1, 0), ("warhead.fuzed_mean", "sigma", -1, 0),
    ("wind.power_law", "height", 1, 0), ("wind.log_law", "height", 1, 0), ("wind.profile", "height", 1, 0),
    ("atmosphere.isa", "height", -1, 1), ("clutter.blind_speed", "n", 1, 0), ("fall.slowing", "area", 1, 0),
    ("fall.slowing", "mass", -1, 0), ("fall.slowing", "offset", -1, 0), ("geometry.elevation_angle", "dz", 1, 0),
    ("gun.constant_drag", "distance", 1, 0), ("gun.constant_drag", "distance", -1, 1),
    ("gun.three_halves_drag", "distance", 1, 0), ("gun.three_halves_drag", "distance", -1, 1),
    ("gun.independent_burst_kill", "rounds", 1, 0), ("gun.independent_burst_kill", "pk_hit", 1, 0),
    ("gun.polya_williams", "half", 1, 0), ("jamming.sensitivity", "ref_range", 1, 0),
    ("jamming.sensitivity", "energy_gain", -1, 0), ("missile.lateral_limit", "pressure", 1, 0),
    ("missile.lateral_limit", "mass", -1, 0), ("missile.rocket_speed", "mass_end", -1, 0),
    ("missile.rocket_distance", "burn", 1, 0), ("missile.super_elevation", "axial", -1, 0),
    ("multipath.reflection_point", "h1", 1, 0), ("optics.kruse", "visibility", -1, 0),
    ("optics.kruse", "wavelength", -1, 0), ("optics.p_seen", "range_", -1, 0), ("optics.p_seen", "depth", -1, 0),
    ("optics.p_seen", "dimension", 1, 0), ("radar.noise_power", "bandwidth", 1, 0),
    ("radar.effective_aperture", "gain", 1, 0), ("radar.aspect_rcs", "front", 1, 0), ("radar.aspect_rcs", "side", 1, 0),
    ("radar.aspect_rcs", "rear", 1, 0),
    ("warhead.common_aim_salvo", "n", 1, 0), ("warhead.common_aim_salvo", "p0", 1, 0),
    ("warhead.common_aim_salvo", "sigma", -1, 0), ("warhead.cookie_mean", "radius", 1, 0),
    ("warhead.cookie_mean", "sigma", -1, 0),
    ("wind.ground_speed", "airspeed", 1, 0), ("wind.ground_speed", "along", 1, 0), ("wind.deflection", "across", 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameter", "sign", "index"), MONOTONE)
def test_monotone(known, name, parameter, sign, index):
    """Up (or down) with one argument, all others held; equal where it has saturated."""
    function = known[name]
    strategies = arguments(name, function)
    assert strategies is not None

    @DEEP
    @given(st.fixed_dictionaries(strategies), strategies[parameter])
    def check(values, other):
        low, high = sorted((values[parameter], other))
        below, above = {**values, parameter: low}, {**values, parameter: high}
        assume(possible(name, below) and possible(name, above))
        a, b = numbers(function(**below))[index], numbers(function(**above))[index]
        slack = 1e-9 * max(abs(a), abs(b)) + 1e-12
        assert sign * (b - a) >= -slack, (below, above, a, b)

    check()


# function, the two arguments that may change places, index of the output
SYMMETRIC = [
    ("attenuation.length_below", "z1", "z2"), ("attenuation.length_thinning", "z1", "z2"),
    ("diffraction.fresnel_parameter", "d1", "d2"), ("geometry.above_horizon", "h1", "h2"), ("geometry.dot", "a", "b"),
    ("geometry.horizon_distance", "h1", "h2"), ("multipath.path_difference", "h1", "h2"),
    ("multipath.two_ray", "h1", "h2"), ("multipath.two_ray_sine", "h1", "h2"), ("multipath.over_sphere", "h1", "h2"),
    ("clutter.cell_volume", "azimuth", "elevation"),
]  # fmt: skip
# even functions of one argument
EVEN = [
    ("clutter.canceller_gain", "speed"), ("clutter.response", "speed"), ("clutter.staggered", "speed"),
    ("clutter.two_way_gain", "offset"), ("jamming.receive_gain", "offset"), ("multipath.beam_voltage", "offset"),
    ("multipath.factor2", "phase"), ("gun.normal_interval", "offset"), ("gun.rectangle_hit", "dx"),
    ("gun.rectangle_hit", "dy"), ("wind.ground_speed", "across"), ("optics.p_infinity", "contrast"),
    ("geometry.sagitta", "d"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "second"), SYMMETRIC)
def test_symmetric(known, name, first, second):
    function = known[name]

    @QUICK
    @given(st.fixed_dictionaries(arguments(name, function)))
    def check(values):
        swapped = {**values, first: values[second], second: values[first]}
        a, b = numbers(function(**values)), numbers(function(**swapped))
        assert b == pytest.approx(a, rel=1e-6, abs=1e-9)

    check()


@pytest.mark.parametrize(("name", "parameter"), EVEN)
def test_even(known, name, parameter):
    function = known[name]

    @QUICK
    @given(st.fixed_dictionaries(arguments(name, function)))
    def check(values):
        mirrored = {**values, parameter: -values[parameter]}
        assert numbers(function(**mirrored)) == pytest.approx(numbers(function(**values)), rel=1e-12, abs=1e-300)

    check()


def test_the_mirror_point_is_the_same_from_either_end(known):
    function = known["multipath.reflection_point"]

    @DEEP
    @given(st.fixed_dictionaries(arguments("multipath.reflection_point", function)))
    def check(values):
        other = function(**{**values, "h1": values["h2"], "h2": values["h1"]})
        assert values["d"] - other == pytest.approx(function(**values), rel=1e-6, abs=1e-3 + 1e-6 * values["d"])

    check()


def test_a_fall_knows_no_direction(known):
    """Turned by a right angle, everything that comes down lies where the turn puts it, at the same time."""
    function = known["fall.comes_down"]

    @QUICK
    @given(st.fixed_dictionaries(arguments("fall.comes_down", function)))
    def check(values):
        turned = {**values, "x": -values["y"], "y": values["x"], "vx": -values["vy"], "vy": values["vx"]}
        (x, y, t, lands), (u, v, s, too) = function(**values), function(**turned)
        assert (u, v, s) == pytest.approx((-y, x, t), rel=1e-9, abs=1e-6) and lands == too

    check()


# what must lie between bounds
SHARES = [
    "attenuation.transmission", "detection.marcum_q1", "detection.pd_swerling0", "detection.pd_swerling1",
    "detection.pd_swerling3", "diffraction.knife_edge_power", "gun.normal_interval", "gun.rectangle_hit",
    "gun.burst_kill", "gun.independent_burst_kill", "gun.polya_williams", "jamming.receive_gain", "missile.lag_factor",
    "multipath.beam_voltage", "optics.ttpf", "optics.ttp", "optics.p_infinity", "radar.m_of_n",
    "radar.sliding_m_of_n", "warhead.carleton", "warhead.cookie", "warhead.carleton_mean", "warhead.cookie_mean",
    "warhead.common_aim_salvo", "warhead.fragments", "warhead.fuzed_mean",
]  # fmt: skip


@pytest.mark.parametrize("name", SHARES)
def test_between_0_and_1(known, name):
    function = known[name]

    @QUICK
    @given(st.fixed_dictionaries(arguments(name, function)))
    def check(values):
        assume(possible(name, values))
        assert -1e-12 <= function(**values) <= 1.0 + 1e-12

    check()


def test_multipath_stays_between_null_and_twelve_decibel(known):
    @DEEP
    @given(st.fixed_dictionaries(arguments("multipath.two_ray", known["multipath.two_ray"])))
    def check(values):
        assert 0.0 <= known["multipath.two_ray"](**values) <= 1.0 + values["rho"] + 1e-9

    check()


def test_detection_falls_with_range_without_multipath(known):
    """The chain that the engine goes: range, loss, noise, probability."""
    snr, left, pd = known["radar.snr"], known["attenuation.transmission"], known["detection.pd_swerling1"]

    @DEEP
    @given(POSITIVE, POSITIVE, real(1e-3, 1e2), real(0.0, 1e-4), real(1.0, 1e3))
    def check(a, b, rcs, extinction, rise):
        near, far = sorted((a, b))
        found = [pd(snr(10.0, 20e3, 1.0, r, rcs, rise) * left(extinction, r) ** 2 + 1e-300, 1e-6) for r in (near, far)]
        assert found[1] <= found[0] + 1e-12

    check()


def test_gas_is_positive_and_joined(known):
    @QUICK
    @given(real(0.05e9, 120e9))
    def check(f):  # beside oxygen lines loss goes with the 35th power of f: a small step shows the joints
        here, there = known["attenuation.gas"](f), known["attenuation.gas"](f * 1.00001)
        assert all(v > 0.0 for v in here)
        assert there == pytest.approx(here, rel=2e-3)

    check()


def test_tables(known):
    """Lookups stay within their rows, whatever they are asked."""
    row = np.linspace(0.0, 1.0, 1601)

    @QUICK
    @given(real(0.0, 1e12), st.lists(real(-0.1, 1.5), min_size=360, max_size=360), ANGLE)
    def check(snr, angles, azimuth):
        assert 0.0 <= known["detection.pd_lookup"](row, snr) <= 1.0
        mask = np.array(angles)
        assert mask.min() - 1e-9 <= known["geometry.mask_angle"](mask, azimuth) <= mask.max() + 1e-9

    check()


def test_lines_of_sight_are_clear_both_ways(known):
    """Without a mask the horizon is the same from either end."""
    none = np.zeros((0, 360))

    @DEEP
    @given(real(-200e3, 200e3), real(-200e3, 200e3), real(0.0, 20e3), real(0.0, 20e3))
    def check(dx, dy, h1, h2):
        clear = known["geometry.clear"]
        there = clear(none, -1, dx, dy, h1, h2, 4.0 / 3.0)
        assert there == clear(none, -1, -dx, -dy, h2, h1, 4.0 / 3.0)

    check()
