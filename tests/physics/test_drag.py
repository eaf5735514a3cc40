import numpy as np
import pytest

from shorad.physics.drag import G7_CD, G7_MACH, SLENDER_CD, SLENDER_MACH, g7, missile_cd0

SPOTS = list(zip((0.5, 0.95, 1, 1.5, 2, 2.5, 3), (0.1194, 0.2054, 0.3803, 0.3440, 0.2980, 0.2697, 0.2424), strict=True))


@pytest.mark.parametrize(("mach", "cd"), SPOTS)
def test_g7_spot_values(mach: float, cd: float) -> None:
    assert g7(float(mach)) == pytest.approx(cd, abs=1e-4)


def test_even_grids_lose_no_knot() -> None:
    for mach in np.linspace(0.0, 4.999, 1237):
        assert g7(mach) == pytest.approx(np.interp(mach, G7_MACH, G7_CD), abs=1e-12)
        assert missile_cd0(mach) == pytest.approx(np.interp(mach, SLENDER_MACH, SLENDER_CD), abs=1e-12)


def test_beyond_the_table_the_last_value_holds() -> None:
    assert g7(7.0) == G7_CD[-1]
    assert missile_cd0(7.0) == SLENDER_CD[-1]
