"""Every key that a catalogue file may hold, in one table: its dimension, its kind and its meaning in plain words.

The names are those of the engine's tables; a test compares the two. A kind is one of

- ``scalar``: a number with the dimension; ``count``: a whole number, zero or more; ``flag``: yes or no
- ``chance``: low, mode, high of a spread that is drawn anew in each replicate
- ``classes``: one number for each of TARGET_CLASSES
- ``word``: one of `words`; ``name``: the name of another system
"""

from __future__ import annotations

from shorad.catalogue.filter_keys import FILTER
from shorad.catalogue.key import HALF_TURN, INF, QUARTER_TURN
from shorad.catalogue.key import Key as Key
from shorad.catalogue.key import chance as _chance
from shorad.catalogue.key import classes as _classes
from shorad.catalogue.key import count as _count
from shorad.catalogue.key import default as _default
from shorad.catalogue.key import flag as _flag
from shorad.catalogue.key import key as _key
from shorad.catalogue.key import name as _name
from shorad.catalogue.key import positive as _positive
from shorad.catalogue.key import probability as _probability
from shorad.catalogue.key import word as _word
from shorad.catalogue.soft_keys import ACOUSTIC, FALL, JAMMER, RADIO, RF_SENSOR, SOUND, TRACKING
from shorad.catalogue.wave_keys import RESOLUTION, WAVES, WIND_ERROR

KINDS_OF_SYSTEM = ("fire_unit", "command_post", "battery", "air")
TARGET_CLASSES = ("small_drone", "drone", "munition", "aircraft", "bird")

_REFERENCE = {
    "ref_range": _positive(
        "length", "range at which a target of ref_rcs is detected with probability ref_pd in one look"
    ),
    "ref_rcs": _positive("area", "radar cross section behind ref_range"),
    "ref_pd": _key("probability", "detection probability per look behind ref_range", 0.01, 0.999),
    "pfa": _key("probability", "false-alarm probability per resolution cell", 1e-12, 1e-2),
    "fluctuation": _word("how the echo fluctuates: Swerling case", "0", "1", "3"),
}
_OPERATORS = {
    "operators": _count("operators who identify tracks", 1),
    "operator_time": _chance("time an operator needs to identify one track"),
}
_VERDICT = {
    "assess_delay": _chance("time to judge the result of a shot"),
    "p_kill_seen": _probability("chance that a kill is seen as one"),
    "p_miss_called_kill": _probability("chance that a miss is called a kill"),
}
_DAMAGE = {
    "p_hit_lost": _probability("chance that a hit which does not kill outright still means loss"),
    "p_hit_damaged": _probability("chance that a hit which does not kill outright damages"),
    "p_accumulate": _probability("chance that a second damage means loss"),
}

