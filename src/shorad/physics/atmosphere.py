"""International Standard Atmosphere, with a temperature offset at fixed pressure.

Source: US Standard Atmosphere 1976 (equal to ICAO Doc 7488 below 32 km geopotential). Heights in are geometric;
the layers are defined on geopotential height, and the difference (63 m at 20 km) is kept.
"""

from math import exp, sqrt

from shorad.engine.jit import njit

GRAVITY = 9.80665  # m/s2, standard
GAS_CONSTANT = 287.05287  # J/(kg K), dry air
HEAT_RATIO = 1.4
EARTH_RADIUS = 6_356_766.0  # m, of the geopotential convention

T_SEA, P_SEA = 288.15, 101_325.0  # K, Pa
LAPSE = 0.0065  # K/m below the tropopause
H_TROPOPAUSE, T_STRATOSPHERE, P_TROPOPAUSE = 11_000.0, 216.65, 22_632.06
H_UPPER, LAPSE_UPPER = 20_000.0, 0.001  # warming layer from 20 to 32 km
P_UPPER = P_TROPOPAUSE * exp(-GRAVITY * (H_UPPER - H_TROPOPAUSE) / (GAS_CONSTANT * T_STRATOSPHERE))
H_TOP = 32_000.0


@njit
def geopotential(height: float) -> float:
    """Geopotential height in m of a geometric height in m."""
    return EARTH_RADIUS * height / (EARTH_RADIUS + height)


@njit
def standard(h: float) -> tuple[float, float]:
    """Standard temperature (K) and pressure (Pa) at geopotential height `h` (m).

    Valid from -2 to 32 km; a height beyond is taken at the bound.
    """
    h = min(max(h, -2_000.0), H_TOP)
    if h < H_TROPOPAUSE:
        temperature = T_SEA - LAPSE * h
        return temperature, P_SEA * (temperature / T_SEA) ** (GRAVITY / (GAS_CONSTANT * LAPSE))
    if h < H_UPPER:
        pressure = P_TROPOPAUSE * exp(-GRAVITY * (h - H_TROPOPAUSE) / (GAS_CONSTANT * T_STRATOSPHERE))
        return T_STRATOSPHERE, pressure
    temperature = T_STRATOSPHERE + LAPSE_UPPER * (h - H_UPPER)
    pressure = P_UPPER * (temperature / T_STRATOSPHERE) ** (-GRAVITY / (GAS_CONSTANT * LAPSE_UPPER))
    return temperature, pressure


@njit
def isa(height: float, offset: float) -> tuple[float, float, float, float]:
    """Temperature K, pressure Pa, density kg/m3 and speed of sound m/s at geometric `height` (m).

    `offset` (K) is added to the temperature at unchanged pressure: a hot day thins the air.
    """
    temperature, pressure = standard(geopotential(height))
    temperature += offset
    density = pressure / (GAS_CONSTANT * temperature)
    return temperature, pressure, density, sqrt(HEAT_RATIO * GAS_CONSTANT * temperature)


@njit
def air(height: float, offset: float) -> tuple[float, float]:
    """Density kg/m3 and speed of sound m/s: what a body in flight feels. Arguments as for `isa`."""
    _, _, density, sound = isa(height, offset)
    return density, sound
