"""An exponential spread of chance: from the scenario to the table, and as it is shown."""

import pytest
from laboratory import Laboratory, built

from shorad.compile.explain import explain
from shorad.engine.codes import NO_LONGEST


@pytest.fixture
def resolved(tmp_path):
    figures = {"crew.operator_time": {"chance": {"exponential": "4 s"}}}
    drone = {"from": {"bearing": "0 deg", "range": "10 km"}, "altitude": "300 m", "target": "depot"}
    return Laboratory(tmp_path).scenario(defence={"set": figures}, attack={"drone": drone})


def test_the_table_holds_its_mean_and_no_longest(resolved):
    unit = built(resolved).model.unit[0]
    assert tuple(unit["operator_time"]) == (0.0, 4.0, NO_LONGEST)
    assert tuple(unit["reaction"]) == (0.0, 0.0, 0.0)


def test_it_is_shown_in_words(resolved):
    (row,) = [row for row in explain(resolved) if row.path.endswith("crew.operator_time")]
    assert row.value == "exponential, mean 4 s" and row.distribution == "chance"
