"""A tracker with interacting multiple models (H. A. P. Blom, Y. Bar-Shalom, IEEE Trans. Automatic Control 33, 1988).

For comparison with the engine's one filter per target, and with its option of two (`physics.imm`). All modes are
constant-velocity Kalman filters with white-noise acceleration of different density; state: position m and velocity m/s,
three axes each. numpy, written from the book (Bar-Shalom, Li, Kirubarajan 2001, section 11.6).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SEEN = np.hstack([np.eye(3), np.zeros((3, 3))])


@dataclass
class Imm:
    """x (modes, 6), p (modes, 6, 6), mu (modes,): what each mode believes, and how far it is believed."""

    x: Floats
    p: Floats
    mu: Floats
    density: Floats  # (modes,) m2/s3
    stay: Floats  # (modes, modes): chance of mode j after mode i

    def step(self, t: float, z: Floats, r: Floats) -> None:
        """One period of t s, then the plot z (m) with covariance r (m2)."""
        self._mix()
        self.mu = self.mu @ self.stay * np.array([self._filter(j, t, z, r) for j in range(len(self.mu))])
        self.mu = self.mu / self.mu.sum()

    def estimate(self) -> tuple[Floats, Floats]:
        """Mean and covariance of the mixture."""
        return moments(self.x, self.p, self.mu)

    def _mix(self) -> None:
        """Each mode starts from what all modes believed, weighted by where it would have come from."""
        weights = self.mu[:, None] * self.stay
        weights = weights / weights.sum(axis=0)
        mixed = [moments(self.x, self.p, weights[:, j]) for j in range(len(self.mu))]
        self.x, self.p = (np.array(part) for part in zip(*mixed, strict=True))

    def _filter(self, j: int, t: float, z: Floats, r: Floats) -> float:
        """Predict and update mode j; the likelihood of the plot."""
        f, q = motion(t, self.density[j])
        x, p = f @ self.x[j], f @ self.p[j] @ f.T + q
        s, off = SEEN @ p @ SEEN.T + r, z - SEEN @ x
        gain = np.linalg.solve(s, SEEN @ p).T
        self.x[j], self.p[j] = x + gain @ off, p - gain @ s @ gain.T
        return float(np.exp(-0.5 * off @ np.linalg.solve(s, off)) / np.sqrt(np.linalg.det(2.0 * np.pi * s)))


def motion(t: float, density: float) -> tuple[Floats, Floats]:
    """Transition and process noise of a constant velocity over t s."""
    eye, zero = np.eye(3), np.zeros((3, 3))
    noise = np.block([[t**3 / 3 * eye, t**2 / 2 * eye], [t**2 / 2 * eye, t * eye]])
    return np.block([[eye, t * eye], [zero, eye]]), density * noise


def moments(x: Floats, p: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Mean and covariance of a mixture of Gaussians."""
    mean = weights @ x
    off = x - mean
    return mean, np.einsum("i,ijk->jk", weights, p) + np.einsum("i,ij,ik->jk", weights, off, off)


def started(z: Floats, r: Floats, speed: float, densities: tuple[float, ...], stay: list[list[float]]) -> Imm:
    """All modes at a first plot z (m, covariance r m2), velocity 0 with a standard deviation of `speed` an axis."""
    n = len(densities)
    p = np.zeros((6, 6))
    p[:3, :3], p[3:, 3:] = r, np.eye(3) * speed**2
    x = np.concatenate([z, np.zeros(3)])
    return Imm(np.tile(x, (n, 1)), np.tile(p, (n, 1, 1)), np.full(n, 1.0 / n), np.array(densities), np.array(stay))
