"""Plots in range, azimuth and elevation turned into unbiased positions with their covariance.

Modified unbiased conversion, conditioned on the measurement (S. V. Bordonaro, P. Willett, Y. Bar-Shalom, "Unbiased
tracking with converted measurements", IEEE Radar Conf. 2012; the 2-D form of D. Lerro and Y. Bar-Shalom, IEEE Trans.
AES 29 (1993), is the special case without elevation). Exact moments for independent normal errors; dividing by the
factor exp(-sigma^2 / 2) instead of multiplying leaves a bias.
"""

import math

from shorad.engine.jit import njit

Nine = tuple[float, float, float, float, float, float, float, float, float]


@njit
def unbiased(
    range_: float, azimuth: float, elevation: float, sigma_range: float, sigma_azimuth: float, sigma_elevation: float
) -> Nine:
    """Mean and covariance of the true position given one plot.

    Range m, angles rad (azimuth clockwise from north), errors 1 sigma. Returns x east, y north, z up (m, from the
    sensor) and the covariance xx, xy, xz, yy, yz, zz (m2).
    """
    va, ve = sigma_azimuth * sigma_azimuth, sigma_elevation * sigma_elevation
    la, le = math.exp(-0.5 * va), math.exp(-0.5 * ve)
    la2, le2 = math.exp(-2.0 * va), math.exp(-2.0 * ve)
    rr = range_ * range_ + sigma_range * sigma_range
    # means of the sines, cosines and of their squares and products
    sa, ca = la * math.sin(azimuth), la * math.cos(azimuth)
    se, ce = le * math.sin(elevation), le * math.cos(elevation)
    saa, caa = 0.5 * (1.0 - la2 * math.cos(2.0 * azimuth)), 0.5 * (1.0 + la2 * math.cos(2.0 * azimuth))
    see, cee = 0.5 * (1.0 - le2 * math.cos(2.0 * elevation)), 0.5 * (1.0 + le2 * math.cos(2.0 * elevation))
    sca, sce = 0.5 * la2 * math.sin(2.0 * azimuth), 0.5 * le2 * math.sin(2.0 * elevation)
    x, y, z = range_ * ce * sa, range_ * ce * ca, range_ * se
    return (
        x,
        y,
        z,
        rr * cee * saa - x * x,
        rr * cee * sca - x * y,
        rr * sce * sa - x * z,
        rr * cee * caa - y * y,
        rr * sce * ca - y * z,
        rr * see - z * z,
    )
