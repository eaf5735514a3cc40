"""Rows of the State: what changes in a replicate. See `types`."""

from shorad.engine.row import f8, i8, table

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
    ("look_due", i8), ("keep_due", i8),  # no look, no end of a track before
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
    ("no_channel", i8), ("no_rounds", i8), ("held", i8), ("paired", i8),
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
    ("manoeuvring", f8),  # probability of that mode, where two filters interact
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
