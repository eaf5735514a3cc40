"""Jammers against the burn-through range of validation 1.7, and lost navigation."""

import math

import pytest

from shorad.physics import jamming, radar


def db(x):
    return 10.0 ** (x / 10.0)


POWER, GAIN, BANDWIDTH = 100e3, db(35.0), 1e6
DENSITY = 10.0 * db(6.0) / 50e6
ENERGY_GAIN = POWER * GAIN / BANDWIDTH


@pytest.mark.parametrize(("ratio", "range_"), [(10.0, 2514.17), (1.0, 7950.51)])
def test_self_screening_burn_through(ratio, range_):
    """The echo over the jammer's noise, both over the receiver's noise, is the ratio at the reference's range."""
    k = jamming.sensitivity(db(13.0), 40e3, 2.0, ENERGY_GAIN)
    echo = radar.snr(db(13.0), 40e3, 2.0, range_, 2.0, 1.0)
    assert echo / jamming.jam_to_noise(k, DENSITY, range_, 1.0) == pytest.approx(ratio, rel=1e-5)
    assert radar.burn_through(POWER, GAIN, 2.0, 10.0, db(6.0), 50e6, BANDWIDTH, ratio) == pytest.approx(
        range_, rel=1e-5
    )


def test_sensitivity_is_that_of_the_full_equations():
    """S/N and J/N written out with wavelength and noise give the same, whatever they are."""
    wavelength, noise, rcs, reach = 0.03, 4e-15, 2.0, 30e3
    snr = POWER * GAIN**2 * wavelength**2 * rcs / ((4 * math.pi) ** 3 * reach**4 * noise)
    j = DENSITY * BANDWIDTH * GAIN * wavelength**2 / ((4 * math.pi) ** 2 * 50e3**2 * noise)
    k = jamming.sensitivity(snr, reach, rcs, ENERGY_GAIN)
    assert jamming.jam_to_noise(k, DENSITY, 50e3, 1.0) == pytest.approx(j, rel=1e-12)


def test_stand_off_burn_through():
    k = jamming.sensitivity(db(13.0), 40e3, 2.0, ENERGY_GAIN)
    side = db(-30.0)
    reach = jamming.burn_through_stand_off(ENERGY_GAIN, 2.0, DENSITY, 60e3, side, 1.0)
    noise = jamming.jam_to_noise(k, DENSITY, 60e3, side)
    assert radar.snr(db(13.0), 40e3, 2.0, reach, 2.0, 1.0) == pytest.approx(noise, rel=1e-9)
    # a jammer that the target carries itself is the self-screening case
    own = radar.burn_through(POWER, GAIN, 2.0, 10.0, db(6.0), 50e6, BANDWIDTH, 1.0)
    assert jamming.burn_through_stand_off(ENERGY_GAIN, 2.0, DENSITY, own, 1.0, 1.0) == pytest.approx(own, rel=1e-9)


def test_receive_gain():
    assert jamming.receive_gain(0.0, 0.05, 1e-3) == 1.0
    assert jamming.receive_gain(0.025, 0.05, 1e-3) == pytest.approx(0.5)
    assert jamming.receive_gain(1.0, 0.05, 1e-3) == 1e-3


def test_inertial_error():
    assert jamming.inertial_error(8.0, 0.0, 600.0) == 8.0
    assert jamming.inertial_error(0.0, 0.5, 600.0) == 300.0
    assert jamming.inertial_error(3.0, 0.1, 40.0) == pytest.approx(5.0)
