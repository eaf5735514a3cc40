"""Electro-optics: cycles on target, task probability, contrast through haze. No image is simulated.

Sources: J. Johnson, "Analysis of image forming systems" (1958); R. H. Vollmerhausen and R. G. Driggers,
*Analysis of Sampled Imaging Systems* (2000) for both probability laws; H. Koschmieder (1924); P. W. Kruse,
*Elements of Infrared Technology* (1962); I. I. Kim et al., Proc. SPIE 4214 (2001) for fog; Recommendation ITU-R P.1814
(2007) for rain.
"""

import math

from shorad.engine.jit import njit

VISUAL_THRESHOLD = 0.02  # contrast at the meteorological visibility of Koschmieder; ICAO and WMO use 0.05
GREEN = 0.55e-6  # m, the wavelength at which visibility is defined
MM_PER_HOUR = 1.0e-3 / 3600.0  # m/s
DB_PER_KM = math.log(10.0) / 10.0 / 1000.0  # 1/m of power
RATIO_LOW, RATIO_HIGH = 1.0e-6, 20.0  # outside, the probability laws are 0 and 1 to better than 1e-16


@njit
def cycles(dimension: float, focal_length: float, pitch: float, range_: float) -> float:
    """Cycles resolved across the critical dimension: N = h f / (2 p R), all m. Range must be > 0."""
    return dimension * focal_length / (2.0 * pitch * range_)


@njit
def _logistic(ratio: float, exponent: float) -> float:
    """r^E / (1 + r^E) without overflow at either end."""
    if ratio < RATIO_LOW:
        return 0.0
    if ratio > RATIO_HIGH:
        return 1.0
    return 1.0 / (1.0 + ratio ** (-exponent))


@njit
def ttpf(n: float, n50: float) -> float:
    """Target transfer probability: P = r^E / (1 + r^E), r = N/N50, E = 2.7 + 0.7 r. An ensemble limit (t -> inf)."""
    ratio = n / n50
    return _logistic(ratio, 2.7 + 0.7 * ratio)


@njit
def ttp(v: float, v50: float) -> float:
    """Targeting task performance metric: as TTPF with E = 1.51 + 0.24 V/V50."""
    ratio = v / v50
    return _logistic(ratio, 1.51 + 0.24 * ratio)


@njit
def koschmieder(visibility: float, contrast_threshold: float) -> float:
    """Extinction (1/m) in visible light of a visibility (m): -ln(threshold) / V (3.912/V at 2 %, 2.996/V at 5 %)."""
    return -math.log(contrast_threshold) / visibility


@njit
def kruse(visibility: float, wavelength: float) -> float:
    """Extinction (1/m) at a wavelength (m): 3.912/V (lambda/0.55 um)^-q; q by visibility (Kruse).

    Aerosol only: too favourable beyond 8 um in humid air, where water vapour absorbs.
    """
    if visibility > 50.0e3:
        q = 1.6
    elif visibility >= 6.0e3:
        q = 1.3
    else:
        q = 0.585 * (visibility / 1000.0) ** (1.0 / 3.0)
    return koschmieder(visibility, VISUAL_THRESHOLD) * (wavelength / GREEN) ** (-q)


@njit
def kim(visibility: float, wavelength: float) -> float:
    """As `kruse`, with Kim's exponents below 6 km: in fog (below 500 m) every wavelength sees equally little."""
    if visibility >= 6.0e3:
        return kruse(visibility, wavelength)
    q = 0.0
    if visibility > 1.0e3:
        q = 0.16 * visibility / 1000.0 + 0.34
    elif visibility > 500.0:
        q = visibility / 1000.0 - 0.5
    return koschmieder(visibility, VISUAL_THRESHOLD) * (wavelength / GREEN) ** (-q)


@njit
def rain_extinction(rate: float) -> float:
    """Extinction (1/m) of rain of `rate` (m/s of water) for light of any colour: 1.076 R^0.67 dB/km, R in mm/h."""
    return 1.076 * (max(rate, 0.0) / MM_PER_HOUR) ** 0.67 * DB_PER_KM


@njit
def contrast_at(contrast: float, extinction: float, range_: float) -> float:
    """Apparent contrast after a range (m) of haze with an extinction (1/m)."""
    return contrast * math.exp(-extinction * range_)


@njit
def contrast_range(contrast: float, threshold: float, extinction: float) -> float:
    """Range (m) at which the apparent contrast falls to the threshold; 0 when it starts below."""
    return max(0.0, math.log(abs(contrast) / threshold) / extinction)


@njit
def p_infinity(
    dimension: float,
    contrast: float,
    range_: float,
    focal_length: float,
    pitch: float,
    n50: float,
    threshold: float,
    visibility: float,
    wavelength: float,
    thermal: int,
) -> float:
    """Share of observers or targets found with unlimited time (TTPF), 0 below the contrast threshold.

    contrast: at zero range, of the band used; thermal 1 takes Kruse's extinction at the wavelength, 0 Koschmieder's.
    """
    if thermal == 1:
        extinction = kruse(visibility, wavelength)
    else:
        extinction = koschmieder(visibility, VISUAL_THRESHOLD)
    return p_seen(dimension, contrast, range_, focal_length, pitch, n50, threshold, extinction * range_)


@njit
def p_seen(
    dimension: float,
    contrast: float,
    range_: float,
    focal_length: float,
    pitch: float,
    n50: float,
    threshold: float,
    depth: float,
) -> float:
    """The same through an optical depth: extinction summed along the line, whatever lies on it."""
    if abs(contrast * math.exp(-depth)) < threshold:
        return 0.0
    return ttpf(cycles(dimension, focal_length, pitch, range_), n50)
