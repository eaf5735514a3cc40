"""Heights that leave something without effect are said, not passed over."""

import pytest
from small_scenario import SMALL, resolved

HIGH = SMALL.replace("altitude: 300 m", "altitude: 900 m") + "terrain: {base: 500 m}\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (HIGH + "weather: {fog: {visibility: 200 m, top: 150 m}}\n", "weather.fog.top"),
        (HIGH + "weather: {rain: 5 mm/h, rain_top: 400 m}\n", "weather.rain_top"),
        (HIGH + "zones: {town: {circle: {radius: 1 km}, ceiling: 300 m, fire: none}}\n", "zones.town.ceiling"),
        (SMALL + "jammers: {noise: {at: [40 km, 0 km], power: 1 kW, bandwidth: 100 MHz}}\n", "jammers.noise.at"),
    ],
)
def test_what_is_under_the_ground_or_behind_the_horizon(text, path):
    found = {issue.path: issue for issue in resolved(text).warnings}
    assert "changes nothing" in found[path].problem
    assert found[path].line > 0


@pytest.mark.parametrize(
    "more",
    [
        "weather: {fog: {visibility: 200 m, top: 700 m}}\nzones: {town: {circle: {radius: 1 km}, ceiling: 2 km}}\n",
        "jammers: {noise: {at: [15 km, 0 km], power: 1 kW, bandwidth: 100 MHz}}\n",
    ],
)
def test_what_acts_is_not_complained_of(more):
    text = (HIGH if "weather" in more else SMALL) + more
    assert not [issue for issue in resolved(text).warnings if "changes nothing" in issue.problem]


def test_a_jammer_without_a_height_stands_on_a_mast_on_its_ground():
    from shorad import compile as bridge

    jammer = "jammers: {noise: {at: [5 km, 0 km], power: 1 kW, bandwidth: 100 MHz}}\n"
    for text, z in ((SMALL + jammer, 10.0), (HIGH + jammer, 510.0)):
        assert bridge.build(resolved(text), {}).model.noise["z"] == pytest.approx(z)
