"""Rows of the Model for what stands, drives and flies, sorted by dotted name, and what surrounds it. See `types`."""

from shorad.engine.row import f8, i8, table

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
    ("interacting", i8),  # 1: two filters follow each of its tracks (`modes`)
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
    ("piloted", i8),  # 1: something is flown by radio that does not carry on when it loses its pilot
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
