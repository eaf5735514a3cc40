"""Integer codes shared by every stage of the engine.

All are ``np.int64``: a bare Python literal would make numba specialise the whole call tree a second time.
"""

import numpy as np

GRID = 0.1  # s, one step of the integer time grid
NO_LONGEST = -1.0  # s, the upper end of an exponential spread of chance: no table may hold infinity
NEVER = np.int64(1 << 60)  # a due time that does not come
FAR = 1.0e18  # s, the exact time that belongs to NEVER

# -- what an air object is ------------------------------------------------------------------
ONE_WAY = np.int64(0)  # flies its route into the asset
DROPPER = np.int64(1)  # flies its route, releases munitions on the way, goes home
STRIKER = np.int64(2)  # searches, stands off, releases, designates, assesses (TB2)
MUNITION = np.int64(3)  # released by a carrier
TRAFFIC = np.int64(4)  # scripted and never reacts (neutral aircraft, decoys without warhead)
PHANTOM = np.int64(5)  # bird or other false target

HOSTILE = np.int64(0)  # sides, and also the classes that identification gives
UNKNOWN = np.int64(1)
NEUTRAL = np.int64(2)
BIRD = np.int64(3)  # a side only: nobody's

# size classes for lethality and gun hits, in the order of the (5,) catalogue fields
TARGET_CLASSES = ("small_drone", "drone", "munition", "aircraft", "bird")

# -- life of an air object ------------------------------------------------------------------
WAITING = np.int64(0)  # not yet in the air
FLYING = np.int64(1)
DOWN = np.int64(2)  # shot down
IMPACTED = np.int64(3)  # reached the end of its attack
DUD = np.int64(4)  # reached it without effect
DEPARTED = np.int64(5)  # left, or landed

# -- rungs of the damage ladder -------------------------------------------------------------
NONE = np.int64(0)
HIT = np.int64(1)
DAMAGED = np.int64(2)
LOST = np.int64(3)

# -- route segments -------------------------------------------------------------------------
STRAIGHT = np.int64(0)
TURN = np.int64(1)
PITCH = np.int64(2)

# what happens when a route segment ends
THEN_NEXT = np.int64(0)
THEN_IMPACT = np.int64(1)
THEN_RELEASE = np.int64(2)
THEN_DEPART = np.int64(3)
THEN_SEARCH = np.int64(4)  # a striker arrives on station

# -- phases of a striker --------------------------------------------------------------------
TRANSIT = np.int64(0)
SEARCH = np.int64(1)
APPROACH = np.int64(2)
STANDOFF = np.int64(3)
DESIGNATE = np.int64(4)
ASSESS = np.int64(5)
HOME = np.int64(6)

# -- control and navigation of a drone, and what jamming does to it ------------------------------
CONTROL_NONE = np.int64(0)  # flies by itself and emits nothing
CONTROL_REMOTE = np.int64(1)
INERTIAL = np.int64(0)  # nothing to jam
GNSS = np.int64(1)
SOFT_NONE = np.int64(0)  # no effect (yet); as a reaction: carries on
SOFT_HOME = np.int64(1)  # flies back to its pilot
SOFT_LAND = np.int64(2)  # comes down where it is
SOFT_HOVER = np.int64(3)  # hovers, then lands
SOFT_DRIFT = np.int64(4)  # drifts off, then comes down
SOFT_ASTRAY = np.int64(5)  # flies on without satellite navigation
SOFT_EFFECTS = ("carry_on", "home", "land", "hover", "drift", "astray")

# -- zones ------------------------------------------------------------------------------------
ZONE_POLYGON = np.int64(0)
ZONE_SECTOR = np.int64(1)
FIRE_ANY = np.int64(0)  # as the unit's own rules say
FIRE_TIGHT = np.int64(1)
FIRE_HOLD = np.int64(2)
FIRE_NONE = np.int64(3)
ZONE_FIRE = ("any", "tight", "hold", "none")

# -- guidance of a munition -----------------------------------------------------------------
UNGUIDED = np.int64(0)
LASER = np.int64(1)
EMITTER = np.int64(2)

