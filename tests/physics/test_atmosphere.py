import pytest

from shorad.physics.atmosphere import EARTH_RADIUS, air, geopotential, isa, standard

TABLE = [  # geopotential m, K, Pa, kg/m3, m/s
    (0.0, 288.15, 101325.0, 1.22500, 340.294),
    (1000.0, 281.65, 89874.6, 1.11164, 336.434),
    (5000.0, 255.65, 54019.9, 0.736116, 320.529),
    (10000.0, 223.15, 26436.2, 0.412706, 299.463),
    (11000.0, 216.65, 22632.0, 0.363918, 295.069),
    (20000.0, 216.65, 5474.88, 0.0880347, 295.069),
]


def geometric(h: float) -> float:
    return EARTH_RADIUS * h / (EARTH_RADIUS - h)


@pytest.mark.parametrize("row", TABLE)
def test_standard_values(row: tuple[float, ...]) -> None:
    h, temperature, pressure, density, sound = row
    got = isa(geometric(h), 0.0)
    assert got[0] == pytest.approx(temperature, rel=1e-6)
    assert got[1] == pytest.approx(pressure, rel=1e-5)
    assert got[2] == pytest.approx(density, rel=1e-5)
    assert got[3] == pytest.approx(sound, rel=1e-5)


def test_geometric_is_not_geopotential() -> None:
    assert geopotential(20_000.0) == pytest.approx(19_937.0, abs=1.0)


@pytest.mark.parametrize("bound", [11_000.0, 20_000.0])
def test_layers_join(bound: float) -> None:
    below, above = standard(bound - 1e-6), standard(bound + 1e-6)
    assert below[0] == pytest.approx(above[0], rel=1e-8)
    assert below[1] == pytest.approx(above[1], rel=1e-6)


def test_upper_layer() -> None:
    """US Standard Atmosphere 1976 at 30 km geopotential: 226.65 K, 1171.87 Pa."""
    temperature, pressure = standard(30_000.0)
    assert temperature == pytest.approx(226.65, rel=1e-6)
    assert pressure == pytest.approx(1171.87, rel=1e-5)


def test_hot_day_thins_the_air_at_the_same_pressure() -> None:
    cold, hot = isa(2_000.0, 0.0), isa(2_000.0, 25.0)
    assert hot[1] == cold[1]
    assert hot[2] == pytest.approx(cold[2] * cold[0] / hot[0], rel=1e-12)
    assert air(2_000.0, 25.0) == hot[2:]
