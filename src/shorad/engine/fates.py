"""Tables of what a replicate leaves behind: one row for the run, one for each object, unit and asset."""

from shorad.engine.types import f8, i8, table

RUN = table(  # one row per replicate
    ("k", i8), ("r", i8),
    ("fault", i8), ("censored", i8),
    ("t_end", f8),
    ("leakers", i8), ("attackers", i8), ("attackers_down", i8),
    ("strikers", i8), ("strikers_lost", i8), ("released", i8), ("munitions_down", i8), ("spoiled", i8),
    ("missiles", i8), ("rounds", i8), ("bursts", i8), ("kills_missile", i8), ("kills_gun", i8),
    ("units", i8), ("units_lost", i8), ("units_damaged", i8), ("assets_lost", i8), ("value_lost", f8),
    ("neutrals", i8), ("neutral_exposed", i8), ("neutral_engaged", i8), ("neutral_hit", i8), ("neutral_lost", i8),
    ("phantom_engaged", i8),
    ("exhausted", i8), ("t_exhausted", f8), ("raid_exhausted", i8),
    ("warned", i8), ("warning_sum", f8), ("never_tracked", i8),
    ("cost_shots", f8), ("cost_defence", f8), ("cost_attack", f8),
    ("swaps", i8), ("duplicates", i8), ("full", i8), ("steps", i8), ("flight_steps", i8), ("events", i8),
    ("soft_uses", i8), ("soft_kills", i8), ("neutral_jammed", i8), ("gnss_exposure", f8),
    ("closures", i8), ("closed_time", f8), ("intruders", i8), ("intruders_unseen", i8),
    ("neutral_endangered", i8), ("neutral_waited", f8),
    ("zone_held", i8), ("debris_zone", i8), ("missiles_zone", i8), ("rounds_zone", i8),
)  # fmt: skip
OBJECT_FATE = table(  # one row per replicate and air object; t_* hold 0 where their flag is 0
    ("life", "i1"), ("rung", "i1"), ("leaked", "i1"), ("caused_loss", "i1"), ("firm", "i1"), ("engaged", "i1"),
    ("exposed", "i1"), ("reason", "i1"), ("cause", "i1"), ("killer_weapon", "i1"), ("sortie_end", "i1"),
    ("spoiled", "i1"), ("reason_unit", "i2"), ("killer_unit", "i2"), ("shots", "i2"), ("released", "i2"),
    ("t_firm", "f4"), ("t_effect", "f4"), ("t_end", "f4"),
    ("soft", "i1"), ("jammed", "i1"), ("intruded", "i1"), ("endangered", "i1"),
)  # fmt: skip
UNIT_FATE = table(
    ("rung", "i1"), ("initial", "i1"), ("reason", "i1"), ("reason_carrier", "i1"), ("killer", "i2"),
    ("missiles", "i2"), ("rounds", "i4"), ("t_lost", "f4"),
)  # fmt: skip
ASSET_FATE = table(
    ("rung", "i1"), ("reason", "i1"), ("hits", "i2"), ("leaks", "i2"), ("killer", "i2"), ("t_lost", "f4"),
)  # fmt: skip
