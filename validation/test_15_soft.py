"""15. Defence without shooting: radio and sound one way, jamming, and what falls."""

from math import exp, log, log10, pi, sqrt

from proof import BRACKETED, VERIFIED, case

from shorad.catalogue import load_system
from shorad.physics import fall, listening
from shorad.physics.atmosphere import air

FOREVER = 1e9


def number(system: str, path: str) -> float:
    """Nominal value of the catalogue."""
    return load_system(system).get(path).number


def level(ratio: float) -> float:
    return 10.0 * log10(ratio)


def solve(falling, low: float, high: float) -> float:
    """Where a falling function of range crosses zero, by bisection to a millimetre."""
    while high - low > 1e-3:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if falling(middle) > 0.0 else (low, middle)
    return 0.5 * (low + high)


@case("15 Friis", "Free-space loss", model="physics.listening.received", label=VERIFIED, mark="M",
      source="ITU-R P.525: 32.45 + 20 lg f/MHz + 20 lg d/km")  # fmt: skip
def test_friis(sheet):
    for f, d in ((900.0, 0.5), (2440.0, 1.0), (5800.0, 8.0)):
        loss = -level(listening.received(1.0, 1.0, f * 1e6, d * 1e3))
        sheet.equal(f"{f:g} MHz, {d:g} km", 32.4478 + 20 * log10(f) + 20 * log10(d), loss, abs_=1e-3, unit="dB")


@case(
    "15 radio range", "Range of a radio-frequency detector against published ones",
    model="physics.listening.odds",
    label=BRACKETED, mark="R",
    source="Aouladhadj et al. 2023: up to 3.7 km; CRFS 2021: 19 dBm and -100 dBm, free space",
)  # fmt: skip
def test_radio_range(sheet):
    power, frequency = number("quadcopter", "radio.link_power"), number("quadcopter", "radio.frequency")
    gain = number("rf_detector", "rf_sensor.gain")
    half, spread = number("rf_detector", "rf_sensor.sensitivity"), number("rf_detector", "rf_sensor.spread")

    def excess(r: float) -> float:
        return listening.odds(listening.received(power, gain, frequency, r), half, spread) - 0.5

    sheet.within("one look in two, nominal catalogue", 3.7e3, 8.8e3, solve(excess, 10.0, 1e5), unit="m")


@case("15 sound", "Spherical spreading and absorption", model="physics.listening.sound_level, sound_noise",
      label=VERIFIED, mark="C", source="ISO 9613-2: L = L1 - 20 lg r - alpha (r - 1); wind: p ~ u^2")  # fmt: skip
def test_sound(sheet):
    for r, alpha in ((2.0, 0.0), (200.0, 5.0), (500.0, 9.0)):
        ours = level(listening.sound_level(10**7.5, r, alpha * log(10.0) / 1e4))
        sheet.equal(f"75 dB, {r:g} m, {alpha:g} dB/km", 75 - 20 * log10(r) - alpha * (r - 1) / 1e3, ours, abs_=1e-9)
    doubled = listening.sound_noise(0.0, 1.0, 10.0) / listening.sound_noise(0.0, 1.0, 5.0)
    sheet.equal("twice the wind", 12.0412, level(doubled), abs_=1e-4, unit="dB")


@case(
    "15 acoustic range", "Range of an acoustic detector against published ones",
    model="physics.listening.odds",
    label=BRACKETED, mark="R",
    source="MDPI 2024 (abstract): effective to 200 m, trained for distance 300 m, one method 500 m",
)  # fmt: skip
def test_acoustic_range(sheet):
    source, gain = number("quadcopter", "sound.source_level"), number("acoustic_array", "acoustic.gain")
    noise, alpha = (number("acoustic_array", f"acoustic.{key}") for key in ("noise", "absorption"))
    half, spread = (number("acoustic_array", f"acoustic.{key}") for key in ("threshold", "spread"))

    def excess(r: float, ambient: float = noise) -> float:
        return listening.odds(gain * listening.sound_level(source, r, alpha) / ambient, half, spread) - 0.5

    quiet, loud = solve(excess, 1.0, 1e4), solve(lambda r: excess(r, 1e5), 1.0, 1e4)
    sheet.within("quiet country, nominal catalogue", 200.0, 500.0, quiet, unit="m")
    sheet.holds("an airport of 50 dB", "less than half of that", f"{loud:.0f} m", loud < 0.5 * quiet)


