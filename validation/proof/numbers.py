"""Numbers as the page shows them: as fine as the tolerance asks, and no finer, so that last bits never show."""

import math


def places_for(allowed: float, value: float) -> int:
    """Decimals that resolve a tenth of the tolerance; for an exact comparison six significant digits."""
    if allowed <= 0.0 or not math.isfinite(allowed):
        size = math.floor(math.log10(abs(value))) if value else 0
        return max(0, 5 - size)
    return max(0, math.ceil(-math.log10(allowed)) + 1)


def number(value: float, places: int) -> str:
    """Fixed point; powers of ten for what is very small or large."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= 1e8 or 0.5 * 10.0**-places <= abs(value) < 1e-4:
        digits = min(9, max(1, places + math.floor(math.log10(abs(value)))))
        return f"{value:.{digits}e}"
    text = f"{value:.{min(places, 12)}f}"
    return text.removeprefix("-") if float(text) == 0.0 else text


def difference(gap: float, allowed: float) -> str:
    """Two significant digits; below a hundredth of the tolerance only that it is."""
    if not math.isfinite(gap):
        return str(gap)
    floor = 0.01 * allowed
    if gap == 0.0 or abs(gap) < max(floor, 1e-300):
        return f"< {floor:.0e}" if floor > 0.0 else "0"
    return f"{gap:+.1e}" if abs(gap) < 1e-3 or abs(gap) >= 1e4 else f"{gap:+.2g}"
