"""Stone Soup on the plots of benchmark B4. Needs an environment of its own with numpy and stonesoup, not shorad:
`python design/tracker.py`. Its figures stand in tracker.md beside ours, which `python -m benchmarks` prints.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

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

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.plots import PERIOD, SIGMA, scans, truth

TARGETS, SCANS, SEED = 24, 60, 1
START = datetime(2026, 1, 1)
GATE = 11.344866730144373**0.5  # the same gate: chi-square of 3 dimensions at 0.99
Scans = list[tuple[datetime, set[Detection]]]


def detections(model: Radar) -> Scans:
    """The plots by scan, as Stone Soup wants them: elevation, bearing from the x axis, range."""
    p = scans(TARGETS, SCANS, SEED)
    out: Scans = [(START + timedelta(seconds=PERIOD * (k + 1)), set()) for k in range(SCANS)]
    somewhere = GaussianState(StateVector([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]), np.eye(6))
    for k, azimuth, elevation, distance in zip(p["scan"], p["azimuth"], p["elevation"], p["range"], strict=True):
        vector = model.function(somewhere, noise=False)
        vector[0, 0] = type(vector[0, 0])(elevation)
        vector[1, 0] = type(vector[1, 0])(np.pi / 2 - azimuth)
        vector[2, 0] = distance
        time, found = out[int(k)]
        found.add(Detection(vector, timestamp=time, measurement_model=model))
    return out


def tracker(detector: Scans, model: Radar) -> MultiTargetTracker:
    """Constant velocity, extended Kalman filter, global nearest neighbour, two plots to start, ten misses to end."""
    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(1.0)] * 3)
    updater = ExtendedKalmanUpdater(model)
    near = DistanceHypothesiser(ExtendedKalmanPredictor(motion), updater, Mahalanobis(), missed_distance=GATE)
    deleter = UpdateTimeStepsDeleter(10)
    prior = GaussianState(StateVector(np.zeros(6)), np.diag([0.0, 300.0**2] * 3), timestamp=START)
    initiator = MultiMeasurementInitiator(
        prior_state=prior, deleter=deleter, data_associator=GNNWith2DAssignment(near), updater=updater,
        measurement_model=model, min_points=2,
    )  # fmt: skip
    return MultiTargetTracker(initiator, deleter, detector, GNNWith2DAssignment(near), updater)


def main() -> None:
    noise = np.diag([SIGMA[2] ** 2, SIGMA[1] ** 2, SIGMA[0] ** 2])
    model = Radar(ndim_state=6, mapping=(0, 2, 4), noise_covar=noise)
    plots = detections(model)
    spent = []
    for _ in range(3):
        began = process_time()
        last = [tracks for _, tracks in tracker(plots, model)][-1]
        spent.append(process_time() - began)
    position, velocity = truth(TARGETS, SEED)
    where = position + velocity * PERIOD * SCANS
    ends = np.array([[float(each.state_vector[i, 0]) for i in (0, 2, 4)] for each in last])
    nearest = np.linalg.norm(ends[:, None] - where[None], axis=2).min(axis=1)
    error = np.sqrt(np.mean(nearest**2))
    print(f"{min(spent):.2f} CPU s, {len(ends)} tracks, rms error to the nearest target {error:.0f} m")


if __name__ == "__main__":
    main()
