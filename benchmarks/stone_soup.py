"""Stone Soup (Dstl, MIT licence; extra `oracles`) on the plots of `benchmarks.plots`, with rules like ours.

Extended Kalman filter, constant velocity with white-noise acceleration, global nearest neighbour by Mahalanobis
distance inside the same gate. A plot that no track takes starts one, with the same prior of its speed; two plots make
it a track, three scans without one end it before that, ten afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.initiator.simple import MultiMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.measurement.nonlinear import CartesianToElevationBearingRange as Radar
from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
from stonesoup.predictor.kalman import ExtendedKalmanPredictor
from stonesoup.tracker.simple import MultiTargetTracker
from stonesoup.types.array import StateVector
from stonesoup.types.detection import Detection
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import ExtendedKalmanUpdater

from benchmarks.measure import best
from benchmarks.plots import SIGMA, Columns, observe, straight, times
from benchmarks.tracker import Picture, error
from shorad.engine.track import START_SPEED

START = datetime(2026, 1, 1)
GATE = 11.344866730144373**0.5  # chi-square of 3 dimensions at 0.99
TENTATIVE, COAST = 3, 10  # scans without a plot that end a track
Scans = list[tuple[datetime, set[Detection]]]


def radar() -> Radar:
    return Radar(ndim_state=6, mapping=(0, 2, 4), noise_covar=np.diag([SIGMA[2] ** 2, SIGMA[1] ** 2, SIGMA[0] ** 2]))


def detections(model: Radar, p: Columns, count: int) -> Scans:
    """The plots by scan, as Stone Soup wants them: elevation, bearing from the x axis, range."""
    out: Scans = [(START + timedelta(seconds=t), set()) for t in times(count)]
    somewhere = GaussianState(StateVector([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]), np.eye(6))
    for k, azimuth, elevation, distance in zip(p["scan"], p["azimuth"], p["elevation"], p["range"], strict=True):
        vector = model.function(somewhere, noise=False)
        vector[0, 0] = type(vector[0, 0])(elevation)
        vector[1, 0] = type(vector[1, 0])(np.pi / 2 - azimuth)
        vector[2, 0] = distance
        time, found = out[int(k)]
        found.add(Detection(vector, timestamp=time, measurement_model=model))
    return out


def tracker(detector: Scans, model: Radar, density: float) -> MultiTargetTracker:
    """The rules of `benchmarks.tracker.rules`; density: of the acceleration, m2/s3."""
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(density)] * 3)
    updater = ExtendedKalmanUpdater(model)
    near = DistanceHypothesiser(ExtendedKalmanPredictor(motion), updater, Mahalanobis(), missed_distance=GATE)
    prior = GaussianState(StateVector(np.zeros(6)), np.diag([0.0, START_SPEED**2] * 3), timestamp=START)
    initiator = MultiMeasurementInitiator(
        prior_state=prior, deleter=UpdateTimeStepsDeleter(TENTATIVE), data_associator=GNNWith2DAssignment(near),
        updater=updater, measurement_model=model, min_points=2,
    )  # fmt: skip
    return MultiTargetTracker(
        initiator, UpdateTimeStepsDeleter(COAST), detector, GNNWith2DAssignment(near), updater
    )  # fmt: skip


def picture(columns: Columns, count: int, density: float = 1.0) -> Picture:
    """Its tracks after each of `count` scans."""
    model, numbers = radar(), {}
    out: Picture = []
    for _, tracks in tracker(detections(model, columns, count), model, density):
        now = {}
        for each in tracks:
            number = numbers.setdefault(each.id, len(numbers) + 1)
            now[number] = np.array([float(each.state_vector[i, 0]) for i in (0, 2, 4)])
        out.append(now)
    return out


def seconds(targets: int = 24, count: int = 60, seed: int = 1) -> tuple[float, int, float]:
    """CPU seconds of all scans (of making the tracks, not the plots), tracks after the last, their rms error (m)."""
    paths = straight(targets, count, seed)
    columns, model = observe(paths, seed), radar()
    plots = detections(model, columns, count)
    spent = best(lambda: list(tracker(plots, model, 1.0)))
    last = picture(columns, count)[-1]
    return spent, len(last), error(last, paths[-1])
