"""The page's document: what it says is what was recorded, in the size that was promised, as its description has it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shorad.results.happenings import ACTORS, FELT, MINOR, SENTENCES, TOLD
from shorad.results.payload import BUDGET, EXACT, column, document, to_json
from shorad.results.recording import TABLES
from shorad.results.strips import strips
from shorad.results.words import SORTIE_ENDS
from shorad.study.recorded import EVENTS

DESCRIPTION = (Path(__file__).parents[2] / "design" / "replay.md").read_text(encoding="utf-8")


@pytest.fixture(params=["first_look", "al_watiya", "hmeimim"])
def recording(request):
    return request.getfixturevalue(request.param)


def test_columns_come_back_to_half_a_step(recording):
    made = document(recording)["tables"]
    for name in ("legs", "flight", "plots", "engagements", "unit_states"):
        assert made[name]["rows"] == len(recording[name])
        for key, packed in made[name]["columns"].items():
            back = column(packed, made[name]["rows"])
            half = 0.5 * packed.get("step", 0.0)
            assert np.abs(back - recording[name][key]).max() <= half + 1e-9, f"{name}.{key}"


def test_steps_are_no_coarser_than_said(recording):
    tables = document(recording)["tables"]
    legs = tables["legs"]["columns"]
    assert all(legs[key].get("step", 0.0) <= step for key, step in EXACT.items())
    assert all(tables["flight"]["columns"][axis].get("step", 0.0) <= 1.0 for axis in "xyz")


def test_ellipses_have_the_area_of_the_covariance(recording):
    made, states = document(recording)["tables"]["states"], recording["states"]
    major, minor = (column(made["columns"][key], made["rows"]) for key in ("major", "minor"))
    area = np.sqrt(states["xx"] * states["yy"] - states["xy"] ** 2)
    step = made["columns"]["major"]["step"]
    assert (np.abs(major * minor - area) <= step * (major + minor + step)).all()


def test_the_size_is_kept(recording):
    assert len(to_json(recording).encode()) <= BUDGET
    small = to_json(recording, 60_000)
    made = json.loads(small)
    whole = len(json.dumps(document(recording), separators=(",", ":")))
    if whole > 60_000:
        assert made["thinned"]["plots"] < 1.0
    assert made["tables"]["legs"]["rows"] == len(recording["legs"])
    changes = json.loads(small)["tables"]["tracks"]["rows"]
    assert changes == len(recording["tracks"])


def test_the_numbers_on_the_page_are_those_of_the_outcome(recording):
    made = json.loads(to_json(recording))
    for name, value in made["outcome"].items():
        assert value == recording.outcome.run[name][0]
    values = {each["path"]: each["value"] for each in made["measures"]}
    if "leakers" in values:
        assert values["leakers"] == recording.outcome.run["leakers"][0]


def test_strips_are_in_the_order_of_the_chain(recording):
    found = strips(recording)
    assert found
    for strip in found:
        times = [strip.times[link] for link in ("seen", "tracked", "identified", "assigned") if link in strip.times]
        assert times == sorted(times)
        fate = recording.outcome.objects[0, strip.object]
        assert strip.leaked == bool(fate["leaked"])
        assert bool(strip.broken) == bool(fate["leaked"] or fate["caused_loss"])
        assert ("down" in strip.times) == (fate["life"] == 2)
        assert "tracked" in strip.times or not fate["firm"]


def test_a_one_way_drone_that_was_hit_and_flew_on_did_not_go_home(recording):
    row = next(each.object for each in strips(recording) if recording.cast.kinds[each.object] != "striker")
    objects = recording.outcome.objects.copy()
    objects["sortie_end"][0, row] = list(SORTIE_ENDS).index("damaged")
    for life, said in (("impacted", "impacted"), ("departed", "went home damaged")):
        objects["life"][0, row] = recording.story.terms["life"].index(life)
        hurt = replace(recording, outcome=recording.outcome._replace(objects=objects))
        assert next(each.end for each in strips(hurt) if each.object == row) == said


def test_the_description_names_every_table_and_column():
    part = DESCRIPTION.partition("## What a recording holds")[2].partition("## Strips")[0]
    said = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", part, re.MULTILINE))
    assert set(said) == set(TABLES)
    for table, dtype in TABLES.items():
        missing = [name for name in dtype.names if not re.search(rf"\b{name}\b", said[table])]
        assert not missing, f"{table}: {missing}"


def test_the_description_names_every_key_of_the_document(first_look):
    missing = [key for key in document(first_look) if f'"{key}"' not in DESCRIPTION]
    assert not missing


def test_every_kind_of_event_is_known():
    assert set(SENTENCES) <= set(EVENTS) and set(ACTORS) <= set(EVENTS)
    assert FELT <= TOLD <= set(EVENTS)
    assert set(EVENTS) == set(SENTENCES) | set(MINOR) and not set(SENTENCES) & set(MINOR)
