"""A coverage map for other programs: GeoTIFF and GeoJSON (rasterio, extra `geo`).

A scenario whose ground comes from a file lies somewhere on the earth: its maps are in an azimuthal projection about its
origin, and GeoJSON in longitude and latitude. Any other scenario has a frame of its own: then both are in its metres.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from shorad.errors import ScenarioError, install
from shorad.results.coverage import Coverage

OWN_FRAME = 'LOCAL_CS["east and north of the origin of the scenario",UNIT["metre",1]]'
RELIEF = "height of the ground, m"
LEVELS = (0.1, 0.5, 0.9)


def need_rasterio() -> Any:
    """The module; ScenarioError that names the extra without it."""
    try:
        import rasterio
    except ImportError:
        raise ScenarioError("GeoTIFF and GeoJSON need rasterio, of the extra geo", install("geo")) from None
    return rasterio


def projection(found: Coverage) -> str:
    """The coordinate reference system of the map."""
    if found.origin is None:
        return OWN_FRAME
    latitude, longitude = np.degrees(found.origin)
    return f"+proj=aeqd +lat_0={latitude:.9f} +lon_0={longitude:.9f} +datum=WGS84 +units=m"


def _placed(found: Coverage) -> Any:
    """Affine transform of the map, first row in the north."""
    from rasterio.transform import Affine

    s = found.spacing
    return Affine(s, 0.0, float(found.x[0]) - 0.5 * s, 0.0, -s, float(found.y[-1]) + 0.5 * s)


def geotiff(found: Coverage, path: Path) -> None:
    """Bands: chance of any unit, number of units in line of sight, ground in m, then the chance of each unit."""
    rasterio = need_rasterio()
    bands = [found.together, found.visible.sum(axis=0), found.relief, *found.chance]
    words = ["chance of detection, any unit", "units in line of sight", RELIEF]
    words += [f"chance of detection, {name}" for name in found.units]
    crs = rasterio.crs.CRS.from_string(projection(found)) if found.origin else rasterio.crs.CRS.from_wkt(OWN_FRAME)
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=len(bands), height=len(found.y), width=len(found.x), crs=crs,
        transform=_placed(found), compress="deflate",
    ) as held:  # fmt: skip
        for i, (band, text) in enumerate(zip(bands, words, strict=True), start=1):
            held.write(np.asarray(band)[::-1].astype(np.float32), i)
            held.set_band_description(i, text)
        held.units = ["" if text != RELIEF else "m" for text in words]
        held.update_tags(target=found.target, height_m=found.height, above=found.above)


def geojson(found: Coverage, path: Path) -> None:
    """Polygons of detection above 10, 50 and 90 % and of the line of sight, for all units together, and the units."""
    rasterio = need_rasterio()
    areas = [("chance of detection", level, found.together >= level) for level in LEVELS]
    features = [
        feature
        for what, level, where in [*areas, ("line of sight", 1.0, found.seen)]
        for feature in _polygons(rasterio, found, what, level, where)
    ]
    for name, sensor, place in zip(found.units, found.sensors, found.places, strict=True):
        geometry = {"type": "Point", "coordinates": [float(v) for v in place]}
        features.append(_feature(rasterio, found, geometry, {"what": "fire unit", "name": name, "sensor": sensor}))
    frame = "longitude, latitude (WGS 84)" if found.origin else "metres east, north of the origin of the scenario"
    about = {"target": found.target, "height_m": found.height, "above": found.above, "coordinates": frame}
    path.write_text(json.dumps({"type": "FeatureCollection", "about": about, "features": features}), encoding="utf-8")


def _polygons(rasterio: Any, found: Coverage, what: str, level: float, where: Any) -> list[dict[str, Any]]:
    from rasterio.features import shapes

    area = np.ascontiguousarray(where[::-1]).astype(np.uint8)
    made = shapes(area, mask=area == 1, transform=_placed(found))
    parts = [geometry["coordinates"] for geometry, _ in made]
    if not parts:
        return []
    properties = {"what": what, "at_least": level, "area_km2": round(found.area(where), 3)}
    return [_feature(rasterio, found, {"type": "MultiPolygon", "coordinates": parts}, properties)]


def _feature(rasterio: Any, found: Coverage, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    if found.origin is not None:
        from rasterio.warp import transform_geom

        geometry = transform_geom(rasterio.crs.CRS.from_string(projection(found)), "EPSG:4326", geometry, precision=6)
    return {"type": "Feature", "properties": properties, "geometry": geometry}
