"""The engine in plain Python, where an index beyond the end of a table is an error, answers as the compiled one does.

Compiled code does not look: a unit without a radar whose radar was asked for read what stood beside the table.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from laboratory import outcomes

from shorad.compile import resolve
from shorad.spec.load import parse_scenario

pytestmark = pytest.mark.slow
HEAD = """\
question: Who is seen by ears, eyes and radar under one post?
duration: 150 s
assets: {depot: {at: [0 km, 0 km], radius: 100 m, hits_to_lose: 100}}
posts: {tower: {system: battery_command_post, at: [0 km, 0.5 km]}}
"""
TEXTS = {
    "no radar": HEAD
    + """\
defence:
  ears: {system: rf_detector, at: [[-1 km, 0.5 km], [1 km, 0.5 km]], post: tower}
  microphones: {system: acoustic_array, at: [0.3 km, 0.4 km], post: tower}
  jammers: {system: jammer_team, at: [0.4 km, 0 km], post: tower}
  gunners: {system: machine_gun_group, at: [0 km, -0.4 km], post: tower, set: {optics.filter: interacting}}
attack:
  steered:
    {system: quadcopter, count: 4, from: {bearing: 200 deg, range: 2 km, width: 4 deg}, altitude: 120 m,
     target: depot, start: {at: 1 s, every: 1 s, jitter: 2 s}}
""",
    "two filters": HEAD
    + """\
defence:
  vehicles:
    {system: pantsir_s1, count: 2, at: [[0 km, 0.8 km], [0 km, -0.8 km]], post: tower,
     set: {search_radar.filter: interacting}}
attack:
  fast:
    {system: shahed_136, count: 4, from: {bearing: 90 deg, range: 6 km, width: 10 deg}, altitude: 300 m,
     target: depot, start: {at: 2 s, every: 1 s, jitter: 2 s}}
""",
}
HELPERS = Path(__file__).parents[1] / "helpers"


def counts(name: str) -> dict[str, list[int]]:
    """Whole numbers of two replicates: the last digits of the others belong to the platform."""
    found = outcomes(resolve(parse_scenario(TEXTS[name], "plain.yaml")), 2, threads=1).run
    return {f: found[f].tolist() for f in found.dtype.names if np.issubdtype(found[f].dtype, np.integer)}


@pytest.mark.parametrize("name", TEXTS)
def test_the_engine_in_plain_python_reads_no_table_beyond_its_end(name):
    code = f"import json, test_plain_python as t; print(json.dumps(t.counts({name!r})))"
    path = os.pathsep.join([str(HELPERS), str(Path(__file__).parent), *filter(None, sys.path)])
    env = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    want = counts(name)
    assert json.loads(done.stdout) == want
    assert sum(want["attackers_down"] + want["soft_uses"]) > 0 == max(want["fault"])
