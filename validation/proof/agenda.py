"""What has to be shown: every item of the list of reference values, section by section, and what none of them covers.

An item without a case must say why (`absent`): `NOT_BUILT`, the project does not have the function yet; or another
reason why the engine does not represent it. An item with neither a case nor a reason fails the command. A reason is
superseded by the first case that names the item.
"""

from typing import NamedTuple

NOT_BUILT = "not built yet"
NOT_SHIPPED = "its files are under the GPL and are not shipped; SHORAD_WTA=folder make validate runs it on a copy"
NO_RATES = "every shot is modelled; the engine knows no rates of attrition"
SECTIONS = {
    1: "Radar",
    2: "Electro-optics",
    3: "Atmosphere",
    4: "Missile",
    5: "Gun",
    6: "Warhead and fuze",
    7: "Tracking",
    8: "Assignment and shoot-look-shoot",
    9: "The whole against closed forms",
    10: "Terrain",
    11: "Chance and intervals",
    12: "Sensitivity, value of information, calibration",
    13: "Against other programs",
    14: "Conservation and step sizes",
    15: "Defence without shooting",
}


class Item(NamedTuple):
    """One thing to show."""

    id: str
    section: int
    what: str
    absent: str = ""


def _items(section: int, *rows: tuple[str, ...]) -> list[Item]:
    return [Item(row[0], section, *row[1:]) for row in rows]


