"""3. Atmosphere: the standard atmosphere, against its own table and an independent program."""

import numpy as np
import pytest
from proof import CROSS_CHECKED, VALIDATED, VERIFIED, case

from shorad.physics.atmosphere import EARTH_RADIUS, geopotential, isa

STANDARD = "US Standard Atmosphere 1976 (equal to ICAO Doc 7488 below 32 km)"
TABLE = [  # geopotential m, K, Pa, kg/m3, m/s
    (0.0, 288.15, 101325.0, 1.22500, 340.294),
    (1000.0, 281.65, 89874.6, 1.11164, 336.434),
    (5000.0, 255.65, 54019.9, 0.736116, 320.529),
    (10000.0, 223.15, 26436.2, 0.412706, 299.463),
    (11000.0, 216.65, 22632.0, 0.363918, 295.069),
    (20000.0, 216.65, 5474.88, 0.0880347, 295.069),
]
NAMES = (("T", "K", 0.0), ("p", "Pa", 1e-5), ("rho", "kg/m3", 1e-5), ("a", "m/s", 1e-5))  # T: 1e-6 K


def geometric(h: float) -> float:
    return EARTH_RADIUS * h / (EARTH_RADIUS - h)


@case("3 ISA", "Standard atmosphere", model="physics.atmosphere.isa", label=VALIDATED, source=STANDARD, mark="C")
def test_isa(sheet):
    for h, *values in TABLE:
        for (name, unit, rel), value, ours in zip(NAMES, values, isa(geometric(h), 0.0), strict=True):
            sheet.equal(f"{name} at {h / 1000:g} km", value, ours, rel=rel, abs_=0.0 if rel else 1e-6, unit=unit)
    heights = np.linspace(0.0, 30e3, 121)
    ours = np.array([isa(geometric(h), 0.0) for h in heights])

    def draw(axes):
        axes.plot(ours[:, 2] / 1.225, heights / 1e3, label="density / 1.225 kg/m3")
        axes.plot(ours[:, 3] / 340.294, heights / 1e3, label="speed of sound / 340.294 m/s")
        for column, scale in ((3, 1.225), (4, 340.294)):
            axes.plot([row[column] / scale for row in TABLE], [row[0] / 1e3 for row in TABLE], "k.", ms=5)
        axes.set_xlabel("share of the value at sea level")
        axes.set_ylabel("geopotential height, km")
        axes.legend(frameon=False)

    sheet.plot("isa", "Standard atmosphere: ours (lines) and the published table (dots)", draw)


@case(
    "3 geopotential", "Geometric and geopotential height", model="physics.atmosphere.geopotential", label=VALIDATED,
    source=STANDARD, mark="C",
)  # fmt: skip
def test_geopotential(sheet):
    sheet.equal("20 km geometric", 19_937.0, geopotential(20e3), abs_=0.5, unit="m")


@case(
    "3 hot day", "Density on a hot day at fixed pressure", model="physics.atmosphere.isa", label=VERIFIED,
    source="rho = p / (R T): the offset scales density by T0 / T at the same pressure", mark="C",
)  # fmt: skip
def test_hot_day(sheet):
    for offset in (20.0, 30.0):
        standard, hot = isa(0.0, 0.0), isa(0.0, offset)
        sheet.equal(f"rho, ISA + {offset:g} K", 1.225 * 288.15 / (288.15 + offset), hot[2], rel=1e-5, unit="kg/m3")
        sheet.equal(f"p, ISA + {offset:g} K", standard[1], hot[1], rel=1e-12, unit="Pa")


@pytest.mark.heavy
@case(
    "3 ISA", "Standard atmosphere against a program", model="physics.atmosphere.isa", label=CROSS_CHECKED,
    source="ambiance 1.3.1 (Apache-2.0)",
)  # fmt: skip
def test_isa_against_ambiance(sheet):
    from ambiance import Atmosphere

    heights = np.arange(0.0, 30_001.0, 250.0)  # geometric
    other = Atmosphere(heights)
    theirs = (other.temperature, other.pressure, other.density, other.speed_of_sound)
    ours = np.array([isa(h, 0.0) for h in heights]).T
    for (name, _, rel), a, b in zip(NAMES, ours, theirs, strict=True):
        worst = np.max(np.abs(a / b - 1.0))
        sheet.equal(f"{name}, largest relative error, 0 to 30 km in 121 steps", 0.0, worst, abs_=max(rel, 1e-6))
