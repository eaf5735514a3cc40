"""DIS: every PDU decoded by Wireshark's dissector, which the project did not write."""

import json
import shutil
import struct
import subprocess

import numpy as np
import pytest
from readers import has, node

from shorad.interop import dis
from shorad.interop.place import Place

TSHARK = shutil.which("tshark")
needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: DIS goes unchecked by its dissector")
needs_open_dis = pytest.mark.skipif(
    not has("open-dis"), reason="open-dis is not installed (make readers): DIS goes unchecked by it"
)
PLACE = (48.0, 11.0)
FIELDS = ("dis.pdu_type", "dis.pdu_length", "dis.proto_ver", "dis.entity_id_entity", "dis.location.x", "dis.location.y")


@pytest.fixture(params=["first_look", "al_watiya", "hmeimim"])
def written(request, tmp_path):
    recording = request.getfixturevalue(request.param)
    return recording, dis.write(recording, tmp_path / "x.pcap", PLACE)


def tshark(path, *arguments):
    done = subprocess.run(
        [TSHARK, "-n", "-r", str(path), *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def packets(path):
    """Payloads of a PCAP file, by hand."""
    data, at, found = path.read_bytes(), 24, []
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        found.append(data[at + 16 + 42 : at + 16 + size])
        at += 16 + size
    return found


@needs_tshark
def test_every_pdu_is_decoded_without_a_malformed_mark(written):
    recording, path = written
    assert tshark(path, "-Y", "_ws.malformed || _ws.unreassembled || !dis || _ws.expert.severity >= 0x600000") == []
    kinds = tshark(path, "-T", "fields", "-e", "dis.pdu_type")
    assert len(kinds) == len(packets(path))
    shots, bursts = recording["shots"], recording["bursts"]
    assert kinds.count("2") == len(shots) + len(bursts)
    assert kinds.count("3") == (shots["end"] != 0).sum() + len(bursts)
    assert kinds.count("1") == len(kinds) - kinds.count("2") - kinds.count("3") > 0


@needs_tshark
def test_the_dissector_reads_what_was_meant(al_watiya, tmp_path):
    """Names, types and positions of entity states, as the dissector prints them."""
    path = dis.write(al_watiya, tmp_path / "x.pcap", PLACE)
    text = "\n".join(tshark(path, "-V", "-Y", "dis.pdu_type == 1 && frame.number < 8"))
    assert "IEEE 1278.1-2012 (7)" in text
    assert "PDU Length: 144" in text
    assert "Category / Land: Air Defense / Missile Defense Unit Equipment (28)" in text or "(28)" in text
    assert "Country: Russia" in text or "222" in text
    assert al_watiya.scene.units[0].name in text


@needs_open_dis
def test_open_dis_decodes_every_pdu_as_it_was_meant(written):
    """The other implementation of the standard: kinds, identities, types, names, places and velocities."""
    recording, path = written
    pdus = packets(path)
    done = node("check_dis.cjs", path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == len(pdus) and {each["version"] for each in found} == {7}
    assert [each["length"] for each in found] == [len(pdu) for pdu in pdus]
    kinds = [each["kind"] for each in found]
    assert kinds.count(2) == len(recording["shots"]) + len(recording["bursts"])
    lives, place = recording["lives"], Place(*PLACE)
    for row in np.flatnonzero(lives["t1"] >= lives["t0"]):
        thing = recording.scene.objects[row]
        first = next(each for each in found if each.get("id", [0])[-1] == dis.OBJECTS + row)
        where, speed = recording.path(int(row), lives["t0"][row : row + 1])
        assert np.allclose(first["at"], place.earth_centred(where)[0], atol=1e-6)
        assert np.allclose(first["velocity"], place.earth_vectors(speed)[0], atol=1e-4)  # four-byte reals
        assert first["type"] == list(thing.entity.numbers)
        assert first["marking"].rstrip("\x00") == thing.name[:11]


def test_lengths_are_those_of_the_standard(written):
    """IEEE 1278.1: Entity State 144 bytes without articulations, Fire 96, Detonation 104."""
    _, path = written
    lengths = {1: 144, 2: 96, 3: 104}
    for payload in packets(path):
        version, _, kind, _, _, length, _, _ = struct.unpack_from(">BBBBIHBB", payload)
        assert (version, length, len(payload)) == (7, lengths[kind], lengths[kind])


def test_positions_are_earth_centred_and_true(hmeimim, tmp_path):
    """The first state of each object against its path; doubles, so to a micrometre."""
    path, found = dis.write(hmeimim, tmp_path / "x.pcap", PLACE), {}
    for payload in packets(path):
        if payload[2] == 1:
            number = struct.unpack_from(">H", payload, 16)[0]
            found.setdefault(number - dis.OBJECTS, np.array(struct.unpack_from(">3d", payload, 48)))
    lives, place = hmeimim["lives"], Place(*PLACE)
    rows = np.flatnonzero(lives["t1"] >= lives["t0"])
    assert len(rows) > 5
    for row in rows:
        where, _ = hmeimim.path(int(row), lives["t0"][row : row + 1])
        assert np.allclose(found[row], place.earth_centred(where)[0], atol=1e-6)
        assert 6.3e6 < np.linalg.norm(found[row]) < 6.4e6


def test_euler_angles_point_along_the_velocity():
    """Turned back by the standard's rotation Rz(psi) Ry(theta) Rx(phi), the body axes are nose, wing and belly."""
    place = Place(*PLACE)
    velocity = np.array([[100.0, 0, 0], [0, 80.0, -20.0], [-30.0, -40.0, 10.0], [0, 0, 5.0]])
    for (psi, theta, phi), speed in zip(dis.euler(place, velocity), velocity, strict=True):
        cp, sp, ct, st = np.cos(psi), np.sin(psi), np.cos(theta), np.sin(theta)
        nose = np.array([cp * ct, sp * ct, -st])
        assert np.allclose(nose, place.earth_vectors(speed[None])[0] / np.linalg.norm(speed), atol=1e-12)
        belly = np.array(
            [cp * st * np.cos(phi) + sp * np.sin(phi), sp * st * np.cos(phi) - cp * np.sin(phi), ct * np.cos(phi)]
        )
        up = place.earth_vectors(np.array([[0.0, 0.0, 1.0]]))[0]
        if abs(speed[2]) < np.linalg.norm(speed):
            assert belly @ up < 0.0  # wings level: the belly is below


def test_only_addresses_for_documentation(first_look, tmp_path):
    data = dis.write(first_look, tmp_path / "x.pcap").read_bytes()
    assert data[24 + 16 + 26 : 24 + 16 + 34] == bytes((192, 0, 2, 1, 192, 0, 2, 255))
