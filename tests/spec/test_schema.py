"""The JSON Schema for editors."""

import json

from shorad.spec.schema import scenario_schema


def _resolve(schema, node):
    return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def test_every_key_of_a_group_stands_in_it_as_written():
    schema = scenario_schema()
    group = schema["$defs"]["AttackGroup"]
    assert {"from", "target", "system", "count"} <= set(group["properties"])
    assert "from_" not in group["properties"]
    assert group["additionalProperties"] is False
    assert set(schema["required"]) == {"question", "duration"}


def test_words_and_units_are_offered():
    schema = scenario_schema()
    group = schema["$defs"]["DefenceGroup"]["properties"]
    assert group["roe"]["enum"] == ["free", "tight", "hold"]
    assert {"enum": ["radiating", "silent", "deploying", "crew_absent"]} in group["readiness"]["anyOf"]
    assert "a time, such as 20 s" in json.dumps(schema["properties"]["duration"])


def test_defaults_are_shown_as_written():
    schema = scenario_schema()
    assert schema["properties"]["weather"]["default"]["visibility"] == "20 km"
    assert json.loads(json.dumps(schema)) == schema
