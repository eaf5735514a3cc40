"""A raid and its changes made to fit: nothing too large, nothing left out without a word, the raid itself first."""

import gzip
import json

import pytest
from recorded import result

from shorad.results.fit import OWN, STATED, fit, size
from shorad.results.payload import document
from shorad.results.pick import pick
from shorad.results.words import SWITCHES
from shorad.study.links import every_link
from shorad.study.replay import record

LINKS = ("hit", "detection", "ready", "channel", "link")


@pytest.fixture(scope="module")
def raid():
    """The worst raid of al_watiya_2020 and five links made perfect in it."""
    results = result("al_watiya_2020")
    chosen = pick(results, "worst")
    found = every_link(results, chosen, LINKS, lambda text: None)
    return record(results, chosen), [(each.name, SWITCHES[each.name], each.recording) for each in found]


@pytest.fixture(scope="module")
def whole(raid):
    return fit(*raid, 100_000_000)


def test_with_room_nothing_is_left_out(raid, whole):
    shown, changes = whole
    assert shown == document(raid[0])
    assert [each["switch"] for each in changes] == list(LINKS)
    differing = [each for each in changes if each["document"]]
    assert len(differing) >= 3
    assert not any(each["left_out"] for each in changes)
    assert all("thinned" not in each["document"] for each in differing)  # as the original's: all of it


@pytest.mark.parametrize("part", [0.9, 0.6, 0.4, 0.25])
def test_it_fits_into_what_there_is(raid, whole, part):
    room = int(part * (size(whole[0]) + sum(map(size, whole[1]))))
    shown, changes = fit(*raid, room)
    packed = gzip.compress(json.dumps([shown, changes], separators=(",", ":")).encode(), 9)
    assert len(packed) <= room
    for before, after in zip(whole[1], changes, strict=True):
        assert [before[key] for key in ("switch", "label", "first", "felt")] == [
            after[key] for key in ("switch", "label", "first", "felt")
        ]
        assert (before["document"] is None) == (after["document"] is None)


def test_what_is_left_out_is_said(raid, whole):
    """The raid goes down to its own part of the room; a change without room keeps what came of it."""
    room = int(1.05 * size(whole[0]) / OWN)
    shown, _ = fit(*raid, room)
    assert shown["thinned"] == {"plots": 1.0, "states": 1.0}
    shown, changes = fit(*raid, int(0.5 * size(whole[0]) / OWN))
    assert shown["thinned"]["plots"] < 1.0
    assert shown["tables"]["legs"]["rows"] == len(raid[0]["legs"])
    left_out = [each for each in changes if each["left_out"]]
    assert left_out
    for each in left_out:
        assert set(each["document"]) <= set(STATED) and "outcome" in each["document"]
        assert each["first"]