SEARCH_RADAR = {
    **_REFERENCE,
    **WAVES,
    "scan_period": _positive("time", "time between two looks of the rotating search radar at one target"),
    "elevation_min": _key("angle", "lowest elevation that the search radar covers", -QUARTER_TURN, QUARTER_TURN),
    "elevation_max": _key("angle", "highest elevation that the search radar covers", 0.0, QUARTER_TURN),
    "instrumented_range": _positive("length", "range beyond which the search radar shows nothing"),
    "gate": _word(
        "slow-target gate: rejects nothing, slow targets, or targets slow along the line of sight",
        "none",
        "total",
        "radial",
    ),
    "gate_speed": _key("speed", "speed below which the slow-target gate rejects"),
    "beamwidth": _positive("angle", "width of the beam in azimuth"),
    "beamwidth_elevation": _positive("angle", "width of the beam in elevation"),
    "range_resolution": _positive("length", "two targets nearer than this in range give one plot"),
    "floor_range": _key("length", "instrument error in range, beside the noise"),
    "floor_angle": _key("angle", "instrument error in angle, beside the noise"),
    **TRACKING,
    **FILTER,
    "gate_probability": _key(
        "probability", "chance that a track's own plot falls into its association gate", 0.5, 0.999999
    ),
}
TRACKING_RADAR = {
    **_REFERENCE,
    "sector": _key("angle", "half width of the sector about the turret axis", 0.0, HALF_TURN),
    "elevation_max": _key("angle", "highest elevation that the tracking radar reaches", 0.0, QUARTER_TURN),
    "beamwidth": _positive("angle", "width of the beam"),
    "floor_angle": _key("angle", "instrument error in angle, beside the noise"),
    "dwell": _positive("time", "time between two looks while locking on"),
    **WAVES,
    "range_resolution": RESOLUTION,
    "lock_m": _count("hits that make a lock", 1),
    "lock_n": _count("looks among which those hits must fall", 1),
    "lock_timeout": _positive("time", "time after which a lock is given up"),
    "channels": _count("targets engaged at once by radar"),
}
OPTICS = {
    "thermal": _flag("sees heat instead of visible contrast"),
    "wavelength": _positive("length", "wavelength that the optics use"),
    "focal_length": _positive("length", "focal length"),
    "pitch": _positive("length", "size of a detector element"),
    "n50": _positive("none", "cycles on the target for detection with probability one half"),
    "threshold": _positive("ratio", "smallest contrast that can be seen"),
    "search_tau": _positive("time", "mean search time without a cue"),
    "cued_tau": _positive("time", "mean search time with a cue"),
    "look_period": _positive("time", "time between two looks"),
    "range_max": _positive("length", "range beyond which the optics are not used"),
    "elevation_max": _key("angle", "highest elevation that the optics reach", 0.0, QUARTER_TURN),
    "floor_angle": _key("angle", "angle error"),
    "range_error": _key("ratio", "range error as a fraction of range"),
    "channels": _count("targets engaged at once by optics"),
    **TRACKING,
    **FILTER,
}
MISSILE = {
    "mass_launch": _positive("mass", "mass at launch"),
    "mass_burnout": _positive("mass", "mass at the end of boost, booster still attached"),
    "mass_dart": _positive("mass", "mass after the booster has dropped"),
    "diameter_boost": _positive("length", "diameter of the booster"),
    "diameter_dart": _positive("length", "diameter of the dart"),
    "boost_time": _positive("time", "burning time of the booster"),
    "burnout_speed": _positive("speed", "speed at the end of boost"),
    "launch_speed": _key("speed", "speed when leaving the tube"),
    "speed_range": _positive("length", "range for which speed_value is quoted"),
    "speed_value": _positive("speed", "published speed at, or mean speed to, speed_range"),
    "speed_is_average": _flag("the published speed is the mean speed to speed_range"),
    "k_induced": _key("none", "induced drag factor K of C_D0 + K C_N^2"),
    "cn_max": _positive("none", "largest normal-force coefficient"),
    "lag": _key("time", "first-order lag of the missile's response"),
    "noise_tau": _positive("time", "correlation time of the angle noise"),
    "beacon_noise": _key("angle", "error of the measured line to the missile"),
    "load_max": _positive("acceleration", "largest lateral acceleration the structure takes"),
    "range_min": _key("length", "shortest range of the missile"),
    "range_max": _positive("length", "longest range of the missile"),
    "height_min": _key("length", "lowest target height for the missile"),
    "height_max": _positive("length", "highest target height for the missile"),
    "target_speed_max": _positive("speed", "fastest target the missile is fired at"),
    "fuze_radius": _positive("length", "miss distance within which the proximity fuze acts"),
    "fuze_reliability": _probability("chance that the fuze acts inside its radius"),
    "launch_reliability": _probability("chance that a launch succeeds"),
    "kill_p0": _probability("kill probability at zero miss distance"),
    "lethal_b": _classes("length", "miss distance scale of the warhead's kill probability (Carleton)"),
    "self_destruct": _positive("time", "time after launch of self-destruction"),
    "speed_min": _key("speed", "speed below which control is lost"),
    "guidance_memory": _key("time", "time without a measured line that guidance survives"),
    "salvo_interval": _positive("time", "time between two missiles of a salvo"),
    "guide_frequency": _positive("angular_rate", "natural frequency of the guidance loop"),
    "guide_damping": _positive("none", "damping of the guidance loop"),
    "navigation": _key(
        "none", "navigation constant N' of a missile that homes; left out: guided by command", 1.0, 10.0, optional=True
    ),
    "glint": _key(
        "length", "wander of the point that a homing missile sees on its target, one standard deviation", optional=True
    ),
    "seeker_blind": _key("time", "time before impact in which a homing missile no longer steers", optional=True),
    "cost": _key("money", "cost of one missile"),
}
GUN = {
    "rate": _positive("rate", "rounds per second, all barrels"),
    "muzzle_velocity": _positive("speed", "muzzle velocity"),
    "mass": _positive("mass", "mass of a projectile"),
    "calibre": _positive("length", "calibre"),
    "form_factor": _positive("none", "form factor on the G7 drag curve"),
    "burst_rounds": _count("rounds in a burst", 1),
    "burst_interval": _key("time", "time from the end of a burst to the next"),
    "range_min": _key("length", "shortest range of the gun"),
    "range_max": _positive("length", "longest range of the gun"),
    "height_max": _positive("length", "highest target height for the gun"),
    "elevation_min": _key("angle", "lowest elevation of the gun", -QUARTER_TURN, QUARTER_TURN),
    "elevation_max": _key("angle", "highest elevation of the gun", 0.0, QUARTER_TURN),
    "dispersion": _positive("angle", "spread from round to round, one standard deviation in each axis"),
    "burst_bias": _key("angle", "aim error shared by the rounds of a burst, one standard deviation in each axis"),
    "bias_correlation": _probability("correlation of that error between successive bursts at one target"),
    "pk_hit": _classes("probability", "kill probability of one hit", 1.0),
    "planning_pk": _probability("kill probability per burst that the crew assumes when it shares out shots"),
    "wind_error": WIND_ERROR,
    "self_destruct": _key(
        "time", "time after which a round destroys itself; 0 or left out: it comes down", optional=True
    ),
    "cost_round": _key("money", "cost of one round"),
}
VEHICLE = {
    "antenna_height": _key("length", "height of the antenna above the ground"),
    "slew_rate": _positive("angular_rate", "turning rate of the turret"),
    "turn_arc": _key("angle", "half width of the arc that the turret can reach", 0.0, HALF_TURN),
    "missiles": _count("missiles ready to fire"),
    "rounds": _count("gun rounds ready to fire"),
    "loads": _count("reloads at hand"),
    "price": _key("money", "price of a vehicle"),
    "value": _key("none", "worth of the vehicle in the threat evaluation"),
    "radius": _positive("length", "radius inside which an impact is a direct hit"),
    **_DAMAGE,
    "deploy_time": _chance("time from the move to ready"),
    "reload_time": _chance("time to reload"),
}
CREW = {
    **_OPERATORS,
    "operator_hostile_right": _probability("chance that an operator calls hostile evidence hostile"),
    "operator_neutral_right": _probability("chance that an operator calls neutral evidence neutral"),
    "operator_unknown_hostile": _probability("chance that an operator calls unclear evidence hostile"),
    "iff": _flag("has an IFF interrogator (identification friend or foe)"),
    "iff_fail": _probability("chance that the interrogator is out of order"),
    "iff_period": _positive("time", "time between two interrogations"),
    "iff_tries": _count("interrogations before silence counts as evidence", 1),
    "hostile_threshold": _key("none", "log odds above which a track is taken as hostile", -INF),
    "neutral_threshold": _key("none", "log odds below which a track is taken as neutral", -INF),
    "evidence_reply": _key("none", "log odds of hostile that a valid IFF answer adds (negative)", -INF, 0.0),
    "evidence_no_reply": _key("none", "log odds of hostile that unanswered interrogation adds", -INF),
    "evidence_slow": _key("none", "log odds of hostile that a speed below evidence_speed adds", -INF),
    "evidence_speed": _key("speed", "speed below which a track counts as slow"),
    "evidence_corridor": _key(
        "none", "log odds of hostile that flying in a traffic corridor adds (negative)", -INF, 0.0
    ),
    "evidence_closing": _key("none", "log odds of hostile that heading for a defended object adds", -INF),
    "assign_delay": _chance("time from decision to order"),
    "reaction": _chance("time from order to launch"),
    **_VERDICT,
    "reopen_time": _key("time", "time a track must live on after being called killed before it is engaged again"),
    "crew_return": _chance("time until an absent crew is back"),
    "salvo": _count("missiles per engagement", 1),
    "gun_preference": _key("length", "range inside which the gun is preferred to the missile"),
    "self_defence_time": _key("time", "time to impact below which a unit on weapons hold may defend itself"),
    "worth_firing": _default(
        _probability("chance of a kill at the predicted meeting point below which a missile waits"),
        "0",
        "No published figure for when crews wait: 0 fires as soon as the missile gets there.",
    ),
    "warmup": _key("time", "time from silent to radiating"),
    "silent_timeout": _positive("time", "time without tracks after which a cued radar falls silent again"),
    "cue_delay": _chance("delay of a cue from the warning net"),
    "cue_error": _key("length", "position error of a cue"),
    "cue_radius": _key("length", "a cue nearer than this starts the radar"),
    "drop_guidance": _flag("the emission plan may end the guidance of a missile in flight"),
}
POST = {
    "link_delay": _chance("delay of a message between post and unit"),
    "link_loss": _probability("chance that a message is lost"),
    "link_timeout": _positive("time", "time without a message after which a unit goes on alone"),
    "fuse_gate": _positive("none", "chi-square gate inside which two tracks are taken as one target"),
    **_OPERATORS,
    "coast_max": _positive("time", "time without a report before a fused track is dropped"),
    "value": _key("none", "worth of the post in the threat evaluation"),
    "price": _key("money", "price of the post"),
    "radius": _positive("length", "radius inside which an impact is a direct hit"),
}
AIR_KINDS = ("one_way", "dropper", "striker", "munition", "traffic", "phantom")
FLUCTUATIONS = ("radar", "0", "1", "3")
AIRFRAME = {
    "kind": _word("what it does", *AIR_KINDS),
    "size_class": _word("size class for lethality and gun hits", *TARGET_CLASSES),
    "speed": _positive("speed", "cruising speed"),
    "speed_max": _positive("speed", "fastest it can fly"),
    "load": _positive("acceleration", "lateral acceleration in level turns, g tan(bank)"),
    "load_pitch": _default(
        _positive("acceleration", "acceleration in the vertical plane, where the angle of climb changes"),
        "1 g",
        "A push-over to weightlessness, a pull-up to twice the weight: what crews and light structures bear.",
    ),
    "climb_max": _key("speed", "fastest climb along a route", positive=True, optional=True),
    "descent_max": _key(
        "speed", "fastest descent along a route, a dive at the target apart", positive=True, optional=True
    ),
    "altitude": _key("length", "height above sea level unless the scenario says otherwise", optional=True),
    "rcs_front": _positive("area", "radar cross section from the front (median)"),
    "rcs_side": _positive("area", "radar cross section from the side (median)"),
    "rcs_rear": _positive("area", "radar cross section from the rear (median)"),
    "rcs_fluctuation": _default(
        _word("how its own echo fluctuates: Swerling case, or as the radar's published figure assumes", *FLUCTUATIONS),
        "radar",
        "No measurement of its own: the case that the radar's published range assumes.",
    ),
    "rcs_spread": _default(
        _key("ratio", "spread of the cross section between individuals (log-normal), one standard deviation", 1.0),
        "0 dB",
        "All of a type alike: no published spread.",
    ),
    "dimension": _positive("length", "size that optics resolve"),
    "contrast": _probability("visible contrast against the sky at zero range"),
    "contrast_thermal": _key("ratio", "thermal contrast against the sky at zero range"),
    "width": _positive("length", "width presented to a gun"),
    "height": _positive("length", "height presented to a gun"),
    "gate_exempt": _flag("rotor blades let it pass a slow-target gate"),
    "iff_state": _word("IFF transponder", "works", "failed", "absent"),
    "reply_probability": _probability("chance that a working transponder answers one interrogation"),
    "iff_fail": _probability("chance that the transponder is out of order"),
    **_DAMAGE,
    "cost": _key("money", "cost of one"),
    "route_jitter": _key("length", "sideways shift of the route, one standard deviation"),
    "leak_counts": _flag("its effect on an asset is a leak"),
    "release_range": _key("length", "range from its target at which its attack is complete"),
}
WARHEAD = {
    "reliability": _probability("chance that the warhead works"),
    "lethal_b": _positive("length", "miss distance scale of its kill probability (Carleton)"),
    "impact_sigma": _key("length", "aim error when nothing disturbs it, one standard deviation in each axis"),
}
MUNITION = {
    "guidance": _word("how it finds its target", "unguided", "laser", "emitter"),
    "drift": _key("speed", "growth of the miss after guidance is lost"),
    "blind_time": _key("time", "time before impact in which loss of guidance no longer matters"),
    "range": _positive("length", "range from release to target"),
}
CARRIER = {
    "munition": _name("what it carries"),
    "munitions": _count("how many it carries"),
    "per_release": _count("how many it lets go at once", 1),
}
STRIKER = {
    "standoff": _positive("length", "ground distance at which it orbits and releases"),
    "eo_detect": _positive("length", "range at which its optics find a vehicle with probability one half"),
    "sweep_period": _positive("time", "time to sweep its field of regard"),
    "sweep_tau": _positive("time", "mean time of looking to find what can be found"),
    "cued_tau": _positive("time", "the same with the bearing of an emitter"),
    "esm_range": _key("length", "range at which it notices a radiating radar; 0 without"),
    "esm_delay": _key("time", "time until a radiating radar is noticed"),
    "release_delay": _chance("time on station before a release"),
    **_VERDICT,
    "endurance": _positive("time", "time on station"),
    "losses_abort": _count("losses in its group after which it goes home; 0 never"),
    "link_range": _positive("length", "reach of its data link to the ground station"),
}

