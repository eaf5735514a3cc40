"""Reasons sum to one, carriers get their own line; but-for shares on events made by hand."""

import numpy as np
import pytest

from shorad.engine import codes
from shorad.results import words
from shorad.results.butfor import butfor_tables, collect
from shorad.results.columns import Outcomes
from shorad.results.reasons import reason_tables


def copy(o: Outcomes) -> Outcomes:
    return Outcomes(*(table.copy() for table in o))


def test_the_vocabulary_is_the_engines() -> None:
    assert tuple(words.REASONS) == codes.REASONS
    assert tuple(words.SWITCHES) == codes.SWITCHES
    assert tuple(words.NEUTRAL_CAUSES) == codes.NEUTRAL_CAUSES
    assert tuple(words.SORTIE_ENDS) == codes.SORTIE_ENDS
    assert tuple(words.READINESS) == codes.READINESS
    assert (words.HIT, words.DAMAGED, words.LOST, words.DOWN) == (codes.HIT, codes.DAMAGED, codes.LOST, codes.DOWN)
    assert words.WAITING == codes.WAITING


def test_shares_sum_to_one_and_are_sorted(cast, make_lucky) -> None:
    for table in reason_tables(make_lucky(), cast):
        assert sum(share.estimate.mean for share in table.shares) == pytest.approx(1.0)
        assert sum(share.count for share in table.shares) == table.events
        counts = [share.count for share in table.shares]
        assert counts == sorted(counts, reverse=True)


def test_missed_is_told_by_weapon(cast, make_lucky) -> None:
    table = next(t for t in reason_tables(make_lucky(), cast) if t.path == "leakers")
    assert {"missed_missile", "missed_gun"} <= {share.code for share in table.shares}


def test_a_bomb_has_a_second_line_for_its_carrier(cast, make_blank) -> None:
    o = make_blank(2, 3)
    o.units["rung"][:2, 0], o.units["killer"][:2, 0] = 3, 4
    o.units["reason"][:2, 0], o.units["reason_carrier"][:2, 0] = codes.R_NOT_DETECTED, codes.R_ENVELOPE
    o.assets["rung"][5, 1], o.assets["killer"][5, 1], o.assets["reason"][5, 1] = 3, 4, codes.R_LATE
    o.objects["reason"][5, 3] = codes.R_SILENT
    found = {table.path: [share.code for share in table.shares] for table in reason_tables(o, cast)}
    assert found["losses.battery"] == ["not_detected"]
    assert found["losses.battery.carrier"] == ["envelope"]
    assert found["losses.depot.carrier"] == ["silent"]


def test_a_loss_by_a_drone_has_no_carrier_line(cast, make_lucky) -> None:
    assert "losses.depot.carrier" not in {table.path for table in reason_tables(make_lucky(), cast)}


def test_neutral_causes(cast, make_lucky) -> None:
    table = next(t for t in reason_tables(make_lucky(), cast) if t.path == "neutral")
    assert [share.code for share in table.shares] == ["swap"]


def test_but_for_shares_by_hand(cast, make_blank) -> None:
    """Four leaks. `detection` prevents the first two, `hit` the second and third, nothing the fourth;
    `detection` also causes one new leak."""
    base = make_blank(1, 4)
    base.objects["leaked"][:, 1] = 1
    detection, hit = copy(base), copy(base)
    detection.objects["leaked"][:2, 1] = 0
    detection.objects["leaked"][3, 2] = 1
    hit.objects["leaked"][1:3, 1] = 0
    (table,) = butfor_tables(collect(base, {"detection": detection, "hit": hit}, cast, affected=4))
    assert table.events == 4
    assert [share.prevented for share in table.shares] == [0.5, 0.5]
    assert [share.caused for share in table.shares] == [0.25, 0.0]
    assert table.overlap[0, 1] == 0.25
    assert table.none_single == 0.25


def test_but_for_shares_carry_an_interval_clustered_by_draw(cast, make_blank) -> None:
    """Ten draws of ten leaks: in half of them the link prevents all, in the others none. Pooled, 100 coins would say
    40 to 60 %; ten draws say far less."""
    base = make_blank(10, 10)
    base.objects["leaked"][:, 1] = 1
    ideal = copy(base)
    ideal.objects["leaked"][base.run["k"] % 2 == 0, 1] = 0
    ideal.objects["leaked"][:5, 2] = 1
    (table,) = butfor_tables(collect(base, {"hit": ideal}, cast, affected=100))
    (share,) = table.shares
    low, high = share.prevented_sampling
    assert (share.prevented, share.caused, table.none_single) == (0.5, 0.05, 0.5)
    assert low < 0.25
    assert high > 0.75
    assert table.none_sampling == pytest.approx((low, high))
    assert share.caused_sampling[0] == 0.0
    assert share.caused_sampling[1] > 0.05
    (other,) = butfor_tables(collect(base, {"hit": base}, cast, affected=100))
    assert (other.shares[0].caused, other.shares[0].caused_sampling[0]) == (0.0, 0.0)
    assert other.shares[0].caused_sampling[1] > 0.2  # none in ten draws is not none ever


def test_but_for_tells_kinds_of_event_apart(cast, make_lucky) -> None:
    base = make_lucky(2, 10)
    saved = copy(base)
    saved.units["rung"][:] = 0
    tables = butfor_tables(collect(base, {"ready": saved}, cast, affected=20))
    prevented = {table.kind: table.shares[0].prevented for table in tables}
    assert prevented["unit_lost"] == 1.0
    assert prevented["leaker"] == 0.0


def test_but_for_refuses_other_replicates(cast, make_blank) -> None:
    with pytest.raises(ValueError, match="do not belong"):
        collect(make_blank(2, 2), {"hit": make_blank(1, 4)}, cast, affected=4)


def test_no_event_no_table(cast, make_blank) -> None:
    o = make_blank(2, 2)
    assert butfor_tables(collect(o, {"hit": o}, cast, affected=0)) == []
    assert [t.path for t in reason_tables(o, cast)] == []
    assert np.all(o.run["leakers"] == 0)


def test_weights_undo_how_the_reruns_were_picked(cast, make_blank) -> None:
    """Of the four leaks the first two stand for ten runs each and are prevented, the others for one."""
    base = make_blank(4, 1)
    base.objects["leaked"][:, 1] = 1
    ideal = copy(base)
    ideal.objects["leaked"][:2, 1] = 0
    weights = np.array([10.0, 10.0, 1.0, 1.0])
    (table,) = butfor_tables(collect(base, {"hit": ideal}, cast, 22, weights))
    assert table.events == 4
    assert table.shares[0].prevented == pytest.approx(20 / 22)
    assert table.overlap[0, 0] == pytest.approx(20 / 22)
    assert table.none_single == pytest.approx(2 / 22)
    (same,) = butfor_tables(collect(base, {"hit": ideal}, cast, 22, np.full(4, 5.0)))
    (plain,) = butfor_tables(collect(base, {"hit": ideal}, cast, 22))
    assert same.shares[0].prevented_sampling == plain.shares[0].prevented_sampling
