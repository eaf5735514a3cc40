"""What an error says."""

import pickle

from shorad.errors import Issue, ScenarioError, Warnings, suggest


def test_the_text_names_place_path_problem_and_what_would_be_right():
    error = ScenarioError(
        'unknown key "cuont"',
        'did you mean "count"? Allowed here: at, count',
        file="scenarios/x.yaml",
        line=14,
        path="defence.battery.cuont",
    )
    assert str(error) == (
        'scenarios/x.yaml:14: defence.battery.cuont: unknown key "cuont"; did you mean "count"? Allowed here: at, count'
    )
    assert error.exit_code == 2


def test_ten_of_many_are_shown():
    error = ScenarioError.many([Issue(f"problem {i}") for i in range(13)])
    assert str(error).splitlines() == [f"problem {i}" for i in range(10)] + ["... and 3 more"]


def test_within_adds_the_place_that_is_not_known_yet():
    inner = ScenarioError("36 has no unit", path="range")
    assert str(inner.within("x.yaml", 3, 1, "attack.drones")) == "x.yaml:3: attack.drones.range: 36 has no unit"
    placed = ScenarioError("36 has no unit", file="y.yaml", line=2)
    assert str(placed.within("x.yaml", 3, 1)) == "y.yaml:2: 36 has no unit"


def test_an_error_survives_a_trip_to_another_process():
    error = ScenarioError.many([Issue("a", "b", "x.yaml", 1, 2, "p"), Issue("c")])
    assert pickle.loads(pickle.dumps(error)).issues == error.issues


def test_warnings_are_said_once():
    warnings = Warnings()
    warnings.add(Issue("nobody attacks this asset", path="assets.depot"))
    warnings.add(Issue("nobody attacks this asset", path="assets.depot"))
    assert str(warnings) == "warning: assets.depot: nobody attacks this asset"


def test_a_suggestion_only_where_a_name_is_near():
    assert suggest("cuont", ("at", "count")) == 'did you mean "count"? Allowed here: at, count'
    assert suggest("zzz", ("at", "count")) == "Allowed here: at, count"
