"""The vocabulary of the fates, with plain words beside each term.

The order of each mapping is the number that the engine writes (a test compares them with `engine.codes`): kept here
a second time so that results can be read where no engine is installed.
"""

from collections.abc import Mapping
from types import MappingProxyType

HIT, DAMAGED, LOST = 1, 2, 3  # rungs of the damage ladder
WAITING, DOWN = 0, 2  # life of an air object: not (yet) in the air, shot down

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "none": "no reason recorded",
        "not_ready": "not ready (deploying, no crew, reloading or lost)",
        "silent": "radar was silent",
        "los": "never in line of sight",
        "coverage": "outside the radar's coverage",
        "not_detected": "in coverage, not detected",
        "track_lost": "track lost or never firm",
        "id_rules": "not released by identification or rules",
        "operator": "operator busy",
        "link": "message between units lost or late",
        "late": "too late for a lock or a shot",
        "channel": "no free guidance channel",
        "rounds": "no rounds left",
        "envelope": "out of the weapon's reach",
        "lock": "no lock by tracking radar or sight",
        "guidance": "guidance lost in flight",
        "missed_missile": "shot and missed, missile",
        "missed_gun": "shot and missed, gun",
        "assessed_dead": "wrongly called destroyed",
        "zone": "not released: zone",
        "missed_soft": "jammed without effect",
        "held": "fire held: too small a chance",
        "seen_late": "detected too late",
    }
)
SWITCHES: Mapping[str, str] = MappingProxyType(
    {
        "ready": "all deployed, crewed, reloaded at once",
        "emission": "radar always on",
        "sight": "nothing in the line of sight",
        "coverage": "no limit to radar coverage",
        "detection": "perfect detection",
        "track": "perfect tracks",
        "identify": "right identification at once",
        "operator": "no waiting for an operator",
        "link": "perfect links",
        "reaction": "no reaction time",
        "channel": "unlimited channels",
        "rounds": "unlimited rounds",
        "reach": "no limit to weapon reach",
        "guide": "perfect guidance and aim",
        "hit": "every completed shot kills",
        "assess": "perfect damage assessment",
    }
)
NEUTRAL_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "none": "no cause recorded",
        "iff_silent": "no answer to identification",
        "operator_error": "operator's error",
        "swap": "track swapped with another object",
        "lock_transfer": "lock went over from another object",
        "bystander": "near somebody else's target",
        "rules": "allowed by the rules of engagement",
    }
)
SORTIE_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "none": "still out at the end",
        "shot_down": "shot down",
        "damaged": "went home damaged",
        "weapons_spent": "weapons spent",
        "nothing_found": "found nothing",
        "endurance": "out of endurance",
        "laser_lost": "laser lost",
        "losses_abort": "called off after losses",
        "landed": "landed",
        "jammed": "ended by jamming",
        "link_lost": "lost the link to its base",
    }
)
READINESS: Mapping[str, str] = MappingProxyType(
    {
        "radiating": "radar on, crew at work",
        "silent": "ready, radar off",
        "deploying": "still deploying",
        "crew_absent": "no crew",
    }
)
BRIEFLY: Mapping[str, str] = MappingProxyType(  # the same in a sentence that lists them
    {
        "radiating": "radar on",
        "silent": "ready but silent",
        "deploying": "still deploying",
        "crew_absent": "no crew",
    }
)

IFF: Mapping[str, str] = MappingProxyType(
    {"works": "transponder works", "failed": "transponder failed", "absent": "no transponder"}
)


def part_words(path: str, label: str, brief: bool = False) -> str:
    """A state or an alternative in plain words, as a row of a table or, `brief`, within a sentence."""
    if path.endswith(".iff"):
        return IFF.get(label, label)
    return (BRIEFLY if brief else READINESS).get(label, label.replace("_", " "))


def split_words(path: str) -> str:
    """What an answer is split by, in plain words with the path beside them."""
    parts = path.split(".")
    if len(parts) == 3 and parts[2] in ("readiness", "iff"):
        return f"{'readiness' if parts[2] == 'readiness' else 'transponder'} of {parts[1]}"
    return path


def name(words: Mapping[str, str], code: int) -> str:
    """The term behind a number."""
    return tuple(words)[code]
