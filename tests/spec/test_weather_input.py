"""Wrong weather, propagation and jammers: file and line, what is wrong, what would be right."""

import pytest

from shorad.errors import ScenarioError
from shorad.spec import parse_scenario

BASE = """\
question: Does it say what is wrong?
duration: 20 min
weather: {WEATHER}
propagation: {PROPAGATION}
jammers: {JAMMERS}
GNSS
assets:
  depot: {at: [0 km, 0 km]}
"""
CASES = [
    ("WEATHER", "rain: 10 mm", 3, "weather.rain", 'mm is a length, a rain rate is wanted here, such as "5 mm/h"', ""),
    ("WEATHER", "rain: 10", 3, "weather.rain", "10 has no unit", "mm/h"),
    ("WEATHER", "rain: 900 mm/h", 3, "weather.rain", "out of range", "300 mm/h"),
    ("WEATHER", "rain: -1 mm/h", 3, "weather.rain", "out of range", "from 0 mm/h"),
    ("WEATHER", "rain_top: 3 km", 3, "weather", "does not fall", "rain: 5 mm/h"),
    ("WEATHER", "fog: yes", 3, "weather.fog", "", ""),
    ("WEATHER", "fog: {visibility: 0 m}", 3, "weather.fog.visibility", "out of range", "10 m"),
    ("WEATHER", "fog: {top: 100 m}", 3, "weather.fog", 'missing "visibility"', ""),
    ("WEATHER", "wind: {speed: 5 m/s}", 3, "weather.wind", 'missing "from"', ""),
    ("WEATHER", "wind: {speed: -5 m/s, from: 0 deg}", 3, "weather.wind.speed", "out of range", "from 0 m/s"),
    ("WEATHER", "wind: {speed: 900 m/s, from: 0 deg}", 3, "weather.wind.speed", "out of range", "120 m/s"),
    ("WEATHER", "wind: {speed: 5 m/s, from: 4000 deg}", 3, "weather.wind.from", "out of range", "360"),
    ("WEATHER", "temperature_offset: -400 K", 3, "weather.temperature_offset", "out of range", "-60 K to 60 K"),
    ("WEATHER", "temperature_offset: {value: 0 K, range: [-90 K, 10 K]}", 3,
     "weather.temperature_offset.range.0", "out of range", "-60 K"),
    ("WEATHER", "visibility: 1e-300 km", 3, "weather.visibility", "out of range", "from 10 m"),
    ("WEATHER", "wind: {speed: 5 m/s, from: 0 deg, profile: cubic}", 3, "weather.wind.profile", "none of the words",
     "log"),
    ("WEATHER", "wind: {speed: 5 m/s, from: 0 deg, profile: log, height: 1 m, roughness: 2 m}", 3,
     "weather.wind.height", "lies in the roughness", "10 m"),
    ("WEATHER", "wind: {speed: 5 m/s, from: 0 deg, exponent: 3}", 3, "weather.wind.exponent", "out of range", "0.6"),
    ("PROPAGATION", "multipath: maybe", 4, "propagation.multipath", "none of the words", "random"),
    ("PROPAGATION", "surface: farmland", 4, "propagation.surface", "nothing asks about", "clutter: yes"),
    ("PROPAGATION", "clutter: yes, surface: lawn", 4, "propagation.surface", "none of the words", "farmland"),
    ("PROPAGATION", "clutter: yes, gamma: -15", 4, "propagation.gamma", "out of range", ""),
    ("PROPAGATION", "multipath: yes, reflection: 1.2", 4, "propagation.reflection", "out of range", "from 0 to 1"),
    ("PROPAGATION", "gas: perhaps", 4, "propagation.gas", "neither yes nor no", "yes or no"),
    ("JAMMERS", "j: {at: [1 km, 0 km], power: 5 dBm/Hz, bandwidth: 1 MHz}", 5, "jammers.j.power", "no unit known",
     "kW"),
    ("JAMMERS", "j: {at: [1 km, 0 km], power: 5 W, bandwidth: 0 MHz}", 5, "jammers.j.bandwidth", "not above zero", ""),
    ("JAMMERS", "j: {at: [1 km, 0 km], power: 5 W, bandwidth: 1 MHz, against: all_of_them}", 5, "jammers.j.against",
     "none of the words", "all"),
    ("JAMMERS", "j: {power: 5 W, bandwidth: 1 MHz}", 5, "jammers.j", 'missing "at"', ""),
    ("GNSS", "gnss_jamming: {at: [0 km, 0 km]}", 6, "gnss_jamming", 'missing "radius"', ""),
    ("GNSS", "gnss_jamming: {radius: 0 km}", 6, "gnss_jamming.radius", "not above zero", ""),
    ("GNSS", "gnss_jamming: {radius: 9 km, declared_lost: 2}", 6, "gnss_jamming.declared_lost", "out of range", "to 1"),
    ("JAMMERS", "depot: {at: [0 km, 0 km], power: 5 W, bandwidth: 1 MHz}", 5, "", "two things have the name", "rename"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "text", "line", "path", "problem", "right"), CASES)
def test_bad(where, text, line, path, problem, right):
    full = BASE.replace(where, text)
    for other in ("WEATHER", "PROPAGATION", "JAMMERS", "GNSS"):
        full = full.replace(other, "")
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(full, "bad.yaml")
    issue = caught.value.first
    assert issue.file == "bad.yaml"
    assert problem in issue.problem and right in issue.right, issue
    if path:
        assert (issue.path, issue.line) == (path, line)


def test_good():
    full = (
        BASE.replace("WEATHER", "rain: 5 mm/h, fog: {visibility: 200 m}, wind: {speed: 5 m/s, from: 90 deg}")
        .replace("PROPAGATION", "multipath: yes, clutter: yes, surface: water, gas: yes, diffraction: yes")
        .replace("JAMMERS", "j: {at: [1 km, 0 km], power: 30 dBW, bandwidth: 1 MHz}")
        .replace("GNSS", "")
    )
    s = parse_scenario(full, "good.yaml")
    assert s.propagation.multipath == "lobes" and s.propagation.asked
    assert s.jammers["j"].power.number == pytest.approx(1000.0)
    assert s.weather.rain.number == pytest.approx(5e-3 / 3600)
    empty = "question: Is it a clear day?\nduration: 20 min\n"
    assert not parse_scenario(empty, "empty.yaml").propagation.asked
