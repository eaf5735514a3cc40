"""JSON Schema of a scenario file, for editors that complete and check YAML while it is written (`shorad schema`)."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from shorad.spec.noun import Noun
from shorad.spec.quantity import Quantity
from shorad.spec.scenario import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _AsWritten(GenerateJsonSchema):
    """Defaults as a person would write them (`20 km`), not as they are kept."""

    def encode_default(self, dft: Any) -> Any:
        return _written(dft)


def _written(item: Any) -> Any:
    if isinstance(item, Quantity):
        return item.text
    if isinstance(item, Noun):
        fields = {field.alias or name: getattr(item, name) for name, field in type(item).model_fields.items()}
        return {name: _written(value) for name, value in fields.items() if value not in (None, (), {})}
    return [_written(child) for child in item] if isinstance(item, tuple) else item


def scenario_schema() -> dict[str, Any]:
    """The schema as a mapping, ready for `json.dumps`."""
    schema = Scenario.model_json_schema(schema_generator=_AsWritten)
    return {"$schema": DIALECT, **schema, "title": "shorad scenario"}
