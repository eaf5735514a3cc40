"""Every link ideal in turn: what is left out because nothing differs really does not differ, and processes agree."""

import numpy as np
from recorded import result

from shorad.results.difference import difference
from shorad.results.pick import pick
from shorad.results.words import SWITCHES
from shorad.study.links import every_link
from shorad.study.replay import record, variant


def test_links_without_a_recording_change_nothing():
    results = result("first_look")
    chosen = pick(results, "worst")
    original, told = record(results, chosen), []
    found = every_link(results, chosen, tuple(SWITCHES), told.append)
    assert [each.name for each in found] == list(SWITCHES)
    assert told[0].startswith(SWITCHES[found[0].name]) and told[-1].endswith(
        ("(16 of 16)", "(16 of 16, nothing differs)")
    )
    same = [each.name for each in found if each.recording is None]
    assert 0 < len(same) < len(SWITCHES)
    for name in same:
        assert difference(original, variant(results, chosen, name)).first is None, name


def test_processes_side_by_side_see_the_same():
    results = result("first_look")
    chosen = pick(results, "worst")
    links = ("hit", "guide", "detection", "track", "reaction")
    alone = every_link(results, chosen, links, lambda _: None)
    both = every_link(results, chosen, links, lambda _: None, processes=2)
    assert sum(each.recording is not None for each in alone) > 3  # else no other process is started
    for a, b in zip(alone, both, strict=True):
        assert (a.recording is None) == (b.recording is None)
        if a.recording is not None and b.recording is not None:
            for name, table in a.recording.tables.items():
                assert np.array_equal(table, b.recording[name]), (a.name, name)
