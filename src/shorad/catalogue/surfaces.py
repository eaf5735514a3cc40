"""What kinds of ground do to radar waves: `surfaces.yaml`, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shorad.catalogue.files import HERE
from shorad.spec.quantity import Dim, Quantity, read
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping

DIMS = {
    "gamma": Dim("ratio", low=0.0),
    "roughness": Dim("length", low=0.0),
    "reflection": Dim("probability", low=0.0, high=1.0),
}
MEANINGS = {
    "gamma": "echo of the ground: sigma0 = gamma sin(grazing angle)",
    "roughness": "standard deviation of the ground's height",
    "reflection": "voltage that a smooth patch of this ground reflects",
}


@dataclass(frozen=True)
class Surface:
    """One class: `values` by the names of DIMS; `weight` where the class is not known."""

    title: str
    weight: float
    values: dict[str, Quantity]


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """All classes by name."""
    path = HERE / "surfaces.yaml"
    raw, _ = read_mapping(read_text(path), str(path))
    out = {}
    for name, item in raw.items():
        values = {key: read(item[key], dim) for key, dim in DIMS.items()}
        out[name] = Surface(str(item["title"]), float(item["weight"]), values)
    return out