# -- states of a fire unit ------------------------------------------------------------------
STOWED = np.int64(0)
DEPLOYING = np.int64(1)
CREW_ABSENT = np.int64(2)
SILENT = np.int64(3)
RADIATING = np.int64(4)
RELOADING = np.int64(5)
WARMING = np.int64(6)
READINESS = ("radiating", "silent", "deploying", "crew_absent")  # order of the share vector

EMIT_ALWAYS = np.int64(0)
EMIT_ON_CUE = np.int64(1)
EMIT_PLAN = np.int64(2)

FREE = np.int64(0)  # rules of engagement
TIGHT = np.int64(1)
HOLD = np.int64(2)

SHOOT_LOOK_SHOOT = np.int64(0)
SALVO = np.int64(1)
EXTERNAL = np.int64(2)
CONCENTRATE = np.int64(3)

GATE_NONE = np.int64(0)
GATE_TOTAL = np.int64(1)
GATE_RADIAL = np.int64(2)

IFF_WORKS = np.int64(0)
IFF_FAILED = np.int64(1)
IFF_ABSENT = np.int64(2)

# -- waves: what acts beside free space, as bits of PARAMETERS.waves -------------------------------
W_MULTIPATH = np.int64(1)
W_RANDOM = np.int64(2)  # the phase of the reflection is drawn at each look instead of following from geometry
W_DIFFRACTION = np.int64(4)
W_LOSS = np.int64(8)
W_CLUTTER = np.int64(16)
W_JAMMER = np.int64(32)
BY_SEARCH = np.int64(0)
BY_TRACKING = np.int64(1)
BY_BOTH = np.int64(2)

# -- tracks ---------------------------------------------------------------------------------
EMPTY = np.int64(0)
TENTATIVE = np.int64(1)
FIRM = np.int64(2)

# operator's work on a track
NOT_QUEUED = np.int64(0)
QUEUED = np.int64(1)
SERVED = np.int64(2)
DECIDED = np.int64(3)

# -- channels and weapons -------------------------------------------------------------------
IDLE = np.int64(0)
ORDERED = np.int64(1)  # order on its way (assignment and link delay)
LOCKING = np.int64(2)  # slewing, then dwelling
READY = np.int64(3)  # locked, waiting for the reaction time
IN_FLIGHT = np.int64(4)
ASSESSING = np.int64(5)

BY_RADAR = np.int64(0)
BY_OPTICS = np.int64(1)
BY_SOFT = np.int64(2)
HEARD_RF = np.int64(2)  # the sensor behind a plot that is neither radar (0) nor optics (1)
HEARD_ACOUSTIC = np.int64(3)
MISSILE = np.int64(0)
GUN = np.int64(1)
SOFT = np.int64(2)  # jamming

# -- switches that make one link of the chain ideal (conceptual model, section 6) ------------
SWITCHES = (
    "ready",
    "emission",
    "sight",
    "coverage",
    "detection",
    "track",
    "identify",
    "operator",
    "link",
    "reaction",
    "channel",
    "rounds",
    "reach",
    "guide",
    "hit",
    "assess",
)
(
    I_READY,
    I_EMISSION,
    I_SIGHT,
    I_COVERAGE,
    I_DETECTION,
    I_TRACK,
    I_IDENTIFY,
    I_OPERATOR,
    I_LINK,
    I_REACTION,
    I_CHANNEL,
    I_ROUNDS,
    I_REACH,
    I_GUIDE,
    I_HIT,
    I_ASSESS,
) = (np.int64(i) for i in range(16))

