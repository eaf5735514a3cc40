"""How the kill probability of one missile falls with range: flown by the engine, and in closed form.

Writes the tables of pk_by_range.md to standard output: `python design/pk_by_range.py [shots]`.

Nominal figures of the catalogue: the Pantsir-S1 against a Shahed-136 that comes straight in, as in ridge_raid.
"""

import sys
from math import exp, hypot
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "engine"))
from tiny import make, put, shoot_many

import shorad
from shorad import compile as bridge
from shorad.engine.approach import ENDED
from shorad.engine.codes import BY_OPTICS, BY_RADAR
from shorad.physics.radar import sigma_angle, snr

RANGES = (3e3, 4e3, 5e3, 6e3, 8e3, 10e3, 12e3, 15e3, 18e3)  # m at the intercept
HEIGHT = 300.0  # m
HEAD = "km", "angle error s, mrad", "s R, m", "miss an axis, m", "ratio", "never near", "Pk flown", "closed form"


def rows() -> tuple[Any, Any, Any, float]:
    """Nominal missile, tracking radar and drone of ridge_raid, and the angle error of its optics (rad)."""
    resolved = bridge.resolve(shorad.load("ridge_raid", {"terrain.ridges.east.height": "0 m"}))
    model = bridge.build(resolved, bridge.draw(resolved, 1, -1)).model
    return model.missile[0], model.tracker[0], model.obj[0], float(model.optics[0]["floor_angle"])


def flown(meet: float, missile: Any, radar: Any, drone: Any, optics: float, by: int, shots: int) -> np.ndarray:
    """Ends of `shots` missiles that meet the drone about `meet` m out: how it ended, miss, time of flight."""
    speed = float(drone["speed_max"])
    away = meet
    for _ in range(4):  # launched while the drone is so much farther out
        m, s = make([(0.0, away, HEIGHT, 0.0, -speed, 0.0)], {n: missile[n] for n in missile.dtype.names}, None, optics)
        put(m.tracker[0], {n: radar[n] for n in radar.dtype.names})
        put(m.obj[0], {n: drone[n] for n in ("size_class", "rcs_front", "rcs_side", "rcs_rear", "speed_max")})
        m.unit["tracker"], s.channel["by"] = 0, by
        away = meet + speed * float(np.median(shoot_many(m, s, 20)[:, 2]))
    return shoot_many(m, s, shots)


def line_error(meet: float, missile: Any, radar: Any, drone: Any, optics: float, by: int) -> float:
    """Standard error (rad, each axis) of the target's line against the missile's line."""
    target = optics
    if by == BY_RADAR:
        signal = snr(radar["snr_ref"], radar["ref_range"], radar["ref_rcs"], meet, drone["rcs_front"], 1.0)
        target = sigma_angle(radar["beamwidth"], signal, radar["floor_angle"])
    return hypot(target, missile["beacon_noise"])


def passed(missile: Any) -> float:
    """Share of the variance of the angle noise (Gauss-Markov) that the guidance loop (second order) lets through."""
    a, w, z = 1.0 / missile["noise_tau"], missile["guide_frequency"], missile["guide_damping"]
    return w * w * (a + 2 * z * w) / ((w * w + 2 * z * w * a) * (a + 2 * z * w) - a * w * w)


def closed_form(s: float, missile: Any, drone: Any) -> float:
    """Kill probability under a circular normal miss of `s` m an axis: Carleton, cut off at the reach of the fuze."""
    b, reach = float(missile["lethal_b"][int(drone["size_class"])]), float(missile["fuze_radius"])
    seen = 1.0 - exp(-0.5 * reach**2 * (1.0 / b**2 + 1.0 / s**2))
    return float(missile["kill_p0"] * missile["fuze_reliability"] * b**2 / (b**2 + s**2) * seen)


def told(found: float | None, unit: float = 1.0) -> str:
    return "-" if found is None else f"{found / unit:.2f}"


def table(by: int, shots: int) -> None:
    missile, radar, drone, optics = rows()
    b = float(missile["lethal_b"][int(drone["size_class"])])
    print(f"| {' | '.join(HEAD)} |")
    print("|---|---|---|---|---|---|---|---|")
    for meet in RANGES:
        ends = flown(meet, missile, radar, drone, optics, by, shots)
        miss = ends[:, 1]
        pk = np.where(ends[:, 0] == 1, missile["kill_p0"] * np.exp(-0.5 * (miss / b) ** 2), 0.0)
        angle = line_error(meet, missile, radar, drone, optics, by)
        near, plain = ends[:, 0] != ENDED, angle * meet
        found = float(np.sqrt(np.mean(miss[near] ** 2) / 2.0)) if near.any() else None
        half = 1.96 * pk.std() / shots**0.5
        print(f"| {meet / 1e3:g} | {1e3 * angle:.2f} | {plain:.2f} | {told(found)} | {told(found, plain)} | "
              f"{1.0 - near.mean():.0%} | {pk.mean():.3f} +- {half:.3f} | "
              f"{closed_form(passed(missile) ** 0.5 * plain, missile, drone):.3f} |")  # fmt: skip
    print(f"\nShare of the error that the loop lets through, by its transfer function: {passed(missile) ** 0.5:.2f}.")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for name, sensor in (("radar", BY_RADAR), ("optics", BY_OPTICS)):
        print(f"\n**Guided by {name}** ({wanted} shots each)\n")
        table(sensor, wanted)
