"""What a plot of a sensor is worth to the tracker: the rules of its sensor, its position and errors."""

import numpy as np

from shorad.engine.codes import HEARD_ACOUSTIC, HEARD_RF
from shorad.engine.jit import njit
from shorad.physics.measurement import unbiased

GATE_OPTICS = 11.345  # chi-square of 3 degrees of freedom at 0.99, for units without a radar
VARIANCE_FLOOR = 1.0e-4  # m2, keeps the covariance of a perfect plot invertible
WINDOW_MAX = np.int64(62)  # bits of a track's window


@njit
def rules(m, u, optical):
    """What holds for plots of this sensor of unit u: period s, M, N, acceleration density m2/s3, coast s, gate."""
    row = m.unit[u]
    if optical == HEARD_RF:
        h = m.rf[row.rf]
        return h.period, h.m_hits, min(h.n_window, WINDOW_MAX), h.accel_psd, h.coast_max, GATE_OPTICS
    if optical == HEARD_ACOUSTIC:
        h = m.acoustic[row.acoustic]
        return h.period, h.m_hits, min(h.n_window, WINDOW_MAX), h.accel_psd, h.coast_max, GATE_OPTICS
    if optical == 1 or row.radar < 0:
        e = m.optics[row.optics]
        gate = GATE_OPTICS
        if row.radar >= 0:
            gate = m.radar[row.radar].gate_chi2
        return e.look_period, e.m_hits, min(e.n_window, WINDOW_MAX), e.accel_psd, e.coast_max, gate
    g = m.radar[row.radar]
    return g.scan_period, g.m_hits, min(g.n_window, WINDOW_MAX), g.accel_psd, g.coast_max, g.gate_chi2


@njit
def plot_position(m, q):
    """Unbiased position (m) of a plot in the scenario's frame and its covariance (m2)."""
    row = m.unit[q.unit]
    x, y, z, xx, xy, xz, yy, yz, zz = unbiased(
        q.range, q.azimuth, q.elevation, q.sigma_range, q.sigma_azimuth, q.sigma_elevation
    )
    r = (xx + VARIANCE_FLOOR, xy, xz, yy + VARIANCE_FLOOR, yz, zz + VARIANCE_FLOOR)
    return x + row.x, y + row.y, z + row.z + row.antenna_height, r
