"""DIS, IEEE 1278.1-2012 (version 7): Entity State, Fire and Detonation PDUs of one replicate, in a PCAP file.

A file for playing back or for reading with a network analyser; nothing is ever sent, and the addresses in it belong to
the net reserved for documentation (RFC 5737). Big-endian. Entity types are SISO-REF-010 numbers of the catalogue.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from shorad.interop.place import Flight, Floats, Place, burst, flight, missile, place_of
from shorad.results.recording import FUZED, IN_FLIGHT, EntityType, Recording

ENTITY_STATE, FIRE, DETONATION = 1, 2, 3  # PDU types
FAMILY = {ENTITY_STATE: 1, FIRE: 2, DETONATION: 2}
FORCE = {"hostile": 2, "neutral": 3, "bird": 0, "unknown": 0}  # 1 friendly, 2 opposing, 3 neutral, 0 other
HEARTBEAT = 5.0  # s, the standard's default
SITE, APPLICATION = 1, 1
UNITS, OBJECTS, SHOTS, BURSTS = 1, 1000, 20000, 40000  # first entity numbers
STATIC, FPW = 1, 2  # dead reckoning: stands, flies straight on
DESTROYED, DEACTIVATED = 3 << 3, 1 << 23  # bits of the appearance
HIT, DETONATED = 5, 0  # results: entity proximate detonation; other
NOTHING = (0, 0, 0)
PORT = 3000
Identity = tuple[int, int, int]


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write `recording` to `path` (*.pcap). At most 19000 objects and missiles each, far above what scenarios hold."""
    pdus = sorted(_pdus(recording, place_of(recording, origin)), key=lambda each: each[0])
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (t, kind, body) in enumerate(pdus):
            frame = _frame(_pdu(t, kind, body), number)
            file.write(struct.pack("<IIII", int(t), int(t % 1.0 * 1e6), len(frame), len(frame)) + frame)
    return path


# ---- envelopes -----------------------------------------------------------------------------
def _pdu(t: float, kind: int, body: bytes) -> bytes:
    """Header and body. The time stamp counts 2^31 parts of an hour; its last bit 0: relative to the exercise."""
    stamp = int(t % 3600.0 / 3600.0 * 2**31) << 1
    return struct.pack(">BBBBIHBB", 7, 1, kind, FAMILY[kind], stamp, 12 + len(body), 0, 0) + body


def _frame(payload: bytes, number: int) -> bytes:
    """Ethernet, IPv4 and UDP around a PDU, as an analyser expects them."""
    length = 8 + len(payload)
    udp = struct.pack(">HHHH", PORT, PORT, length, 0)
    source, target = bytes((192, 0, 2, 1)), bytes((192, 0, 2, 255))
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + length, number & 0xFFFF, 0, 64, 17, 0) + source + target
    words = sum(struct.unpack(">10H", ip))
    words = (words & 0xFFFF) + (words >> 16)
    ip = ip[:10] + struct.pack(">H", ~(words + (words >> 16)) & 0xFFFF) + ip[12:]
    return b"\xff" * 6 + b"\x02\x00\x00\x00\x00\x01" + b"\x08\x00" + ip + udp + payload


# ---- bodies --------------------------------------------------------------------------------
def _type(entity: EntityType) -> bytes:
    return struct.pack(">BBHBBBB", *entity.numbers)


def _who(number: int) -> Identity:
    return SITE, APPLICATION, number


def entity_state(
    who: Identity, force: int, entity: EntityType, place: Floats, velocity: Floats, angles: Floats, appearance: int,
    reckoning: int, marking: str,
) -> bytes:  # fmt: skip
    """Body of an Entity State PDU: 132 bytes. Position and velocity earth-centred (m, m/s), Euler angles in rad."""
    name = marking.encode("ascii", "replace")[:11].ljust(11, b"\0")
    return (
        struct.pack(">HHHBB", *who, force, 0) + _type(entity) * 2
        + struct.pack(">3f3d3fI", *velocity, *place, *angles, appearance)
        + struct.pack(">B15x3f3f", reckoning, 0, 0, 0, 0, 0, 0) + struct.pack(">B", 1) + name + struct.pack(">I", 0)
    )  # fmt: skip


def _burst(entity: EntityType, rounds: int) -> bytes:
    """Munition descriptor: type, warhead and fuze 0 (other), quantity, rate 0 (a single shot or burst)."""
    return _type(entity) + struct.pack(">HHHH", 0, 0, rounds, 0)


def fire(
    shooter: Identity, target: Identity, munition: Identity, event: int, place: Floats, velocity: Floats,
    entity: EntityType, rounds: int, distance: float,
) -> bytes:  # fmt: skip
    """Body of a Fire PDU: 84 bytes."""
    return (
        struct.pack(">HHHHHHHHHHHHI", *shooter, *target, *munition, SITE, APPLICATION, event, 0)
        + struct.pack(">3d", *place) + _burst(entity, rounds) + struct.pack(">3ff", *velocity, distance)
    )  # fmt: skip


def detonation(
    shooter: Identity, target: Identity, munition: Identity, event: int, place: Floats, velocity: Floats,
    entity: EntityType, rounds: int, result: int,
) -> bytes:  # fmt: skip
    """Body of a Detonation PDU: 92 bytes."""
    return (
        struct.pack(">HHHHHHHHHHHH", *shooter, *target, *munition, SITE, APPLICATION, event)
        + struct.pack(">3f3d", *velocity, *place) + _burst(entity, rounds)
        + struct.pack(">3fBBH", 0, 0, 0, result, 0, 0)
    )  # fmt: skip