AGENDA: list[Item] = [
    *_items(
        1,
        ("V1.1", "Range equation, single pulse"),
        ("V1.2", "Range equation, search form"),
        ("V1.3", "Range over cross section"),
        ("V1.4", "Receiver noise"),
        ("V1.5", "System temperature, both conventions"),
        ("1.2 thresholds", "Detection thresholds"),
        ("1.2 required", "Required signal-to-noise ratio"),
        ("1.2 Pd", "Detection probability, Swerling 0 to 4"),
        ("1.2 identity", "Swerling 1, one pulse: an exact identity"),
        ("1.3 Albersheim", "Albersheim's approximation: its error measured"),
        ("1.3 Shnidman", "Shnidman's approximation: its error measured"),
        ("1.4 M of N", "Hits in a window"),
        ("1.4 sliding", "Sliding window, look by look"),
        ("1.4 cumulative", "Cumulative detection"),
        ("1.5 gas", "Attenuation by gases (P.676)"),
        ("1.5 rain", "Attenuation by rain (P.838)"),
        ("1.5 path", "Attenuation by rain on a horizontal path"),
        ("1.6 horizon", "Radar horizon"),
        ("1.6 two-ray", "Two-ray multipath and roughness"),
        ("1.6 blind speed", "Blind speeds and canceller response"),
        ("1.6 improvement", "Improvement factor of cancellers"),
        ("1.6 clutter", "Ground clutter cross section"),
        ("1.7 burn-through", "Self-screening burn-through"),
        ("1.8 errors", "Measurement errors"),
    ),
    *_items(
        2,
        ("2 Johnson", "Johnson's cycle criteria in use"),
        ("2 TTPF", "Target transfer probability"),
        ("2 TTP", "Targeting task performance"),
        ("2 cycles", "Cycles on target"),
        ("2 Koschmieder", "Visibility and contrast range"),
        ("2 Kruse", "Infrared extinction"),
        ("2 search", "Search time law"),
    ),
    *_items(
        3,
        ("3 ISA", "Standard atmosphere"),
        ("3 geopotential", "Geometric and geopotential height"),
        ("3 hot day", "Density on a hot day"),
        ("3 wind", "Wind profiles"),
    ),
    *_items(
        4,
        ("4.1 miss", "Proportional navigation, single lag: miss"),
        ("4.1 random", "Proportional navigation: random start of a step"),
        ("4.1 ideal", "Proportional navigation without lag: acceleration"),
        ("4.1 augmented", "Augmented proportional navigation", "no missile here measures its target's turns"),
        ("4.2 demand", "Command to line of sight: acceleration"),
        ("4.2 engine", "Command to line of sight as flown"),
        ("4.2 noise", "Miss is angle error times range"),
        ("4.3 coast", "Coasting with constant drag"),
        ("4.3 rocket", "Rocket equation"),
        ("4.4 57E6", "57E6: published speeds"),
        ("4.4 SRAAM6", "SRAAM6: impulse and speed gain"),
        ("4.4 ADS6", "ADS6: impulse and specific impulse"),
    ),
    *_items(
        5,
        ("5 drag", "Standard drag table G7"),
        ("5 drag G1", "Standard drag table G1", "projectiles here are slender: G7 times a form factor"),
        ("5 flat fire", "Flat fire with G7"),
        ("5 closed forms", "Constant drag and the 3/2-power law"),
        ("5 firing tables", "Published firing tables of 30 mm and 35 mm"),
        ("5 Polya", "Polya-Williams approximation"),
        ("5 SSPH", "Single-shot hit probability"),
        ("5 circle", "Hits on a circle beside the aim point", "targets of guns are rectangles"),
        ("5 burst", "Burst with an error that its rounds share"),
    ),
    *_items(
        6,
        ("6 Carleton", "Carleton under a normal miss"),
        ("6 common aim", "Salvo that shares one aim error"),
        ("6 lethal area", "Same lethal area, and CEP"),
        ("6 fragments", "Isotropic fragments"),
    ),
    *_items(
        7,
        ("7 alpha-beta", "Steady-state gains"),
        ("7 alpha-beta-gamma", "Steady-state gains with acceleration", "the filter has no acceleration state"),
        ("7 reduction", "Variance reduction and lag of an alpha-beta filter"),
        ("7 converted", "Converted measurements"),
        ("7 consistency", "Consistency of the covariance, gates"),
        ("7 IMM", "Interacting multiple models"),
        ("7 benchmark", "Manoeuvre benchmark of Blair and Watson"),
        ("7 GNN", "Global nearest neighbour"),
        ("7 OSPA", "OSPA and GOSPA"),
    ),
    *_items(
        8,
        ("8 formula instances", "Weapon-target assignment: formula instances"),
        ("8 textbook", "Weapon-target assignment: textbook instance"),
        ("8 public set", "Weapon-target assignment: public instances", NOT_SHIPPED),
        ("8 Bracken", "Weapon-target assignment: Bracken and McCormick"),
        ("8 bounds", "Weapon-target assignment: bounds and monotony"),
        ("8 SLS", "Shoot-look-shoot"),
        ("8 looks", "Number of looks"),
    ),
    *_items(
        9,
        ("9 salvo", "Salvo"),
        ("9 raid", "Raid, so many shots each"),
        ("9 uncoordinated", "Uncoordinated fire"),
        ("9 Erlang B", "Loss system"),
        ("9 Erlang C", "Waiting system, exponential service"),
        ("9 M/D/c", "Waiting system, fixed service"),
        ("9 evenly", "Evenly spaced arrivals"),
        ("9 Lanchester", "Lanchester's square law", NO_RATES),
        ("9 Hughes", "Hughes' salvo model"),
    ),
    *_items(
        10,
        ("10 knife edge", "Knife-edge diffraction"),
        ("10 bulge", "Bulge of the earth"),
        ("10 Fresnel", "First Fresnel radius"),
        ("10 viewshed", "Visible share against GDAL"),
        ("10 Jacksboro", "Line of sight on a real grid"),
        ("10 ridge", "Analytic ridge"),
        ("10 checksums", "Checksums of GDAL's own test", "they check GDAL; its cells change with the compiler"),
    ),
    *_items(
        11,
        ("11 Wilson", "Wilson interval and sample sizes"),
        ("11 Philox", "Philox 4x32-10, published vectors"),
        ("11 Philox 64", "Philox 4x64 and Threefry vectors", "every random number comes from Philox 4x32-10"),
        ("11 rare", "Rare events"),
        ("11 CRN", "Common random numbers"),
        ("11 stopping", "Sequential stopping"),
    ),
    *_items(
        12,
        ("12 Ishigami", "Sobol indices: Ishigami"),
        ("12 Sobol G", "Sobol indices: G function"),
        ("12 linear", "Sobol indices: linear Gaussian"),
        ("12 EVPI", "Value of perfect information"),
        ("12 EVPPI", "Value of partial information"),
        ("12 conjugate", "Conjugate calibration"),
        ("12 SBC", "Simulation-based calibration"),
    ),
    *_items(
        13,
        ("13 ADS6", "ADS6: fit on one engagement, predict the other"),
        ("13 Stone Soup", "Tracks against Stone Soup"),
        ("13 Swerling", "Detection probability against a simulated receiver"),
        ("13 projectile", "Projectile flight against py_ballisticcalc"),
        ("13 ITU", "Attenuation against ITU-Rpy"),
        ("13 GDAL", "Terrain against GDAL"),
    ),
    *_items(
        14,
        ("14 energy", "Energy and mass are never created in flight"),
        ("14 steps", "Halved steps change nothing"),
        ("14 rounds", "Rounds are conserved"),
        ("14 ideal", "Everything ideal gives the arithmetic answer"),
    ),
    *_items(
        15,
        ("15 Friis", "Free-space loss of a drone's emission"),
        ("15 radio range", "Range of a radio-frequency detector"),
        ("15 sound", "Spreading and absorption of sound, noise of wind"),
        ("15 acoustic range", "Range of an acoustic detector"),
        ("15 jamming", "Jamming-to-signal ratios"),
        ("15 fall", "Falling bodies"),
        ("15 bullet", "Range of stray rounds"),
    ),
]
