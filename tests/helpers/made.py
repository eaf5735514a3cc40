"""Results made by hand for tests of what is shown, and one small real one with all that a report is made of."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from outcomes import CAST, lucky
from recorded import result

from shorad.api import material
from shorad.results.butfor import collect
from shorad.results.columns import Outcomes
from shorad.results.provenance import About, Input, provenance
from shorad.results.results import Part, Results
from shorad.results.words import READINESS, SWITCHES
from shorad.view.figures.material import Material


@lru_cache
def lucky_results() -> Results:
    """20 draws x 20 replicates of chance outcomes that hang together, reruns of each switch, 40 unconfirmed inputs."""
    o = lucky(20, 20)
    rng = np.random.default_rng(0)
    under = {}
    for switch in SWITCHES:
        changed = Outcomes(*(table.copy() for table in o))
        changed.objects["leaked"] &= (rng.random(changed.objects.shape) < rng.random()).astype("i1")
        under[switch] = changed
    inputs = tuple(
        Input(f"radar.field_{i}", "a range", "36 km", "32 km .. 36 km", ("guess", "unverified")[i % 2])
        for i in range(40)
    )
    about = About("What chance has the depot?", "By hand", answer="assets.depot.survival", inputs=inputs)
    draws = {k: {f"radar.field_{i}": float(rng.random()) for i in range(30)} for k in range(20)}
    made = provenance("by_hand.yaml", "question: by hand", ("a.b=3 km",), 1, 20, 20, 2)
    return Results(o, CAST, draws, about, made, collect(o, under, CAST, 400))


@lru_cache
def mixed_results() -> Results:
    """The same, split into four states."""
    whole = lucky_results()
    states = tuple(
        Part("split", "defence.battery.readiness", state, 0.25, replace(whole, outcomes=lucky(20, 10, seed)))
        for seed, state in enumerate(READINESS)
    )
    return replace(whole, parts=states)


@lru_cache
def first_look_material() -> Material:
    """Two draws x six replicates of first_look, the worst run again, and its coverage."""
    return material(result("first_look"), "worst")