@case(
    "15 jamming", "Jamming to signal at a link and at a satellite receiver",
    model="physics.listening.link_js, gnss_js",
    label=VERIFIED, mark="C",
    source="(Pj / Ps) (Rs / Rj)^2, Schleher 1999 ch. 4; 1 W on L1 at 1 km: -96.4 dBW, over -160 dBW",
)  # fmt: skip
def test_jamming(sheet):
    sheet.equal("10 W at 1 km, 0.1 W at 2 km", 400.0, listening.link_js(10.0, 1e3, 0.1, 2e3), rel=1e-12)
    loss = 32.4478 + 20 * log10(1575.42)
    sheet.equal("1 W on L1, 1 km", 160.0 - loss, level(listening.gnss_js(1.0, 1e3)), abs_=1e-3, unit="dB")
    sheet.equal("odds one scale above the half", 1 / (1 + exp(-1)), listening.odds(2.0, 1.0, 2.0), rel=1e-12)


@case("15 fall", "Parabola and terminal speed", model="physics.fall.comes_down", label=VERIFIED, mark="C",
      source="t = sqrt(2 h / g); v = sqrt(2 m g / (rho C_D A))")  # fmt: skip
def test_fall(sheet):
    x, _, t, _ = fall.comes_down(0.0, 0.0, 500.0, 30.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, FOREVER)
    expected = sqrt(1000.0 / fall.G)
    sheet.equal("500 m in vacuum: time", expected, t, rel=2e-4, unit="s")
    sheet.equal("500 m in vacuum: distance at 30 m/s", 30.0 * expected, x, rel=2e-4, unit="m")
    density, _ = air(50.0, 0.0)
    times = [fall.comes_down(0.0, 0.0, h, 0.0, 0.0, 0.0, 0.06, 1.5, 0.0, 0.0, 0.0, FOREVER)[2] for h in (600.0, 500.0)]
    top, _ = air(550.0, 0.0)
    low = [sqrt(2 * 1.5 * fall.G / (rho * 0.06)) for rho in (density, top)]
    # a body dropped higher passes the same air lower down: the difference of the times is the last 100 m at the start
    sheet.within(
        "1.5 kg on 0.06 m2 between 500 and 600 m", low[0], low[1] * 1.01, 100.0 / (times[0] - times[1]), unit="m/s"
    )


@case(
    "15 bullet", "How far a heavy machine-gun bullet flies",
    model="physics.fall.comes_down",
    label=BRACKETED, mark="M",
    source="maximum range of 12.7 mm ball as widely repeated: 6.1 to 6.8 km; catalogue's guesses of mass and form",
)  # fmt: skip
def test_bullet(sheet):
    speed, mass, form = (
        number("machine_gun_group", f"gun.{key}") for key in ("muzzle_velocity", "mass", "form_factor")
    )
    area = fall.cross_section(number("machine_gun_group", "gun.calibre"))

    def distance(angle: float) -> float:
        from math import cos, sin

        return fall.comes_down(0.0, 0.0, 1.0, speed * cos(angle), 0.0, speed * sin(angle), area, mass, form, 0.0, 0.0,
                               FOREVER)[0]  # fmt: skip

    sheet.within(
        "the farthest of 20 to 45 degrees", 5.5e3, 7.5e3, max(distance(a * pi / 180) for a in range(20, 46)), unit="m"
    )
