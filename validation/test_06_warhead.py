"""6. Warhead and fuze: Carleton, cookie cutter, salvos that share an aim error, fragments."""

from math import sqrt

import numpy as np
from proof import VERIFIED, case

from shorad.physics import warhead

WASHBURN = "Washburn and Kress, Combat Modeling"


@case(
    "6 Carleton", "Carleton under a normal miss", model="physics.warhead.carleton_mean, carleton, fuzed_mean",
    label=VERIFIED, mark="M", source=f"p0 b^2 / (b^2 + s^2) exp(-d^2 / 2(b^2 + s^2)); {WASHBURN}",
)  # fmt: skip
def test_carleton(sheet):
    sheet.equal("b 5, s 5", 0.5, warhead.carleton_mean(1.0, 5.0, 5.0, 0.0), abs_=1e-6)
    sheet.equal("b 5, s 3, offset 4", 0.581131, warhead.carleton_mean(1.0, 5.0, 3.0, 4.0), abs_=1e-6)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    mean = sum(
        w * v * warhead.carleton(float(np.hypot(4.0 + 3.0 * x, 3.0 * y)), 1.0, 5.0)
        for x, w in zip(nodes, weights, strict=True)
        for y, v in zip(nodes, weights, strict=True)
    )
    sheet.equal("the same as a mean of the function that the engine draws from", 0.581131, mean, abs_=1e-6)
    r = (np.arange(20_000) + 0.5) * 9.0 / 20_000
    cut = sum(warhead.carleton(x, 1.0, 5.0) * x / 9.0 * np.exp(-(x * x) / 18.0) for x in r) * 9.0 / 20_000
    sheet.equal("b 5, s 3, cut off at 9", cut, warhead.fuzed_mean(1.0, 5.0, 9.0, 3.0), abs_=1e-6)


@case(
    "6 common aim", "Salvo that shares one aim error", model="physics.warhead.common_aim_salvo", label=VERIFIED,
    mark="C", source="sum (-1)^(k+1) C(n, k) p0^k b^2 / (b^2 + k s^2)",
)  # fmt: skip
def test_common_aim(sheet):
    one, two = (warhead.common_aim_salvo(np.int64(n), 0.8, 6.0, 4.0) for n in (1, 2))
    sheet.equal("n 1", 0.553846, one, abs_=1e-6)
    sheet.equal("n 2", 0.768869, two, abs_=1e-6)
    sheet.equal("n 2 were they independent", 0.800947, 1 - (1 - one) ** 2, abs_=1e-6)
    sheet.holds("shared error costs", "less than independent", f"{two:.4f}", two < 1 - (1 - one) ** 2)


@case(
    "6 lethal area", "Same lethal area, and CEP", model="physics.warhead.cookie_radius, cookie_mean", label=VERIFIED,
    mark="C", source="R = b sqrt 2; CEP = sigma sqrt(2 ln 2)",
)  # fmt: skip
def test_lethal_area(sheet):
    radius = warhead.cookie_radius(6.0)
    sheet.equal("radius, b 6", 6.0 * sqrt(2.0), radius, abs_=1e-12, unit="m")
    sheet.equal("cookie, s 4", 0.894601, warhead.cookie_mean(radius, 4.0), abs_=1e-6)
    sheet.equal("Carleton, s 4", 0.692308, warhead.carleton_mean(1.0, 6.0, 4.0, 0.0), abs_=1e-6)
    sheet.equal("CEP over sigma", 1.177410, warhead.CEP_PER_SIGMA, abs_=1e-6)


@case("6 fragments", "Isotropic fragments", model="physics.warhead.fragments", label=VERIFIED, mark="C",
      source="Poisson hits: 1 - exp(-N A Pk / 4 pi r^2)")  # fmt: skip
def test_fragments(sheet):
    for r, p in ((3.0, 0.954710), (6.0, 0.538683), (9.0, 0.290967)):
        sheet.equal(f"700 fragments, 0.5 m2, {r:g} m", p, warhead.fragments(700.0, 0.5, 1.0, r), abs_=1e-6)
