"""Measures read the right columns, carry paths and units, and know their bounds."""

import numpy as np
import pytest

from shorad.results.columns import join, take
from shorad.results.measures import any_loss, definitions, find, measures


def test_every_path_once_and_every_label_plain(cast) -> None:
    found = definitions(cast)
    assert len({each.path for each in found}) == len(found)
    assert all(each.label and each.unit in {"share", "count", "s", "USD", "value", "ratio"} for each in found)


def test_survival_counts_lost_only(cast, make_blank) -> None:
    o = make_blank(2, 5)
    o.assets["rung"][:3, 1] = 3
    o.assets["rung"][3:5, 1] = 2
    o.units["rung"][:, 1] = 3
    found = measures(o, cast)
    assert found["assets.depot.survival"].estimate.mean == pytest.approx(0.7)
    assert found["assets.depot.undamaged"].estimate.mean == pytest.approx(0.5)
    assert found["posts.command.survival"].estimate.mean == 1.0
    assert found["defence.battery.survival"].estimate.mean == 0.5
    assert found["defence.battery.2.survival"].estimate.mean == 0.0


def test_leakers_by_group_add_up(cast, make_lucky) -> None:
    o = make_lucky()
    found = measures(o, cast)
    assert found["leakers"].estimate.mean == pytest.approx(o.run["leakers"].mean())
    by_group = found["attack.drones.leakers"].estimate.mean + found["attack.tb2.leakers"].estimate.mean
    assert by_group == pytest.approx(found["leakers"].estimate.mean)
    assert found["leakers"].estimate.sampling[1] <= 3.0


def test_exchange_is_a_ratio_of_means(cast, make_lucky) -> None:
    o = make_lucky()
    expected = o.run["cost_defence"].mean() / o.run["cost_attack"].mean()
    assert measures(o, cast)["cost.exchange"].estimate.mean == pytest.approx(expected)


def test_exhaustion_time_is_restricted_to_the_run(cast, make_blank) -> None:
    o = make_blank(2, 2)
    o.run["exhausted"] = [1, 0, 1, 0]
    o.run["t_exhausted"] = [100, 0, 300, 0]
    found = measures(o, cast)
    assert found["exhaustion.time"].estimate.mean == pytest.approx((100 + 600 + 300 + 600) / 4)
    assert found["exhaustion.share"].estimate.mean == 0.5


def test_what_never_occurred_is_absent_not_nan(cast, make_blank) -> None:
    found = measures(make_blank(3, 4), cast)
    assert "neutral.hit" not in found  # no exposed flight
    assert "cost.exchange" not in found
    assert "warning.time" not in found
    assert all(np.isfinite(each.estimate.mean) for each in found.values())


def test_neutral_hits_are_per_exposed_flight(cast, make_blank) -> None:
    o = make_blank(2, 4)
    o.run["neutral_exposed"] = [1, 0, 1, 0, 1, 1, 0, 0]
    o.run["neutral_hit"] = [1, 0, 0, 0, 0, 0, 0, 0]
    assert measures(o, cast)["neutral.hit"].estimate.mean == pytest.approx(1 / 4)


def test_kills_are_scored_to_the_group_that_made_them(cast, make_lucky) -> None:
    o = make_lucky()
    expected = (o.objects["life"][:, 1:3] == 2).sum(axis=1).mean()
    assert measures(o, cast)["defence.battery.kills"].estimate.mean == pytest.approx(expected)


def test_find_suggests_the_nearest(cast) -> None:
    assert find(cast, "assets.depot.survival").unit == "share"
    with pytest.raises(KeyError, match=r"assets\.depot\.survival"):
        find(cast, "assets.depto.survival")


def test_join_sorts_and_take_selects(make_lucky) -> None:
    o = make_lucky(4, 5)
    back = join([take(o, np.arange(10, 20)), take(o, np.arange(10))])
    assert all(np.array_equal(a, b) for a, b in zip(back, o, strict=True))


def test_any_loss_sees_each_kind(cast, make_blank) -> None:
    o = make_blank(1, 5)
    o.run["leakers"][0] = 1
    o.units["rung"][1, 0] = 3
    o.assets["rung"][2, 1] = 3
    o.run["neutral_hit"][3] = 1
    assert any_loss(o).tolist() == [True, True, True, True, False]


def test_never_tracked_counts_who_came(cast, make_blank) -> None:
    o = make_blank(2, 4)
    o.objects["life"][:, 1:4] = 3
    o.objects["life"][:, 2] = 0  # left out of this draw
    o.objects["firm"][:, 1] = 1
    assert measures(o, cast)["warning.never"].estimate.mean == 0.5


def test_the_sides_of_a_hypothesis_take_the_runs_that_took_them(make_lucky, cast) -> None:
    from dataclasses import replace

    from shorad.results.branches import by_branch, own_hypotheses
    from shorad.results.columns import take
    from shorad.results.measures import find, measure
    from shorad.results.provenance import About, provenance
    from shorad.results.results import Results

    outcomes = make_lucky(6, 10)
    draws = {k: {"hypotheses.rules": ("free", "tight")[k % 2], "pantsir_s1.search_band": "uhf"} for k in range(6)}
    results = Results(outcomes, cast, draws, About("?"), provenance("x", "q", (), 1, 6, 10, 2))
    assert own_hypotheses(results) == ("hypotheses.rules",)
    free, tight = by_branch(results, "hypotheses.rules", "leakers")
    assert (free.label, free.draws, tight.label, tight.draws) == ("free", 3, "tight", 3)
    even = take(outcomes, outcomes.run["k"] % 2 == 0)
    assert free.measure == measure(find(cast, "leakers"), even) != tight.measure
    one_sided = replace(results, draws={k: {**values, "hypotheses.rules": "free"} for k, values in draws.items()})
    assert len(by_branch(one_sided, "hypotheses.rules", "leakers")) == 1
