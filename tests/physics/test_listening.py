"""One-way radio and sound, and jamming: against hand arithmetic and published figures."""

import math

import pytest

from shorad.physics.listening import gnss_js, link_js, odds, received, sound_level, sound_noise


def dbm(power: float) -> float:
    return 10.0 * math.log10(power / 1e-3)


def lg(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


def test_friis_at_one_kilometre() -> None:
    """Free-space loss 32.45 + 20 lg(f/MHz) + 20 lg(d/km) dB (ITU-R P.525); 2450 MHz, 1 km: 100.23 dB."""
    assert dbm(received(0.1, 1.0, 2450e6, 1000.0)) == pytest.approx(20.0 - 100.23, abs=0.02)


def test_a_common_drone_is_heard_at_nine_kilometres_in_free_space() -> None:
    """19 dBm, -100 dBm, 2.45 GHz (the example of the receiver's maker): 119 dB of loss, 8.7 km."""
    far = 10.0 ** ((119.0 - 100.23) / 20.0) * 1e3
    assert far == pytest.approx(8.7e3, rel=0.01)
    assert dbm(received(10**1.9 * 1e-3, 1.0, 2450e6, far)) == pytest.approx(-100.0, abs=0.02)


def test_sound_falls_by_six_decibels_a_doubling_and_by_absorption() -> None:
    source, alpha = 10**7.5, 5.0 * math.log(10.0) / 1e4  # 75 dB, 5 dB/km
    assert lg(sound_level(source, 1.0, alpha)) == pytest.approx(75.0)
    assert lg(sound_level(source, 200.0, 0.0)) - lg(sound_level(source, 400.0, 0.0)) == pytest.approx(6.0206, abs=1e-3)
    assert lg(sound_level(source, 300.0, alpha)) == pytest.approx(75.0 - 20 * math.log10(300.0) - 5.0 * 0.299, abs=1e-6)


def test_wind_noise_goes_with_the_fourth_power() -> None:
    assert sound_noise(1.0, 1.0, 0.0) == 1.0
    assert lg(sound_noise(0.0, 1.0, 10.0)) == pytest.approx(40.0 * math.log10(2.0))


def test_link_jamming_is_the_ratio_of_powers_and_distances() -> None:
    """Burn-through: 20 dB more power holds at ten times the distance."""
    assert link_js(10.0, 1000.0, 0.1, 1000.0) == pytest.approx(100.0)
    assert link_js(10.0, 10e3, 0.1, 1000.0) == pytest.approx(1.0)
    assert link_js(10.0, 1000.0, 0.1, 100.0) == pytest.approx(1.0)


def test_one_watt_jams_satellites_far_away() -> None:
    """1 W at 1 km on L1: loss 32.45 + 20 lg 1575.42 = 96.4 dB, -96.4 dBW against -160 dBW: 63.6 dB."""
    assert lg(gnss_js(1.0, 1000.0)) == pytest.approx(63.6, abs=0.05)
    assert lg(gnss_js(1.0, 10e3)) == pytest.approx(43.6, abs=0.05)


def test_odds_are_logistic_in_decibels() -> None:
    spread = 10**0.3
    assert odds(2.0, 2.0, spread) == 0.5
    assert odds(2.0 * 10**0.3, 2.0, spread) == pytest.approx(1.0 / (1.0 + math.exp(-1.0)))
    up, down = odds(2.0 * 10**0.6, 2.0, spread), odds(2.0 / 10**0.6, 2.0, spread)
    assert up + down == pytest.approx(1.0)
    assert odds(0.0, 1.0, spread) == 0.0
    assert odds(1e30, 1.0, spread) == 1.0 and odds(1e-30, 1.0, spread) == 0.0
