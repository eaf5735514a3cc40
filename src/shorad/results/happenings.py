"""Events in the engine's log: who takes part in each kind, how to say it, and which of them matter to a reader."""

from collections.abc import Mapping
from types import MappingProxyType

# What subject and object of a log row are, by kind: u fire unit written as -1 - row, U unit written as its row,
# o object, k row of a track, p post, g leg (left out), . nothing. A kind that is not named here is "u o".
ACTORS: Mapping[str, str] = MappingProxyType(
    {
        "spawn": "o.", "segment": "og", "arrived": "o.", "down": "oU", "dud": "o.", "departed": "o.", "impact": "oU",
        "state": "u.", "emit_on": "u.", "emit_off": "u.", "cue": "u.", "empty": "u.", "reload": "u.", "fallback": "up",
        "queued": "ko", "classified": "ko", "released": "ko", "withheld": "ko", "refused": "ko",
        "found": "ou", "esm": "ou", "release": "oo", "laser_on": "oo", "laser_off": "oo", "spoiled": "oo",
        "abort": "o.", "assessed": "ou", "damage": "**",
        "jammed": "oU", "closed": "..", "reopened": "..", "fell": "..",
    }
)  # fmt: skip

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "spawn": "{object} is in the air",
        "arrived": "{object} is on station",
        "down": "{object} is shot down by {unit}",
        "impact": "{object} strikes",
        "dud": "{object} comes down without effect",
        "departed": "{object} has left",
        "state": "{unit}: {state}",
        "emit_on": "{unit} switches its radar on",
        "emit_off": "{unit} switches its radar off",
        "cue": "{unit} is warned",
        "track_start": "{unit} starts a track ({object})",
        "track_firm": "{unit} has a firm track of {object}",
        "track_drop": "{unit} drops a track ({object})",
        "track_swap": "{unit}: a track goes over to {object}",
        "track_full": "{unit} has no room for a track of {object}",
        "classified": "{object} is identified as {class}",
        "released": "{object} may be fired at",
        "withheld": "{object} is not released",
        "paired": "{unit} is ordered to engage {object}",
        "refused": "nobody can take {object} now",
        "fallback": "{unit} has lost its post and decides for itself",
        "lock": "{unit} locks on to {object}",
        "launch": "{unit} launches at {object}",
        "launch_fail": "{unit}: a missile fails at launch",
        "guidance_lost": "{unit} loses the guidance to {object}",
        "burst": "missile of {unit} bursts {value} m from {object}",
        "miss": "missile of {unit} passes {object} at {value} m",
        "self_destruct": "missile of {unit} destroys itself",
        "gun_burst": "{unit} fires {value} rounds at {object}",
        "gun_hits": "{value} rounds of {unit} hit {object}",
        "verdict": "{unit} judges {object}: {verdict}",
        "damage": "{who} is {rung}",
        "empty": "{unit} is out of rounds",
        "reload": "{unit} leaves the line to reload",
        "found": "{object} finds {unit}",
        "release": "{object} releases {other}",
        "laser_on": "{object} designates for {other}",
        "laser_off": "{object} stops designating",
        "spoiled": "{object} has lost its laser spot",
        "abort": "{object} goes home",
        "cancel": "{unit} gives up on {object}",
        "esm": "{object} hears the radar of {unit}",
        "assessed": "{object} looks at {unit}: {verdict}",
        "jam_on": "{unit} jams {object}",
        "jam_off": "{unit} stops jamming {object}",
        "jammed": "{object} gives way to the jamming of {unit}",
        "closed": "the airport is closed",
        "reopened": "the airport is open again",
        "withheld_zone": "{unit} holds its fire at {object}: zone",
        "fell": "something falls into a protected zone",
        "asset_hit": "{asset} is hit",
        "asset_lost": "{asset} is lost",
        "post_lost": "{asset} falls silent",
    }
)  # fmt: skip

# Many and small: seen in the picture, named only where two recordings part at one of them.
MINOR: Mapping[str, str] = MappingProxyType(
    {
        "segment": "{object} goes on to its next leg",
        "look": "the beam of {unit} passes {object}",
        "plot": "the radar of {unit} sees {object}",
        "eo_plot": "the optics of {unit} see {object}",
        "heard": "{unit} hears {object}",
        "iff": "{unit} interrogates {object}",
        "queued": "{object} waits for an operator",
        "link_sent": "{unit} reports {object}",
        "link_lost": "a report of {unit} on {object} is lost",
        "slew": "{unit} turns towards {object}",
    }
)

# Of these the reader's list consists; the others (looks, plots, messages) are many and seen in the picture.
TOLD = frozenset(SENTENCES) - {"track_start", "segment", "look", "plot", "eo_plot", "link_sent", "withheld", "refused"}
# What somebody feels: the first difference of two recordings that mattered is one of these.
FELT = frozenset(
    {
        "launch", "gun_burst", "burst", "gun_hits", "down", "damage", "impact", "dud", "release", "spoiled",
        "jammed", "fell", "asset_hit", "asset_lost", "post_lost",
    }
)  # fmt: skip
OWN = ("asset_hit", "asset_lost", "post_lost")  # kinds that the log of the engine does not have
