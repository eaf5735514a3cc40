"""Tables of the engine: what is fixed (`Model`) and what changes (`State`).

A table is a structured array with one row per entity; its length is known at run time only, so no scenario
recompiles. Fields that carry a catalogue name carry exactly that name, in SI units and radians; the lines under
``# built`` are computed by `shorad.compile.build`. A field of shape (3,) named after a time is a chance spread:
low, mode, high of a triangular distribution that is drawn anew in each replicate. A field of shape (5,) runs over
`codes.TARGET_CLASSES`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.void]
f8, i8, u1 = "f8", "i8", "u1"


def table(*fields: tuple[str, str] | tuple[str, str, tuple[int, ...]]) -> np.dtype[np.void]:
    return np.dtype(list(fields), align=True)


# ---- Model: component types, one row per kind of equipment ---------------------------------
RADAR = table(  # search radar
    ("scan_period", f8),  # s
    ("ref_range", f8),  # m, at ref_rcs with probability ref_pd per look
    ("ref_rcs", f8),  # m2
    ("ref_pd", f8),
    ("pfa", f8),
    ("fluctuation", i8),  # Swerling case: 0, 1 or 3
    ("elevation_min", f8),  # rad
    ("elevation_max", f8),  # rad
    ("instrumented_range", f8),  # m
    ("gate", i8),  # slow-target gate: GATE_NONE, GATE_TOTAL, GATE_RADIAL
    ("gate_speed", f8),  # m/s
    ("beamwidth", f8),  # rad, azimuth
    ("beamwidth_elevation", f8),  # rad
    ("range_resolution", f8),  # m
    ("floor_range", f8),  # m, instrument error beside the noise
    ("floor_angle", f8),  # rad
    ("tracks_max", i8),
    ("m_hits", i8),  # M of N looks make a track firm
    ("n_window", i8),
    ("accel_psd", f8),  # m2/s3, process noise of the tracking filter
    ("coast_max", f8),  # s without a plot before a track is dropped
    ("gate_probability", f8),
    # waves: 0 where the catalogue is silent; asked for by propagation, rain and jammers only
    ("frequency", f8),
    ("prf", f8),  # Hz
    ("mti", i8),  # order of the canceller: 0, 1, 2
    ("stagger", f8),  # ratio of two pulse intervals
    ("improvement", f8),  # of the clutter filter
    ("peak_power", f8),
    ("gain", f8),
    ("bandwidth", f8),  # W, ratio, Hz
    ("sidelobe", f8),  # ratio, one way
    # built
    ("snr_ref", f8),  # linear S at ref_range for ref_rcs
    ("pd_row", i8),  # row of Model.pd for targets that fluctuate as behind ref_range
    ("pd_by", i8, (4,)),  # row of Model.pd by OBJECT.rcs_fluctuation
    ("gate_chi2", f8),  # 3-D chi-square quantile of gate_probability
    ("wavelength", f8),  # m
    ("oxygen", f8),
    ("vapour", f8),
    ("rain", f8),  # 1/m of power, one way; gas at sea level
    ("rain_echo", f8),  # 1/m, cross section per volume
    ("jam", f8),  # m2 Hz/W: J/N = jam x density / range^2 in the beam's axis
)
TRACKER = table(  # tracking and guidance radar
    ("ref_range", f8),  # m
    ("ref_rcs", f8),  # m2
    ("ref_pd", f8),
    ("pfa", f8),
    ("fluctuation", i8),
    ("sector", f8),  # rad, half width about the turret axis
    ("elevation_max", f8),  # rad
    ("beamwidth", f8),  # rad
    ("floor_angle", f8),  # rad
    ("dwell", f8),  # s between two looks while locking
    ("lock_m", i8),
    ("lock_n", i8),
    ("lock_timeout", f8),  # s
    ("channels", i8),  # targets held at once by radar
    # waves: 0 where the catalogue is silent; asked for by propagation, rain and jammers only
    ("frequency", f8),
    ("prf", f8),  # Hz
    ("mti", i8),  # order of the canceller: 0, 1, 2
    ("stagger", f8),  # ratio of two pulse intervals
    ("improvement", f8),  # of the clutter filter
    ("peak_power", f8),
    ("gain", f8),
    ("bandwidth", f8),  # W, ratio, Hz
    ("sidelobe", f8),  # ratio, one way
    ("range_resolution", f8),  # m
    # built
    ("snr_ref", f8),
    ("pd_row", i8),
    ("pd_by", i8, (4,)),
    ("wavelength", f8),  # m
    ("oxygen", f8),
    ("vapour", f8),
    ("rain", f8),  # 1/m of power, one way; gas at sea level
    ("rain_echo", f8),  # 1/m, cross section per volume
    ("jam", f8),  # m2 Hz/W: J/N = jam x density / range^2 in the beam's axis
)
OPTICS = table(  # electro-optical channel, or a crew with eyes and a sight
    ("thermal", i8),  # 0 visible contrast, 1 thermal
    ("wavelength", f8),  # m
    ("focal_length", f8),  # m
    ("pitch", f8),  # m
    ("n50", f8),  # cycles for detection with probability 1/2
    ("threshold", f8),  # contrast
    ("search_tau", f8),  # s, mean search time uncued
    ("cued_tau", f8),  # s, mean search time with a cue
    ("look_period", f8),  # s
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("floor_angle", f8),  # rad
    ("range_error", f8),  # fraction of range (laser or stadiametric)
    ("channels", i8),  # targets held at once by optics
    ("tracks_max", i8),  # tracks kept when there is no radar
    ("m_hits", i8),
    ("n_window", i8),
    ("accel_psd", f8),
    ("coast_max", f8),
)
MISSILE_TYPE = table(
    ("mass_launch", f8),  # kg
    ("mass_burnout", f8),  # kg, end of boost, booster still attached
    ("mass_dart", f8),  # kg, after the booster has dropped
    ("diameter_boost", f8),  # m
    ("diameter_dart", f8),  # m
    ("boost_time", f8),  # s
    ("burnout_speed", f8),  # m/s
    ("launch_speed", f8),  # m/s, leaving the tube
    ("speed_range", f8),  # m, where speed_value is quoted
    ("speed_value", f8),  # m/s
    ("speed_is_average", i8),  # 1: mean speed to speed_range, 0: speed at speed_range (hypothesis)
    ("k_induced", f8),  # induced drag factor K of C_D0 + K C_N^2
    ("cn_max", f8),  # largest normal-force coefficient (bounds turning at low q)
    ("lag", f8),  # s, first-order
    ("noise_tau", f8),  # s, correlation time of the angle noise
    ("beacon_noise", f8),  # rad, error of the missile's measured line
    ("load_max", f8),  # m/s2, structural
    ("range_min", f8),  # m
    ("range_max", f8),  # m
    ("height_min", f8),  # m
    ("height_max", f8),  # m
    ("target_speed_max", f8),  # m/s
    ("fuze_radius", f8),  # m
    ("fuze_reliability", f8),
    ("launch_reliability", f8),
    ("kill_p0", f8),  # Carleton peak
    ("lethal_b", f8, (5,)),  # m, Carleton scale by target class
    ("self_destruct", f8),  # s after launch
    ("speed_min", f8),  # m/s, below it control is lost
    ("guidance_memory", f8),  # s without a measured line
    ("salvo_interval", f8),  # s
    ("guide_frequency", f8), ("guide_damping", f8),  # rad/s, -, of the loop on the offset from the line
    ("navigation", f8), ("glint", f8), ("seeker_blind", f8),  # N', 0: not homing; m; s before impact
    ("cost", f8),  # USD
    # built
    ("thrust", f8),  # N
    ("drag_scale", f8),  # factor on the drag curve that meets speed_value
    ("flight_max", f8),  # s, no longer than this to range_max by the fly-out table; 0: not known
)  # fmt: skip
GUN_TYPE = table(
    ("rate", f8),  # rounds per second, all barrels
    ("muzzle_velocity", f8),  # m/s
    ("mass", f8),  # kg
    ("calibre", f8),  # m
    ("form_factor", f8),  # on the G7 drag curve
    ("burst_rounds", i8),
    ("burst_interval", f8),  # s from the end of a burst to the next
    ("range_min", f8),  # m
    ("range_max", f8),  # m
    ("height_max", f8),  # m
    ("elevation_min", f8),  # rad
    ("elevation_max", f8),  # rad
    ("dispersion", f8),  # rad, round to round, 1 sigma each axis
    ("burst_bias", f8),  # rad, shared by the rounds of a burst, 1 sigma each axis
    ("bias_correlation", f8),  # between successive bursts at one target
    ("pk_hit", f8, (5,)),  # kill probability per hit by target class
    ("planning_pk", f8),  # per burst
    ("wind_error", f8),  # share of the wind that fire control does not know, 1 sigma
    ("self_destruct", f8),  # s after which a round destroys itself, 0: it comes down
    ("cost_round", f8),  # USD
    # built
    ("flight_max", f8),  # s, no round flies longer to range_max; 0: not known
)
RF_SENSOR = table(  # listens for the emissions of a drone
    ("sensitivity", f8),  # W at the receiver for detection with probability 1/2 per look
    ("gain", f8),  # of its antenna
    ("frequency_min", f8), ("frequency_max", f8),  # Hz
    ("spread", f8),  # logistic scale of the detection law, as a power ratio
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("period", f8),  # s between two looks
    ("ranging", i8),  # 1: a position, 0: a bearing, which only cues
    ("range_error", f8),  # fraction of range
    ("floor_angle", f8),  # rad
    ("tracks_max", i8), ("m_hits", i8), ("n_window", i8), ("accel_psd", f8), ("coast_max", f8),
)  # fmt: skip
ACOUSTIC = table(  # microphones; sound levels are power ratios over (20 uPa)2
    ("noise", f8),  # ambient level in the band of drones
    ("wind_noise", f8),  # level that a wind of WIND_REFERENCE adds
    ("gain", f8),  # of the array
    ("threshold", f8),  # signal-to-noise ratio for detection with probability 1/2 per look
    ("spread", f8),
    ("absorption", f8),  # 1/m, of power, by the air at the frequency listened to
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("period", f8),  # s
    ("ranging", i8), ("range_error", f8), ("floor_angle", f8),
    ("tracks_max", i8), ("m_hits", i8), ("n_window", i8), ("accel_psd", f8), ("coast_max", f8),
)  # fmt: skip
JAMMER = table(  # soft effector
    ("link_power", f8), ("gnss_power", f8),  # W radiated towards the target (EIRP), 0: does not jam that
    ("frequency_min", f8), ("frequency_max", f8),  # Hz, of the links it jams
    ("js_link", f8), ("js_gnss", f8),  # jamming-to-signal ratio at which half the receivers give up
    ("js_spread", f8),  # logistic scale of that law, as a power ratio
    ("p_effect", f8),  # chance of an effect however strong the jamming
    ("dwell", f8, (3,)),  # s of unbroken jamming until it takes
    ("beamwidth", f8),  # rad, full width: neutral aircraft inside it are exposed
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("channels", i8),  # targets at once
    ("tries", i8),  # attempts of one unit at one object
    ("planning_pk", f8),
)  # fmt: skip

# ---- Model: entities, one row each, sorted by dotted name ----------------------------------
UNIT = table(  # fire unit
    ("hash", i8),
    ("group", i8),  # units with one readiness draw in common
    ("group_hash", i8),
    ("x", f8), ("y", f8), ("z", f8),  # m, z above mean sea level
    ("antenna_height", f8),  # m above ground
    ("radar", i8), ("tracker", i8), ("optics", i8), ("missile", i8), ("gun", i8),  # rows, -1 without
    ("rf", i8), ("acoustic", i8), ("soft", i8),  # rows, -1 without
    ("mask", i8),  # row of Model.mask, -1 without
    ("post", i8),  # command post, -1 without
    ("jam_noise_rise", f8),  # linear, (J+N)/N in the jammed sector
    ("jam_azimuth", f8), ("jam_width", f8),  # rad, centre and half width of that sector
    # state over time
    ("readiness", f8, (4,)),  # shares of radiating, silent, deploying, crew_absent
    ("readiness_correlation", f8),
    ("deploy_time", f8, (3,)),  # s
    ("crew_return", f8, (3,)),  # s
    ("warmup", f8),  # s from silent to radiating
    ("emission", i8),  # EMIT_ALWAYS, EMIT_ON_CUE, EMIT_PLAN
    ("emission_on", f8), ("emission_off", f8),  # s, the plan's alternation, starting with on
    ("cue_delay", f8, (3,)),  # s
    ("cue_error", f8),  # m
    ("cue_radius", f8),  # m, a cue nearer than this starts the radar
    ("cue_range", f8),  # m, at which the warning net sees an attacker (0: no net)
    ("silent_timeout", f8),  # s without tracks
    ("drop_guidance", i8),
    ("missiles", i8),
    ("rounds", i8),
    ("loads", i8),  # transloader loads for this unit
    ("reload_time", f8, (3,)),  # s
    # crew and doctrine
    ("operators", i8),
    ("operator_time", f8, (3,)),  # s
    ("operator_hostile_right", f8),  # hostile evidence called hostile; otherwise neutral
    ("operator_neutral_right", f8),  # neutral evidence called neutral; otherwise hostile
    ("operator_unknown_hostile", f8),  # unknown evidence called hostile
    ("iff", i8),  # 1 with an interrogator
    ("iff_fail", f8),  # chance that this interrogator is out of order in a replicate
    ("iff_period", f8),  # s
    ("iff_tries", i8),
    ("roe", i8),  # FREE, TIGHT, HOLD
    ("self_defence_time", f8),  # s
    ("worth_firing", f8),  # chance of a kill below which no missile is ordered
    ("hostile_threshold", f8),  # log odds
    ("neutral_threshold", f8),
    # evidence, log odds of hostile against neutral
    ("evidence_reply", f8),  # a valid answer (negative)
    ("evidence_no_reply", f8),  # all interrogations unanswered
    ("evidence_slow", f8),  # slower than evidence_speed
    ("evidence_speed", f8),  # m/s
    ("evidence_corridor", f8),  # where traffic is expected (negative)
    ("evidence_closing", f8),  # heading for a defended object
    ("doctrine", i8),  # SHOOT_LOOK_SHOOT, SALVO, EXTERNAL, CONCENTRATE
    ("salvo", i8),  # missiles per engagement
    ("sector_centre", f8), ("sector_width", f8),  # rad, own sector, half width
    ("assign_delay", f8, (3,)),  # s
    ("reaction", f8, (3,)),  # s, order to launch
    ("slew_rate", f8),  # rad/s
    ("turn_arc", f8),  # rad, half width that the turret can reach
    ("gun_preference", f8),  # m, gun inside, missile outside
    ("assess_delay", f8, (3,)),  # s
    ("p_kill_seen", f8),
    ("p_miss_called_kill", f8),
    ("reopen_time", f8),  # s a track must live on after "killed"
    # as a target
    ("value", f8),  # worth in the threat evaluation
    ("price", f8),  # USD
    ("radius", f8),  # m, for a direct hit
    ("p_hit_lost", f8), ("p_hit_damaged", f8),  # a hit that is no kill: rung by chance
    ("p_accumulate", f8),
    # built
    ("channel0", i8), ("channels", i8), ("radar_channels", i8),  # rows of State.channel: radar, optical, soft
    ("soft_channels", i8),
    ("track0", i8), ("tracks", i8),  # rows of State.track
    ("shot0", i8),
    ("floor_eye", f8),  # m, height of the antenna for which its rows of Model.floor were made
    ("floor_top", f8),  # steepest slope in its floor, for an antenna up to ground.EYE_SPAN lower too; 0 at least
    ("post_hidden", i8),  # 1: terrain stands between it and its post, no message passes
)  # fmt: skip
POST = table(  # command post: one picture for its units
    ("hash", i8),
    ("x", f8), ("y", f8), ("z", f8),
    ("link_delay", f8, (3,)),  # s
    ("link_loss", f8),
    ("link_timeout", f8),  # s without a message before a unit goes autonomous
    ("fuse_gate", f8),  # chi-square gate for track fusion
    ("operators", i8),
    ("operator_time", f8, (3,)),
    ("lost_at", f8),  # s, scripted loss of the post (FAR: never)
    ("coast_max", f8),  # s without a report before a fused track is dropped
    ("value", f8), ("price", f8), ("radius", f8),
    # built
    ("track0", i8), ("tracks", i8),
    ("lead", i8),  # the unit whose crew figures the post uses
    ("asset", i8),  # row of the asset table that stands for the post's body, -1 without
)  # fmt: skip
OBJECT = table(  # anything in the air
    ("hash", i8),
    ("kind", i8),
    ("side", i8),
    ("size_class", i8),  # index of codes.TARGET_CLASSES
    ("seg0", i8), ("segs", i8),  # rows of Model.segment
    ("start", f8),  # s
    ("start_jitter", f8),  # s, uniform, added to start
    ("route_jitter", f8),  # m, 1 sigma, sideways at the start: the route is turned about its target
    ("height_jitter", f8),  # m, uniform within plus and minus: the whole route is raised
    ("wave_hash", i8),  # of the wave that it comes with, 0 without: its members share these three
    ("wave_jitter", f8),  # s, uniform, added to start
    ("wave_shift", f8),  # m, 1 sigma, as route_jitter
    ("wave_lift", f8),  # m, as height_jitter
    ("passes", i8),  # a neutral aircraft that comes within reach of a weapon
    ("speed", f8),  # m/s, cruise
    ("speed_max", f8),  # m/s, bound used to skip distant looks
    ("load", f8),  # m/s2, lateral, in turns
    ("rcs_front", f8), ("rcs_side", f8), ("rcs_rear", f8),  # m2, medians
    ("rcs_fluctuation", i8),  # 0 as the radar's own figure has it, else 1 + index of (Swerling 0, 1, 3)
    ("rcs_spread", f8),  # between individuals of the type: one sigma as a factor, log-normal
    ("dimension", f8),  # m, critical dimension for optics
    ("contrast", f8),  # visible, at zero range
    ("contrast_thermal", f8),
    ("width", f8), ("height", f8),  # m, presented to a gun
    ("gate_exempt", i8),  # rotor blades pass a slow-target gate
    ("iff_state", i8),
    ("reply_probability", f8),
    ("iff_fail", f8),  # chance that this transponder is out of order in a replicate
    ("in_corridor", i8),  # flies where traffic is expected
    ("target_asset", i8), ("target_unit", i8),  # what it goes for, -1 without
    ("release_range", f8),  # m, from its target at which its attack is complete (evaluation)
    ("p_hit_lost", f8), ("p_hit_damaged", f8), ("p_accumulate", f8),  # damage ladder of an aircraft
    ("cost", f8),  # USD
    ("leak_counts", i8),  # 1: its effect on an asset is a leak
    # warhead, and flight as a munition
    ("reliability", f8),
    ("lethal_b", f8),  # m, Carleton scale against what it attacks
    ("impact_sigma", f8),  # m, 1 sigma each axis, aim error when nothing disturbs it
    ("carrier", i8), ("serial", i8),  # of a munition, -1 without
    ("guidance", i8),
    ("drift", f8),  # m/s, growth of the miss after guidance is lost
    ("blind_time", f8),  # s before impact in which loss no longer matters
    # carrier
    ("munition0", i8), ("munitions", i8),  # rows of the munitions it carries
    ("per_release", i8),  # munitions let go at one THEN_RELEASE
    # striker script
    ("standoff", f8),  # m, ground distance at which it orbits and releases
    ("eo_detect", f8),  # m, range at which it finds a vehicle with probability 1/2
    ("sweep_period", f8),  # s, revisit of its field of regard
    ("sweep_tau", f8),  # s of looking to find what can be found
    ("cued_tau", f8),  # s, with an emitter cue
    ("esm_range", f8),  # m, 0 without
    ("esm_delay", f8),  # s
    ("release_delay", f8, (3,)),  # s from on-station to release
    ("assess_delay", f8, (3,)),  # s
    ("p_kill_seen", f8), ("p_miss_called_kill", f8),
    ("endurance", f8),  # s on station
    ("losses_abort", i8),  # group losses after which it goes home, 0 never
    ("link_range", f8),  # m, its data link to the ground station
    ("base_x", f8), ("base_y", f8),  # m, where it goes home to
    ("group", i8),  # attackers that count losses together
    # radio and sound, what jamming does to it, and how it falls; all zero where nobody asks
    ("control", i8),  # CONTROL_NONE, CONTROL_REMOTE
    ("link_power", f8),  # W EIRP that it emits itself
    ("controller_power", f8),  # W EIRP of its pilot's set, which stands at its base
    ("frequency", f8),  # Hz
    ("on_link_loss", i8),  # SOFT_NONE (carries on), SOFT_HOME, SOFT_LAND, SOFT_HOVER, SOFT_DRIFT
    ("navigation", i8),  # INERTIAL, GNSS
    ("gnss_time", f8),  # s that its route spends where satellite navigation is denied
    ("gnss_drift", f8),  # m/s, growth of its position error without satellite navigation
    ("hover_time", f8),  # s it hovers or drifts before it comes down
    ("descent", f8),  # m/s
    ("source_level", f8),  # sound level at 1 m, power ratio over (20 uPa)2
    ("fall_mass", f8),  # kg
    ("fall_area", f8),  # m2, drag area C_D A of the wreck
    ("waits", i8),  # does not start while the airport is closed
)  # fmt: skip
SEGMENT = table(  # one leg of a route, closed form
    ("kind", i8),
    ("duration", f8),  # s
    ("x", f8), ("y", f8), ("z", f8),  # m, start
    ("vx", f8), ("vy", f8), ("vz", f8),  # m/s, start
    ("omega", f8),  # rad/s; TURN: positive to the left seen from above; PITCH: positive upward
    ("back", f8),  # m that its start lies farther back per m by which the route is raised
    ("stretch", f8),  # s that it lasts longer per m by which the route is raised
    ("then", i8),
)  # fmt: skip
ASSET = table(
    ("hash", i8),
    ("x", f8), ("y", f8), ("z", f8),
    ("value", f8),
    ("price", f8),  # USD
    ("radius", f8),  # m, a miss inside it is a leak
    ("keep_out", f8),  # m, release circle for evaluation
    ("hits_to_lose", i8),  # effective hits from intact to lost
    ("post", i8),  # the post whose body this is, -1 without
)  # fmt: skip
ZONE = table(  # a part of the airspace with rules of its own
    ("form", i8),  # ZONE_POLYGON, ZONE_SECTOR
    ("x", f8), ("y", f8), ("radius", f8), ("bearing", f8), ("width", f8),  # m, rad; half width, pi: a circle
    ("corner0", i8), ("corners", i8),  # rows of Model.corner
    ("floor", f8), ("ceiling", f8),  # m
    ("fire", i8),  # FIRE_ANY, FIRE_TIGHT, FIRE_HOLD, FIRE_NONE
    ("protected", i8),  # what falls into it is counted
    ("closes", i8),  # an unidentified object in it closes the airport
    ("reopen", f8),  # s from the last belief in one to the re-opening
)  # fmt: skip
CORNER = table(("x", f8), ("y", f8))
PAIR = table(  # fire unit x air object, row = unit * n_objects + object
    ("hash", i8),
    ("hash_attack", i8),  # object x unit, for the draws of the attacker
)
PARAMETERS = table(  # one row
    ("duration", f8),  # s
    ("visibility", f8),  # m
    ("cloud_base", f8),  # m, FAR without cloud
    ("night", i8),
    ("temperature_offset", f8),  # K
    ("step_far", f8),  # s, longest integration step in flight (<= GRID)
    ("step_near", f8),  # s, step inside endgame
    ("endgame", f8),  # s of time to go
    ("fixed_launch", i8),  # 1: a missile in flight keeps the launch geometry's noise off (tests only)
    ("neutral_envelope_margin", f8),  # m, added to weapon range when exposure is counted
    ("audit_period", f8),  # s, how often true-path feasibility is looked at
    ("seed_free", i8),
    ("table_flight", i8),  # 1: a missile is not flown but arrives when the fly-out table says, at miss 0
    ("separation", f8), ("separation_height", f8),  # m between traffic and drones that counts as danger, 0: not asked
    # weather beyond a clear day
    ("rain", f8), ("rain_top", f8),  # m/s of water, m
    ("fog_visibility", f8), ("fog_top", f8),  # m, 0 without fog
    ("wind_speed", f8), ("wind_from", f8), ("wind_height", f8),  # m/s, rad, m
    ("wind_exponent", f8), ("wind_roughness", f8),  # roughness 0: power law
    # the ground to radar waves
    ("gamma", f8), ("roughness", f8), ("reflection", f8), ("edge_distance", f8),  # ratio, m, ratio, m
    ("gnss_x", f8), ("gnss_y", f8), ("gnss_radius", f8),  # m, where satellite navigation is denied; radius 0: nowhere
    ("declared_lost", f8),  # chance that a declared position is of no use there
    # built
    ("waves", i8),  # sum of codes.W_*, 0 in free space
    ("wind_x", f8), ("wind_y", f8),  # m/s at wind_height, where it blows to
    ("rain_light", f8),  # 1/m, what rain takes from light
)  # fmt: skip
NOISE = table(  # noise jammers
    ("x", f8), ("y", f8), ("z", f8),  # m, of one that stands
    ("obj", i8),  # the object that carries it, -1: it stands
    ("against", i8),  # BY_SEARCH, BY_TRACKING, BY_BOTH
    ("power", f8), ("bandwidth", f8),  # W effective radiated, Hz
)  # fmt: skip
TERRAIN = table(  # one row, or none: then the ground is flat
    ("x0", f8), ("y0", f8),  # m, node [0, 0] of Model.ground
    ("spacing", f8),  # m between nodes
    ("top", f8),  # m, the highest node
    ("floor_step", f8),  # m between ranges of Model.floor
)  # fmt: skip


class Model(NamedTuple):
    """Everything that does not change during a replicate. Never written by the engine (a test compares bytes)."""

    par: Table  # (1,) PARAMETERS
    ideal: NDArray[np.int64]  # (len(SWITCHES),) 1 where a link is made ideal
    radar: Table
    tracker: Table
    optics: Table
    missile: Table
    gun: Table
    unit: Table
    post: Table
    obj: Table
    segment: Table
    asset: Table
    pair: Table
    pd: NDArray[np.float64]  # (n_kinds, PD_STEPS) detection probability over SNR in dB
    flyout: NDArray[np.float64]  # (n_missiles, 2, FLYOUT_ELEVATIONS, FLYOUT_RANGES) time of flight s, speed m/s
    rf: Table
    acoustic: Table
    soft: Table
    zone: Table
    corner: Table
    mask: NDArray[np.float64]  # (n_masks, 360) terrain mask angle in rad by degree of azimuth clockwise from north
    terrain: Table = np.zeros(0, TERRAIN)
    ground: NDArray[np.float32] = np.zeros((0, 0), np.float32)  # heights in m, [north, east]
    floor: NDArray[np.float32] = np.zeros((0, 0, 0, 0), np.float32)  # (units, azimuths, ranges, 2): slope and where, m
    noise: Table = np.zeros(0, NOISE)


PD_LOW, PD_STEP, PD_STEPS = -30.0, 0.05, 1601  # dB grid of Model.pd: -30 .. 50
FLYOUT_ELEVATIONS = 7  # 0, 15 .. 90 degrees
FLYOUT_RANGES = 64  # 0 .. 1.1 range_max, evenly

# ---- State -------------------------------------------------------------------------------
OBJECT_STATE = table(
    ("life", i8),
    ("rung", i8),
    ("due", i8), ("t_due", f8),  # next event of its own: segment end, script event
    ("start", f8), ("shift", f8), ("lift", f8),  # by which the route is turned (rad) and raised (m)
    ("rcs_own", f8),  # factor of this individual on the medians of its type
    # current leg
    ("kind", i8), ("t0", f8), ("t1", f8),
    ("x", f8), ("y", f8), ("z", f8), ("vx", f8), ("vy", f8), ("vz", f8),
    ("omega", f8),
    ("then", i8), ("next", i8),  # next = row of Model.segment after this leg, -1 none
    # position at grid point `at`
    ("at", i8), ("px", f8), ("py", f8), ("pz", f8), ("ux", f8), ("uy", f8), ("uz", f8),
    # striker
    ("phase", i8), ("target", i8), ("phase_due", i8), ("t_phase", f8),
    ("dest_x", f8), ("dest_y", f8), ("dest_leg", i8),  # dest_leg 1: a straight to dest follows this turn
    ("released", i8), ("bomb", i8), ("laser", i8), ("t_home", f8), ("t_station", f8),
    ("sortie_end", i8), ("effects", i8), ("sweeps", i8),
    # munition
    ("t_release", f8), ("gap_from", f8), ("lasered", i8), ("aim_unit", i8), ("aim_asset", i8), ("spoiled", i8),
    # fate
    ("t_end", f8), ("killer_unit", i8), ("killer_weapon", i8), ("leaked", i8), ("t_effect", f8),
    ("caused_loss", i8),  # 1 when its effect made something lost
    # what the defence did with it
    ("t_firm", f8), ("t_expected", f8), ("firm", i8), ("engaged", i8), ("shots", i8), ("bursts", i8), ("exposed", i8),
    ("cause", i8), ("iff_broken", i8),
    ("reason", i8), ("reason_unit", i8),
    # defence without shooting
    ("soft", i8), ("t_soft", f8), ("soft_unit", i8), ("jammed", i8), ("t_exposed", f8), ("exposed_gnss", f8),
    ("intruded", i8), ("endangered", i8), ("waited", f8),
)  # fmt: skip
UNIT_STATE = table(
    ("state", i8), ("initial", i8),
    ("rung", i8), ("sensor_alive", i8), ("fire_alive", i8),
    ("due", i8), ("t_due", f8), ("next", i8),  # next state at due
    ("emission_due", i8), ("t_emission", f8),
    ("missiles", i8), ("rounds", i8), ("loads", i8),
    ("fired_missiles", i8), ("fired_rounds", i8), ("loaded_missiles", i8), ("loaded_rounds", i8),
    ("reserved", i8),
    ("turret", f8),  # rad, azimuth
    ("scan_phase", f8),  # s
    ("t_emit", f8),  # since when it radiates
    ("t_track", f8),  # last time it held a firm track
    ("t_link", f8),  # last message from the post
    ("linked", i8),
    ("iff_broken", i8),
    ("serving", i8),  # operators busy
    ("t_lost", f8), ("killer", i8),  # object that caused the loss
    ("cue_due", i8), ("t_cue", f8), ("cues", i8),
    ("reason", i8), ("reason_unit", i8), ("reason_carrier", i8),
    ("t_empty", f8), ("empty", i8),
    ("neutral_shots", i8), ("phantom_shots", i8),
    ("bias_x", f8), ("bias_y", f8), ("bias_obj", i8), ("bursts", i8),
    ("reloads", i8),
    ("rf_due", i8), ("acoustic_due", i8), ("t_heard", f8), ("soft_uses", i8),
    ("used", i8),  # rows of its track table up to the last that is not empty, or more
    ("taken", i8),  # rows of its track table before the first that is empty, or fewer
)  # fmt: skip
POST_STATE = table(("alive", i8), ("serving", i8), ("t_lost", f8), ("used", i8))
ASSET_STATE = table(("rung", i8), ("hits", i8), ("t_lost", f8), ("killer", i8), ("reason", i8), ("leaks", i8))
PAIR_STATE = table(  # unit x object
    ("t_look", f8), ("look_n", i8),  # next radar look
    ("t_eo", f8), ("eo_n", i8),  # next optical look
    ("found", i8), ("cued", i8), ("t_found", f8),
    ("shots", i8), ("bursts", i8), ("dwells", i8),
    ("t_heard", f8), ("soft_tries", i8), ("no_zone", i8),
    # bookkeeping for reasons: does not influence the run
    ("feasible", i8), ("t_feasible_last", f8), ("t_feasible_first", f8),
    ("ready", i8), ("radiating", i8), ("sight", i8), ("sight_on", i8), ("covered", i8), ("plots", i8), ("firm", i8),
    ("t_dropped", f8), ("classified", i8), ("allowed", i8), ("queued", i8), ("released", i8), ("t_released", f8),
    ("t_queued", f8), ("ordered", i8), ("lost_order", i8),
    ("no_channel", i8), ("no_rounds", i8), ("no_envelope", i8), ("held", i8), ("paired", i8),
    ("locked", i8), ("launched", i8), ("guidance_lost", i8), ("missed", i8), ("assessed_dead", i8),
)  # fmt: skip
TRACK = table(  # a unit's tracks, then the posts' tracks
    ("status", i8), ("serial", i8),
    ("t", f8),  # time of the estimate
    ("t_plot", f8), ("t_start", f8), ("hits", i8), ("looks", i8), ("window", i8),  # bits of the last looks
    ("optical", i8),  # 1 when the last plot came from the optics
    ("drop_due", i8),
    ("origin", i8), ("origin_firm", i8),  # true object behind the last plot: recorded, never used to decide
    ("snr", f8),
    # identity
    ("class_", i8), ("log_odds", f8), ("iff_tries", i8), ("iff_replies", i8), ("iff_due", i8),
    ("origin_decided", i8), ("evidence", i8), ("assign_due", i8), ("requeue_due", i8), ("serial_decisions", i8),
    ("work", i8), ("t_queue", f8), ("work_due", i8), ("decided", i8), ("t_decided", f8), ("operator_wrong", i8),
    ("released", i8), ("t_released", f8),
    # evaluation and engagement
    ("score", f8), ("t_go", f8), ("toward_asset", i8), ("toward_unit", i8),
    ("engaged", i8),  # channels on it
    ("pk_planned", f8),  # chance that it survives what is already assigned to it
    ("dead_until", f8),  # called killed: not engaged again before
    ("evaluate_due", i8),
    # fusion
    ("owner", i8), ("owner_track", i8), ("fused", i8), ("report_t", f8), ("post_track", i8),
)  # fmt: skip
CHANNEL = table(
    ("phase", i8), ("due", i8), ("t_due", f8),
    ("picture", i8),  # row of State.track that it serves
    ("track_serial", i8),
    ("by", i8), ("weapon", i8),
    ("obj", i8),  # locked object, -1
    ("intended", i8),  # true object behind the designated track when ordered
    ("t_order", f8), ("t_ready", f8), ("t_slewed", f8), ("t_give_up", f8),
    ("dwells", i8), ("window", i8),
    ("shots_left", i8), ("shots_out", i8), ("reserved", i8),
    ("survival", f8),  # planned chance that its target survives what it fires
    ("t_result", f8), ("killed", i8), ("verdict", i8), ("orders", i8),
    ("t_impact", f8), ("aim_x", f8), ("aim_y", f8), ("aim_z", f8), ("burst_out", i8), ("burst_n", i8),
    ("from_x", f8), ("from_y", f8), ("from_z", f8),
)  # fmt: skip
SHOT = table(  # missiles in flight, for each channel as many rows as the longest salvo, SHOTS_PER_CHANNEL at least
    ("alive", i8), ("serial", i8), ("hash", i8),
    ("t_launch", f8), ("t", f8),
    ("x", f8), ("y", f8), ("z", f8), ("vx", f8), ("vy", f8), ("vz", f8),
    ("ax", f8), ("ay", f8), ("az", f8),  # m/s2, achieved lateral acceleration
    ("boosting", i8), ("guided", i8), ("t_unguided", f8),
    ("noise_target_az", f8), ("noise_target_el", f8), ("noise_beacon_az", f8), ("noise_beacon_el", f8),  # in sigma
    ("noise_block", i8),  # grid point of the noise values
    ("shared", i8),  # 1: a salvo may share its target's noise, which a copy of the run must therefore keep
    ("next_target_az", f8), ("next_target_el", f8), ("next_beacon_az", f8), ("next_beacon_el", f8),  # one grid later
    ("burst", i8), ("t_burst", f8), ("miss", f8), ("victim", i8), ("cpa", f8),
)  # fmt: skip
MESSAGE = table(  # in transit between units and posts
    ("kind", i8), ("due", i8), ("t_sent", f8), ("unit", i8), ("post", i8), ("track", i8), ("track_serial", i8),
    ("t_state", f8), ("x", f8, (6,)), ("spread", f8, (6,)), ("origin", i8), ("channel", i8), ("decided", i8), ("n", i8),
    ("snr", f8),
)  # fmt: skip
PLOT = table(
    ("unit", i8), ("t", f8), ("obj", i8), ("range", f8), ("azimuth", f8), ("elevation", f8),
    ("sigma_range", f8), ("sigma_azimuth", f8), ("sigma_elevation", f8), ("snr", f8), ("optical", i8), ("used", i8),
)  # fmt: skip
COUNTERS = table(  # one row
    ("fault", i8), ("fault_where", i8),
    ("b", i8), ("t", f8),
    ("messages", i8), ("mail", i8),  # rows of State.message: the next to be used, the oldest one in transit
    ("steps", i8), ("track_serial", i8), ("shot_serial", i8), ("plots", i8), ("logged", i8),
    ("kills_missile", i8), ("kills_gun", i8), ("swaps", i8), ("duplicates", i8), ("full", i8), ("fallbacks", i8),
    ("flight_steps", i8),
    ("censored", i8), ("exhausted", i8), ("t_exhausted", f8), ("raid_exhausted", i8),
    ("done", i8), ("hold", i8),
    ("located", i8),  # grid point of every flying object's cached position; then of `nearby`, and what falls next
    ("indexed", i8), ("loose", i8), ("fastest", f8), ("falls_known", i8), ("t_falls", f8), ("b_falls", i8),
    ("guard_due", i8), ("closed", i8), ("t_closed", f8), ("t_reopen", f8), ("closed_time", f8), ("closures", i8),
    ("debris_zone", i8), ("missiles_zone", i8), ("rounds_zone", i8), ("zone_held", i8),
)  # fmt: skip
ORDER = table(("unit", i8), ("track", i8), ("weapon", i8), ("taken", i8))  # external doctrine
EVENT = table(("t", f8), ("kind", i8), ("subject", i8), ("object", i8), ("value", f8))

SHOTS_PER_CHANNEL = 2
MESSAGES_PER_TRACK = 6
INDEX_COLUMNS = 15
AIR_COLUMNS = 5
DUE_BLOCK = 32  # objects whose looks by one unit share one entry of the calendar


class State(NamedTuple):
    """Everything that changes. Owned by the caller, copied whole for a snapshot."""

    addr: NDArray[np.int64]  # (4,) seed, draw k, replicate r, replicate that a copy comes from (else r)
    clock: NDArray[np.int64]  # (len(STAGES),) next grid point at which a stage has something to do
    n: Table  # (1,) COUNTERS
    obj: Table
    unit: Table
    post: Table
    asset: Table
    pair: Table
    due: NDArray[np.int64]  # (n_units * n_objects, 3): grid points of the next radar look, optical look and audit;
    # then one row per unit and block of DUE_BLOCK objects, its first column the earliest of their looks
    track: Table
    track_x: NDArray[np.float64]  # (n_tracks, 6) position m, velocity m/s
    track_p: NDArray[np.float64]  # (n_tracks, 6, 6) covariance
    channel: Table
    shot: Table
    message: Table
    plot: Table
    order: Table
    air: NDArray[np.int64]  # index of what flies where (`nearby`): (power of two >= 2 n_objects, AIR_COLUMNS)
    work: NDArray[np.float64]  # scratch of the association: (n, n + 2), n = most plots + 2 x most tracks of a unit
    scratch: NDArray[np.int64]  # scratch of the association: (n, INDEX_COLUMNS)
    log: Table  # events; length 0 switches recording off
