"""The filter of the tracks of a radar or of optics: one, or two that interact; what a scenario says of it."""

import pytest
from small_scenario import SMALL, resolved

from shorad import compile as bridge
from shorad.errors import ScenarioError
from shorad.spec.load import parse_scenario

KEYS = ("filter", "accel_psd_quiet", "accel_psd_manoeuvre", "quiet_time", "manoeuvre_time")
GUARD = "at: [800 m, 500 m]}"
INTERACTING = SMALL.replace(GUARD, "at: [800 m, 500 m], set: {search_radar.filter: interacting}}")
CAMERA = SMALL.replace("pantsir_s1", "camera_post")


def nominal(scenario):
    return bridge.build(scenario, bridge.draw(scenario, 0, -1)).model


def shown(scenario):
    return {row.path: row for row in bridge.explain(scenario) if row.path.split(".")[-1] in KEYS}


def test_without_a_word_there_is_one_filter_and_no_more_to_read():
    model = nominal(resolved())
    assert not shown(resolved())
    assert model.unit["interacting"].tolist() == model.radar["filter"].tolist() == [0]
    state = bridge.new_state(model)
    assert state.mode_x.size == state.mode_p.size == 0


@pytest.mark.parametrize("way", ["group", "--set"])
def test_one_word_is_enough_and_its_figures_show_as_guesses(way):
    scenario = resolved(INTERACTING) if way == "group" else resolved(pantsir_s1__search_radar__filter="interacting")
    model = nominal(scenario)
    radar = model.radar[0]
    assert [radar[key] for key in KEYS] == [1, 1.0, 5000.0, 20.0, 10.0]
    assert model.unit["interacting"].tolist() == [1]
    assert bridge.new_state(model).mode_p.shape == (2 * model.unit["tracks"][0], 6, 6)
    rows = shown(scenario)
    assert len(rows) == len(KEYS)
    assert not any(row.path.endswith("search_radar.accel_psd") for row in bridge.explain(scenario))  # nobody reads it
    assert {row.basis for path, row in rows.items() if not path.endswith("filter")} == {"GUESS"}
    assert all(row.note for path, row in rows.items() if not path.endswith("filter"))


def test_figures_of_ones_own():
    text = INTERACTING.replace("interacting}", "interacting, search_radar.accel_psd_manoeuvre: 300 m2/s3}")
    assert nominal(resolved(text)).radar["accel_psd_manoeuvre"][0] == 300.0


def test_optics_without_a_radar_have_the_option_too():
    text = CAMERA.replace(GUARD, "at: [800 m, 500 m], set: {optics.filter: interacting}}")
    model = nominal(resolved(text))
    assert model.unit["interacting"].tolist() == [1]
    assert (model.optics["filter"][0], model.optics["manoeuvre_time"][0]) == (1, 10.0)


def test_a_unit_of_a_group_beside_another_keeps_its_own_filter():
    more = INTERACTING.replace("attack:", "  other: {system: pantsir_s1, at: [-800 m, 500 m]}\nattack:")
    model = nominal(resolved(more))
    assert model.unit["interacting"].tolist() == [1, 0]
    assert len(bridge.new_state(model).mode_x) == 2 * model.unit["tracks"].sum()


def test_a_filter_in_dispute():
    """Two alternatives: the states of both draws have the tables that they need."""
    text = SMALL + (
        "hypotheses:\n  how: {question: Which filter?, alternatives: {one: {weight: 0.6, set: "
        "{pantsir_s1.search_radar.filter: single}}, two: {weight: 0.4, set: "
        "{pantsir_s1.search_radar.filter: interacting}}}}\n"
    )
    scenario = resolved(text)
    models = [bridge.build(scenario, bridge.draw(scenario, 3, k)).model for k in range(12)]
    shapes = {0: set(), 1: set()}
    for model in models:
        two = int(model.unit["interacting"][0])
        assert (bridge.new_state(model).mode_x.size > 0) == bool(two)
        shapes[two].add(bridge.state_shape(model))
    assert shapes[0] and shapes[1] and shapes[0].isdisjoint(shapes[1])  # a state of one does not serve the other


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("interacting}", "two}", "filter"),
        ("interacting}", "interacting, search_radar.accel_psd_manoeuvre: 0 m2/s3}", "accel_psd_manoeuvre"),
        ("interacting}", "interacting, search_radar.accel_psd_manoeuvre: 0.5 m2/s3}", "is not below"),
        ("interacting}", "interacting, search_radar.quiet_time: 0 s}", "quiet_time"),
        ("interacting}", "interacting, search_radar.manoeuvre_time: 5 m}", "manoeuvre_time"),
        ("search_radar.filter", "optics.filter", "beside a search radar"),
        ("search_radar.filter", "search_radar.filters", "filters"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(old, new, problem):
    with pytest.raises(ScenarioError) as error:
        bridge.resolve(parse_scenario(INTERACTING.replace(old, new), "small.yaml"))
    assert problem in str(error.value)
    assert "small.yaml:6" in str(error.value)