def euler(place: Place, velocity: Floats) -> Floats:
    """Psi, theta, phi (rad) of a body that looks along its velocity (n, 3; east, north, up), wings level."""
    flat = np.hypot(velocity[:, 0], velocity[:, 1])
    ahead = np.where((flat + np.abs(velocity[:, 2]) > 0.0)[:, None], velocity, [0.0, 1.0, 0.0])
    ahead = ahead / np.linalg.norm(ahead, axis=1)[:, None]
    right = np.stack([ahead[:, 1], -ahead[:, 0], np.zeros(len(ahead))], axis=-1)
    size = np.linalg.norm(right, axis=1)[:, None]
    right = np.where(size > 1e-9, right / np.maximum(size, 1e-9), [1.0, 0.0, 0.0])
    down = np.cross(ahead, right)
    x, y, z = (place.earth_vectors(axis) for axis in (ahead, right, down))
    return np.stack(
        [np.arctan2(x[:, 1], x[:, 0]), -np.arcsin(np.clip(x[:, 2], -1.0, 1.0)), np.arctan2(y[:, 2], z[:, 2])], axis=-1
    )


# ---- what happened -------------------------------------------------------------------------
def _pdus(recording: Recording, place: Place) -> Iterator[tuple[float, int, bytes]]:
    """(time, PDU type, body) of everything."""
    scene = recording.scene
    yield from _units(recording, place)
    for row, thing in enumerate(scene.objects):
        path = flight(recording, row, HEARTBEAT)
        if path is not None:
            gone = recording.word("life", int(recording["lives"]["life"][row]))
            last = DEACTIVATED * (gone != "flying") | DESTROYED * (gone in ("down", "impacted", "dud"))
            yield from _states(place, _who(OBJECTS + row), FORCE[thing.side], thing.entity, path, last, thing.name)
    for i, shot in enumerate(recording["shots"]):
        yield from _missile(recording, place, i, shot)
    for i, row_ in enumerate(recording["bursts"]):
        yield from _rounds(recording, place, i, row_)


def _states(
    place: Place, who: Identity, force: int, entity: EntityType, path: Flight, last: int, name: str
) -> Iterator[tuple[float, int, bytes]]:
    where, speed = place.earth_centred(path.position), place.earth_vectors(path.velocity)
    angles, n = euler(place, path.velocity), len(path.t)
    for i in range(n):
        look = last if i == n - 1 else 0
        yield (
            float(path.t[i]),
            ENTITY_STATE,
            entity_state(who, force, entity, where[i], speed[i], angles[i], look, FPW, name),
        )


def _units(recording: Recording, place: Place) -> Iterator[tuple[float, int, bytes]]:
    """Fire units stand; each is told of at its heartbeat, and looks destroyed once it is lost."""
    states = recording["unit_states"]
    still = np.zeros((1, 3))
    for u, unit in enumerate(recording.scene.units):
        where, angles = place.earth_centred(np.array([[unit.x, unit.y, unit.z]]))[0], euler(place, still)[0]
        lost = states["t"][(states["unit"] == u) & (states["rung"] == 3)]
        for t in np.arange(0.0, recording.t_end + HEARTBEAT, HEARTBEAT):
            look = DESTROYED if len(lost) and t >= lost[0] else 0
            yield (
                float(t),
                ENTITY_STATE,
                entity_state(_who(UNITS + u), 1, unit.entity, where, still[0], angles, look, STATIC, unit.name),
            )


def _missile(recording: Recording, place: Place, i: int, shot: np.void) -> Iterator[tuple[float, int, bytes]]:
    path, weapon = missile(recording, i), recording.scene.units[shot["unit"]].missile
    if weapon is None or not len(path.t):
        return
    me, shooter, target = _who(SHOTS + i), _who(UNITS + shot["unit"]), _who(OBJECTS + shot["object"])
    where, speed = place.earth_centred(path.position), place.earth_vectors(path.velocity)
    aim, _ = recording.path(int(shot["object"]), path.t[:1])
    distance = float(np.linalg.norm(aim[0] - path.position[0]))
    yield float(path.t[0]), FIRE, fire(shooter, target, me, i + 1, where[0], speed[0], weapon.entity, 1, distance)
    ended = shot["end"] != IN_FLIGHT
    yield from _states(place, me, 1, weapon.entity, path, DEACTIVATED * ended, f"missile {i + 1}")
    if ended:
        result = HIT if shot["end"] == FUZED else DETONATED
        victim = _who(OBJECTS + shot["victim"]) if shot["victim"] >= 0 else NOTHING
        body = detonation(shooter, victim, me, i + 1, where[-1], speed[-1], weapon.entity, 1, result)
        yield float(path.t[-1]), DETONATION, body


def _rounds(recording: Recording, place: Place, i: int, row: np.void) -> Iterator[tuple[float, int, bytes]]:
    path, weapon = burst(row), recording.scene.units[row["unit"]].gun
    if weapon is None:
        return
    shooter, target, event, n = _who(UNITS + row["unit"]), _who(OBJECTS + row["object"]), BURSTS + i, int(row["rounds"])
    where, speed = place.earth_centred(path.position), place.earth_vectors(path.velocity)
    distance = float(np.linalg.norm(path.position[1] - path.position[0]))
    yield float(path.t[0]), FIRE, fire(shooter, target, NOTHING, event, where[0], speed[0], weapon.entity, n, distance)
    body = detonation(
        shooter, target, NOTHING, event, where[1], speed[1], weapon.entity, n, HIT if row["hits"] > 0 else DETONATED
    )
    yield float(path.t[1]), DETONATION, body