BATTERY = {
    "member": _name("the fire unit that it has several of"),
    "count": _count("how many of them", 1),
    "post": _name("its command post, in the middle"),
    "spread": _positive("length", "radius of the circle on which they stand"),
    "heading": _key("angle", "bearing of the first of them from the middle", -2 * HALF_TURN, 2 * HALF_TURN),
    "coordinated": _flag("fights as one, under its command post; no: each for itself"),
}

# component -> key -> what it takes
KEYS: dict[str, dict[str, Key]] = {
    "search_radar": SEARCH_RADAR,
    "tracking_radar": TRACKING_RADAR,
    "optics": OPTICS,
    "missile": MISSILE,
    "gun": GUN,
    "vehicle": VEHICLE,
    "crew": CREW,
    "post": POST,
    "battery": BATTERY,
    "airframe": AIRFRAME,
    "warhead": WARHEAD,
    "munition": MUNITION,
    "carrier": CARRIER,
    "striker": STRIKER,
    "rf_sensor": RF_SENSOR,
    "acoustic": ACOUSTIC,
    "jammer": JAMMER,
    "radio": RADIO,
    "sound": SOUND,
    "fall": FALL,
}
FITTED = ("search_radar", "tracking_radar", "optics", "missile", "gun", "rf_sensor", "acoustic", "jammer")
# kind of system -> components it must have, components it may have
COMPONENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fire_unit": (("vehicle", "crew"), FITTED),
    "command_post": (("post",), ()),
    "battery": (("battery",), ()),
    "air": (("airframe",), ("warhead", "munition", "carrier", "striker", "radio", "sound", "fall")),
}


def meaning(component: str, key: str) -> str:
    """What a key means, in plain words."""
    return KEYS[component][key].meaning