# -- reasons, in the order of the kill chain -------------------------------------------------
REASONS = (
    "none",
    "not_ready",
    "silent",
    "los",
    "coverage",
    "not_detected",
    "track_lost",
    "id_rules",
    "operator",
    "link",
    "late",
    "channel",
    "rounds",
    "envelope",
    "lock",
    "guidance",
    "missed_missile",
    "missed_gun",
    "assessed_dead",
    "zone",
    "missed_soft",
    "held",
    "seen_late",
)
(
    R_NONE,
    R_NOT_READY,
    R_SILENT,
    R_LOS,
    R_COVERAGE,
    R_NOT_DETECTED,
    R_TRACK_LOST,
    R_ID_RULES,
    R_OPERATOR,
    R_LINK,
    R_LATE,
    R_CHANNEL,
    R_ROUNDS,
    R_ENVELOPE,
    R_LOCK,
    R_GUIDANCE,
    R_MISSED_MISSILE,
    R_MISSED_GUN,
    R_ASSESSED_DEAD,
    R_ZONE,  # behind the others, so that their numbers stay; its place in the chain is in reasons.py
    R_MISSED_SOFT,
    R_HELD,
    R_SEEN_LATE,
) = (np.int64(i) for i in range(23))

# why a neutral aircraft was engaged
NEUTRAL_CAUSES = ("none", "iff_silent", "operator_error", "swap", "lock_transfer", "bystander", "rules")
(C_NONE, C_IFF, C_OPERATOR, C_SWAP, C_LOCK, C_BYSTANDER, C_RULES) = (np.int64(i) for i in range(7))

# why a striker's sortie, or a munition, ended without effect
SORTIE_ENDS = (
    "none", "shot_down", "damaged", "weapons_spent", "nothing_found", "endurance", "laser_lost", "losses_abort",
    "landed", "jammed", "link_lost",
)  # fmt: skip
(
    E_NONE,
    E_SHOT_DOWN,
    E_DAMAGED,
    E_SPENT,
    E_NOTHING_FOUND,
    E_ENDURANCE,
    E_LASER_LOST,
    E_LOSSES,
    E_LANDED,
    E_JAMMED,
    E_LINK,
) = (np.int64(i) for i in range(11))

# -- purposes of a random draw ---------------------------------------------------------------
PURPOSES = (
    "start_time", "route_jitter", "readiness_common", "readiness_pick", "readiness_own", "state_time",
    "cue_delay", "cue_error", "scan_phase", "look_detect", "look_error", "look_error2", "phantom", "phantom2",
    "eo_found", "eo_look", "iff_fail", "iff_reply", "operator_time", "operator_error", "assign_delay",
    "link_loss", "link_delay", "lock_dwell", "reaction", "angle_noise_target", "angle_noise_beacon",
    "launch_fail", "fuze", "kill", "burst_bias", "burst_hits", "assess_delay", "assess_call", "damage",
    "damage2", "reload_time", "tb2_eo_found", "tb2_eo_look", "release_delay", "bomb_miss", "bomb_kill", "impact",
    "arm_miss", "striker_assess", "wave_time", "wave_lateral", "wave_height", "height_jitter", "rcs_own",
    "multipath", "wind", "heard", "heard_error", "heard_error2", "soft", "soft_dwell",
    "declared", "aim_range",
)  # fmt: skip
(
    P_START_TIME, P_ROUTE_JITTER, P_READINESS_COMMON, P_READINESS_PICK, P_READINESS_OWN, P_STATE_TIME,
    P_CUE_DELAY, P_CUE_ERROR, P_SCAN_PHASE, P_LOOK_DETECT, P_LOOK_ERROR, P_LOOK_ERROR2, P_PHANTOM, P_PHANTOM2,
    P_EO_FOUND, P_EO_LOOK, P_IFF_FAIL, P_IFF_REPLY, P_OPERATOR_TIME, P_OPERATOR_ERROR, P_ASSIGN_DELAY,
    P_LINK_LOSS, P_LINK_DELAY, P_LOCK_DWELL, P_REACTION, P_ANGLE_NOISE_TARGET, P_ANGLE_NOISE_BEACON,
    P_LAUNCH_FAIL, P_FUZE, P_KILL, P_BURST_BIAS, P_BURST_HITS, P_ASSESS_DELAY, P_ASSESS_CALL, P_DAMAGE,
    P_DAMAGE2, P_RELOAD_TIME, P_TB2_EO_FOUND, P_TB2_EO_LOOK, P_RELEASE_DELAY, P_BOMB_MISS, P_BOMB_KILL, P_IMPACT,
    P_ARM_MISS, P_STRIKER_ASSESS, P_WAVE_TIME, P_WAVE_LATERAL, P_WAVE_HEIGHT, P_HEIGHT_JITTER, P_RCS_OWN,
    P_MULTIPATH, P_WIND, P_HEARD, P_HEARD_ERROR, P_HEARD_ERROR2, P_SOFT, P_SOFT_DWELL,
    P_DECLARED, P_AIM_RANGE,
) = (np.int64(i) for i in range(59))  # fmt: skip

