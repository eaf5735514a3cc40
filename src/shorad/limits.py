"""Sensible caps on what a scenario may say, all in one place, in SI, each with its reason.

They stop slips of the keyboard (800 000 km for 800 km) and runs that no machine would end; none decides a question of
the model. Who needs more raises the number here.
"""

from __future__ import annotations

import math

DISTANCE = 2_000e3  # m; a map is flat with a curved horizon, and half a day's flight of a slow drone is far enough
TIME = 7 * 86_400.0  # s; a scenario is one raid: within a week the crews, the stocks and the weather are others
ANGLE = 2.0 * math.pi * (1.0 + 1e-9)  # rad; one turn either way: 4000 deg is a slip, not a bearing
VISIBILITY = 10.0, 400e3  # m; denser than any fog, and clearer than air without any haze (about 300 km)
WIND = 120.0  # m/s; the strongest gust ever measured at the ground is 113 m/s
TEMPERATURE = 60.0  # K from ISA; the coldest and the warmest places on earth lie within it
MEMBERS = 10_000  # of one group, and of a scenario in all; names have 32-bit addresses, of which 10 000 rarely meet
PAIRS = 1_000_000  # fire units x things in the air; the engine keeps a row for each, some hundred megabytes in all
STOCK = 1_000_000  # rounds, missiles, munitions, operators of one unit
CORNERS = 1_000  # of a zone; each object is tested against each side, every tick
SEED = 2**31 - 1  # random addresses have 32 bits
DRAWS = REPLICATES = 1_000_000
OUTCOMES = 8e9  # bytes of memory for the outcomes of one part of a study; the tables are whole in memory
