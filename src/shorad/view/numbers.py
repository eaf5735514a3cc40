"""Numbers as a person reads them: with a unit, and rounded to what the interval supports."""

from math import floor, log10

from shorad.results.intervals import Interval
from shorad.results.measures import Measure

MONEY = ((1e9, "bn USD"), (1e6, "M USD"), (1e3, "k USD"), (1.0, "USD"))
NOTHING = "-"


def decimals(half: float) -> int:
    """Decimal places that half an interval supports: one figure of it, two where it starts with 1 or 2.

    0.07 -> 2, 7 -> 0, 1200 -> -2, 0.4 -> 1, 10 -> 0.
    """
    if half <= 0.0:
        return 6
    places = -floor(log10(half))
    return places + 1 if half * 10.0**places < 3.0 else places


def rounded(value: float, places: int) -> str:
    """The value at that many decimal places; negative places round to tens, hundreds and so on."""
    shown = round(value, places)
    text = f"{shown + 0.0:,.{max(0, min(places, 6))}f}"
    return text.rstrip("0").rstrip(".") if places == 6 and "." in text else text


def scale(measure: Measure) -> tuple[float, str]:
    """What to divide by, and the unit to print: shares in percent, money in thousands or millions."""
    size = max(map(abs, (measure.estimate.mean, *(measure.estimate.sampling or ()))))
    if measure.unit == "share":
        return 0.01, "%"
    if measure.unit == "USD":
        return next((pair for pair in MONEY if size >= pair[0]), MONEY[-1])
    if measure.unit == "s":
        return (60.0, "min") if size >= 600.0 else (1.0, "s")
    return 1.0, ""


def places_of(measure: Measure) -> int:
    """Decimal places that the sampling interval supports, in the printed unit."""
    divisor, _ = scale(measure)
    span = measure.estimate.sampling
    if span is None:
        return decimals(abs(measure.estimate.mean) / divisor / 20)
    return decimals((span[1] - span[0]) / 2 / divisor)


def estimate_text(measure: Measure) -> str:
    """`62 %`, `3.1`, `1.2 M USD`."""
    divisor, unit = scale(measure)
    return f"{rounded(measure.estimate.mean / divisor, places_of(measure))} {unit}".strip()


def span_text(measure: Measure, span: Interval | None, bare: bool = False) -> str:
    """`55 to 69 %`, in the unit and rounding of the estimate; `bare`: beside the estimate, without the unit."""
    if span is None:
        return NOTHING
    divisor, unit = scale(measure)
    low, high = (rounded(end / divisor, places_of(measure)) for end in span)
    return f"{low if low == high else f'{low} to {high}'} {'' if bare else unit}".strip()


def chance_text(measure: Measure) -> str:
    """What one raid may bring; a thing that either survives or not has no numbers between."""
    return "yes or no" if measure.yes_no else span_text(measure, measure.estimate.chance)


def percent(share: float) -> str:
    """A share for a bar: whole percent, and never 0 % for what did occur."""
    return "<1 %" if 0.0 < share < 0.005 else f"{100 * share:.0f} %"


def percent_span(span: Interval | None) -> str:
    """The interval beside a share: `47 to 61`, whole percent; nothing where there is none."""
    if span is None:
        return ""
    low, high = (f"{100 * end:.0f}" for end in span)
    return low if low == high else f"{low} to {high}"


def share_text(share: float, span: Interval | None) -> str:
    """A share in a sentence, with its interval: `54 % (47 to 61)`."""
    return f"{percent(share)} ({percent_span(span)})" if span is not None else percent(share)


def limit_text(threshold: float, unit: str) -> str:
    """A threshold beside a measure: percent for a share, bare otherwise."""
    return f"{100 * threshold:g} %" if unit == "share" else f"{threshold:g}"


def bar(share: float, width: int = 24) -> str:
    """A bar of block characters, an eighth of a character fine."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def clip(text: str, width: int) -> str:
    """At most `width` characters, cut with an ellipsis."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