# -- stages, in the order in which they act at one grid point --------------------------------
STAGES = (
    "impact", "attack", "unit", "sense", "listen", "track", "link", "identify", "evaluate", "assign", "engage",
    "assess", "guard", "audit",
)  # fmt: skip
(
    S_IMPACT, S_ATTACK, S_UNIT, S_SENSE, S_LISTEN, S_TRACK, S_LINK, S_IDENTIFY, S_EVALUATE, S_ASSIGN, S_ENGAGE,
    S_ASSESS, S_GUARD, S_AUDIT,
) = (np.int64(i) for i in range(14))  # fmt: skip

# -- events of the log -----------------------------------------------------------------------
EVENTS = (
    "spawn", "segment", "arrived", "down", "impact", "dud", "departed", "state", "emit_on", "emit_off", "cue",
    "look", "plot", "eo_plot", "track_start", "track_firm", "track_drop", "track_swap", "track_full", "iff",
    "queued", "classified", "released", "withheld", "paired", "refused", "link_sent", "link_lost", "fallback",
    "slew", "lock", "launch", "launch_fail", "guidance_lost", "burst", "miss", "self_destruct", "gun_burst",
    "gun_hits", "verdict", "damage", "empty", "reload", "found", "release", "laser_on", "laser_off", "spoiled",
    "abort", "cancel", "esm", "assessed", "heard", "jam_on", "jam_off", "jammed", "closed", "reopened", "withheld_zone",
    "fell",
)  # fmt: skip
(
    V_SPAWN, V_SEGMENT, V_ARRIVED, V_DOWN, V_IMPACT, V_DUD, V_DEPARTED, V_STATE, V_EMIT_ON, V_EMIT_OFF, V_CUE,
    V_LOOK, V_PLOT, V_EO_PLOT, V_TRACK_START, V_TRACK_FIRM, V_TRACK_DROP, V_TRACK_SWAP, V_TRACK_FULL, V_IFF,
    V_QUEUED, V_CLASSIFIED, V_RELEASED, V_WITHHELD, V_PAIRED, V_REFUSED, V_LINK_SENT, V_LINK_LOST, V_FALLBACK,
    V_SLEW, V_LOCK, V_LAUNCH, V_LAUNCH_FAIL, V_GUIDANCE_LOST, V_BURST, V_MISS, V_SELF_DESTRUCT, V_GUN_BURST,
    V_GUN_HITS, V_VERDICT, V_DAMAGE, V_EMPTY, V_RELOAD, V_FOUND, V_RELEASE, V_LASER_ON, V_LASER_OFF, V_SPOILED,
    V_ABORT, V_CANCEL, V_ESM, V_ASSESSED, V_HEARD, V_JAM_ON, V_JAM_OFF, V_JAMMED, V_CLOSED, V_REOPENED, V_WITHHELD_ZONE,
    V_FELL,
) = (np.int64(i) for i in range(60))  # fmt: skip

# -- faults: a run that meets one has no result ----------------------------------------------
FAULTS = ("none", "not finite", "message table full", "plot table full", "rounds not conserved", "calendar stalled",
    "more missiles of a salvo than rows",
)  # fmt: skip
(F_NONE, F_NOT_FINITE, F_MESSAGES, F_PLOTS, F_ROUNDS, F_STALLED, F_SHOTS) = (np.int64(i) for i in range(7))
