"""Text with a unit to SI and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shorad.errors import ScenarioError
from shorad.units import DIMENSIONS, format_si, parse

RIGHT = [
    ("36 km", "length", 36000.0),
    ("36km", "length", 36000.0),
    ("-1.5e1 m", "length", -15.0),
    ("18000 ft", "length", 5486.4),
    ("5 nmi", "length", 9260.0),
    ("15 um", "length", 15e-6),
    ("15 µm", "length", 15e-6),
    ("50 mm", "length", 0.05),
    ("5 min", "time", 300.0),
    ("0.5 h", "time", 1800.0),
    ("185 km/h", "speed", 185 / 3.6),
    ("70 kt", "speed", 36.011111),
    ("30 m/s", "speed", 30.0),
    ("25 deg", "angle", math.radians(25.0)),
    ("1.5 mrad", "angle", 0.0015),
    ("67 deg/s", "angular_rate", math.radians(67.0)),
    ("2 m2", "area", 2.0),
    ("2 m²", "area", 2.0),
    ("-20 dBsm", "area", 0.01),
    ("0.389 kg", "mass", 0.389),
    ("389 g", "mass", 0.389),
    ("30 g", "acceleration", 294.1995),
    ("2 /h", "rate", 2 / 3600),
    ("83 /s", "rate", 83.0),
    ("150 kUSD", "money", 150e3),
    ("14.7 MUSD", "money", 14.7e6),
    ("600 USD", "money", 600.0),
    ("3 dB", "ratio", 10**0.3),
    ("2", "ratio", 2.0),
    (2, "ratio", 2.0),
    ("4 GHz", "frequency", 4e9),
    ("10 K", "temperature_difference", 10.0),
    ("30 %", "probability", 0.3),
    (0.3, "probability", 0.3),
    (4, "none", 4.0),
    ("10 m2/s3", "acceleration_psd", 10.0),
]


@pytest.mark.parametrize(("text", "dimension", "value"), RIGHT)
def test_text_becomes_si(text, dimension, value):
    assert parse(text, dimension) == pytest.approx(value, rel=1e-7)


WRONG = [
    (36, "length", "36 has no unit", 'write "36 m" or "36 km"'),
    ("36", "length", '"36" has no unit', 'write "36 m" or "36 km"'),
    ("36 km", "time", "km is a length, a time is wanted here", '"20 s"'),
    ("20 s", "length", "s is a time, a length is wanted here", '"5 km"'),
    ("5 g", "length", "g is a mass or an acceleration", "a length is wanted here"),
    ("3 dB", "probability", "dB is a ratio", "a probability is wanted here"),
    ("4 km", "none", "km is a length", "a plain number is wanted here"),
    ("36 kms", "length", '"kms" is no unit known here', 'did you mean "km"?'),
    ("36 KM", "length", '"KM" is no unit known here', 'did you mean "km"?'),
    ("1,500 m", "length", '"1,500 m" is no number', "no separators"),
    ("fast", "speed", '"fast" is not a speed', '"50 m/s"'),
    ("", "speed", '"" is not a speed', '"50 m/s"'),
    (None, "time", "nothing stands here", '"20 s"'),
    (True, "none", "yes/no is not a plain number", ""),
    ([1], "length", "a list is not a length", '"5 km"'),
    ("nan km", "length", '"nan km" is not a length', ""),
    ("1e999 km", "length", "is not a finite number", ""),
    (float("nan"), "none", "is not a finite number", ""),
    (float("inf"), "ratio", "is not a finite number", ""),
    (10**400, "none", "is not a finite number", ""),
    ("1e9 dB", "ratio", "is not a finite number", ""),
]


@pytest.mark.parametrize(("text", "dimension", "problem", "right"), WRONG)
def test_what_is_wrong_and_what_would_be_right(text, dimension, problem, right):
    with pytest.raises(ScenarioError) as caught:
        parse(text, dimension)
    assert problem in str(caught.value)
    assert right in str(caught.value)


READABLE = [
    (36000.0, "length", "36 km"),
    (1500.0, "length", "1500 m"),
    (0.05, "length", "50 mm"),
    (15e-6, "length", "15 um"),
    (1200.0, "time", "20 min"),
    (90.0, "time", "90 s"),
    (0.0015, "angle", "1.5 mrad"),
    (math.radians(25.0), "angle", "25 deg"),
    (294.1995, "acceleration", "30 g"),
    (14.7e6, "money", "14.7 MUSD"),
    (600.0, "money", "600 USD"),
    (0.0003, "area", "0.0003 m2"),
    (2 / 3600, "rate", "2 /h"),
    (0.0, "length", "0 m"),
    (1e-6, "probability", "1e-06"),
    ("radial", "none", "radial"),
]


@pytest.mark.parametrize(("value", "dimension", "text"), READABLE)
def test_si_becomes_readable(value, dimension, text):
    assert format_si(value, dimension) == text


@given(st.floats(1e-9, 1e12), st.sampled_from(sorted(DIMENSIONS)), st.sampled_from([-1.0, 1.0]))
def test_what_is_printed_reads_back(value, dimension, sign):
    assert parse(format_si(sign * value, dimension, digits=6), dimension) == pytest.approx(sign * value, rel=1e-5)


@given(
    st.text(max_size=30) | st.floats() | st.integers() | st.none() | st.booleans(), st.sampled_from(sorted(DIMENSIONS))
)
def test_any_text_is_a_finite_number_or_a_scenario_error(text, dimension):
    try:
        value = parse(text, dimension)
    except ScenarioError:
        value = 0.0
    assert math.isfinite(value)
