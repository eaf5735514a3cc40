"""CZML, KML and GeoJSON: each accepted by a reader or a schema that the project did not write."""

import json

import geojson as reader
import numpy as np
import pytest
from czml3 import Packet
from fastkml import kml as kml_reader
from fastkml.validator import validate
from readers import has, node

from shorad.interop import czml, geojson, kml
from shorad.interop.place import Place, flight

PLACE = (35.4, 35.95)


@pytest.fixture(params=["first_look", "al_watiya", "hmeimim"])
def recording(request):
    return request.getfixturevalue(request.param)


def flew(recording) -> int:
    return int((recording["lives"]["t1"] >= recording["lives"]["t0"]).sum())


# ---- CZML ------------------------------------------------------------------------------------
def test_czml3_accepts_every_packet(recording, tmp_path):
    """Its models forbid unknown properties and check types and values."""
    packets = json.loads(czml.write(recording, tmp_path / "x.czml", PLACE).read_text())
    assert packets[0]["id"] == "document" and packets[0]["version"] == "1.0"
    for packet in packets[1:]:
        Packet.model_validate(packet)
    ids = [packet["id"] for packet in packets]
    assert len(ids) == len(set(ids))
    assert sum(each.startswith("object/") for each in ids) == flew(recording)
    ends = {
        end.partition("#")[0] for p in packets if "polyline" in p for end in p["polyline"]["positions"]["references"]
    }
    assert ends <= set(ids)


def test_czml3_refuses_what_is_wrong():
    with pytest.raises(ValueError, match="colour"):
        Packet.model_validate({"id": "a", "point": {"colour": {"rgba": [1, 2, 3, 4]}}})


@pytest.mark.skipif(
    not has("@cesium/engine"), reason="Cesium is not installed (make readers): CZML goes unchecked by Cesium"
)
def test_cesium_loads_every_packet(recording, tmp_path):
    path = czml.write(recording, tmp_path / "x.czml", PLACE)
    done = node("check_czml.mjs", path)
    assert done.returncode == 0, done.stderr
    found, packets = json.loads(done.stdout), json.loads(path.read_text())
    assert found["entities"] == len(packets) - 1
    assert found["positions"] == sum("position" in packet for packet in packets)
    assert found["lines"] == sum("polyline" in packet for packet in packets)


def test_czml_samples_are_the_truth(al_watiya, tmp_path):
    packets = {p["id"]: p for p in json.loads(czml.write(al_watiya, tmp_path / "x.czml", PLACE).read_text())}
    for row, thing in enumerate(al_watiya.scene.objects):
        if f"object/{thing.name}" not in packets:
            continue
        samples = np.array(packets[f"object/{thing.name}"]["position"]["cartographicDegrees"]).reshape(-1, 4)
        path = flight(al_watiya, row, czml.PERIOD)
        expected = Place(*PLACE).geodetic(path.position)
        assert np.allclose(samples[:, 0], path.t, atol=6e-4)
        assert np.allclose(samples[:, 1:3], expected[:, :2], atol=6e-8)
        assert np.allclose(samples[:, 3], expected[:, 2], atol=0.06)


# ---- KML -------------------------------------------------------------------------------------
def test_kml_obeys_the_schema_of_the_ogc(recording, tmp_path):
    """ogckml22.xsd, as fastkml carries it."""
    path = kml.write(recording, tmp_path / "x.kml", PLACE)
    assert validate(file_to_validate=path)
    document = kml_reader.KML.parse(path).features[0]
    folders = {folder.name: len(folder.features) for folder in document.features}
    assert folders["Defence"] == len(recording.scene.units) + len(recording.scene.assets)
    assert folders["In the air"] == flew(recording)


def test_the_schema_refuses_what_is_wrong(first_look, tmp_path):
    path = kml.write(first_look, tmp_path / "x.kml", PLACE)
    path.write_text(path.read_text().replace("<Folder>", "<Folder><nonsense/>", 1))
    with pytest.raises(AssertionError, match="nonsense"):
        validate(file_to_validate=path)


# ---- GeoJSON ---------------------------------------------------------------------------------
def test_geojson_is_valid(recording, tmp_path):
    found = reader.loads(geojson.write(recording, tmp_path / "x.geojson", PLACE).read_text())
    assert found.is_valid, found.errors()
    kinds = [feature.properties["what"] for feature in found.features]
    assert kinds.count("fire unit") == len(recording.scene.units)
    assert kinds.count("truth") == flew(recording)
    for feature in found.features:
        points = [feature.geometry.coordinates] if feature.geometry.type == "Point" else feature.geometry.coordinates
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat, _ in points)
        if "t" in feature.properties and isinstance(feature.properties["t"], list):
            assert len(feature.properties["t"]) == len(points)


def test_the_place_is_where_it_was_put():
    """10 km east and north of a point at 35.4 N: by the radii of curvature of WGS 84, to 10 m."""
    lon, lat, height = Place(*PLACE).geodetic(np.array([[10e3, 10e3, 250.0]]))[0]
    a, e2 = 6378137.0, 0.00669437999
    s = np.sin(np.radians(PLACE[0]))
    north, east = a * (1 - e2) / (1 - e2 * s * s) ** 1.5, a / np.sqrt(1 - e2 * s * s)
    assert abs(lat - PLACE[0] - np.degrees(10e3 / north)) * 111e3 < 10.0
    assert abs(lon - PLACE[1] - np.degrees(10e3 / (east * np.cos(np.radians(lat))))) * 91e3 < 15.0
    assert height == 250.0
