"""Executors: the same bits from threads, Ray and Dask, also when a worker dies in the middle."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from small_scenario import resolved

import shorad
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes, pile
from shorad.study.executors import Threads, executor
from shorad.study.items import Case, Item, Work, items
from shorad.study.remote import arrived, recipe, run_item, windowed
from shorad.study.sampling import Job, Meter, sample

LIMIT = 240  # s, for a cluster to start, lose a worker and finish


def test_what_a_worker_sends_is_what_a_thread_gives() -> None:
    scenario = resolved(attack__drones__count="1")
    job = Job(3, 3, 2, 1, Meter())
    here = sample(scenario, job)
    assert here is not None
    (item,) = items(Work(scenario, 3), "all", 3, 2)
    sent = run_item(recipe(item.work), item.cases)
    there = pile(Outcomes(*each) for each in sent)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(here.outcomes, there, strict=True))
    into = sample(scenario, job)
    assert into is not None
    for table in into.outcomes:
        table[...] = 0
    arrived(item, sent, lambda case: Outcomes(*(t[2 * case.k : 2 * case.k + 2] for t in into.outcomes)))
    assert all((a == b).all() for a, b in zip(here.outcomes, into.outcomes, strict=True))


def test_a_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recipe(Work(resolved(), 3))
    monkeypatch.setattr("shorad.study.remote.fingerprint", lambda: "f" * 16)
    with pytest.raises(ScenarioError, match="same version on every machine"):
        run_item(made, [Case(0, range(1))])


def test_every_item_once_and_never_too_many_in_the_air() -> None:
    todo = list(items(Work(resolved(), 1), "all", 7, 200))
    most = 0

    def wait(handles: list[int]) -> int:
        nonlocal most
        most = max(most, len(handles))
        return handles[-1]  # the youngest ends first

    got = [item for item, _ in windowed(todo, 3, lambda item: item.cases[0].k, wait, lambda: False)]
    assert sorted(item.cases[0].k for item in got) == list(range(7))
    assert most == 3


def test_what_is_in_the_air_is_waited_for_after_ctrl_c() -> None:
    todo: list[Item] = list(items(Work(resolved(), 1), "all", 9, 200))
    begun: list[Item] = []

    def submit(item: Item) -> int:
        begun.append(item)
        return item.cases[0].k

    got = [item for item, _ in windowed(todo, 2, submit, lambda handles: handles[0], lambda: len(begun) >= 5)]
    assert got == begun == todo[:5]


def test_names() -> None:
    assert isinstance(executor("threads"), Threads)
    with pytest.raises(ScenarioError, match='no executor "rey"; did you mean "ray"'):
        executor("rey")
    with pytest.raises(ScenarioError, match="no address"):
        executor("threads@here")


@pytest.mark.parametrize("name", ["ray", "dask"])
def test_a_missing_package_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = {"ray": "ray", "dask": "distributed"}[name]
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"shorad.study.on_{name}", raising=False)
    with pytest.raises(ScenarioError, match=rf'-m pip install "shorad\[{name}\]"'):
        executor(name)


# ---- real clusters, each in a process of its own ------------------------------------------------
COMMON = """
import os, signal, sys, threading, time
import numpy as np
import shorad
scenario = shorad.load("first_look")
size = {"draws": 10, "replicates": 300, "but_for": False, "seed": 4}
def check(found, done):
    whole = shorad.run(scenario, **size)
    same = all(a.tobytes() == b.tobytes() for a, b in zip(whole.outcomes, found.outcomes))
    k, r = found.outcomes.run["k"], found.outcomes.run["r"]
    once = len(set(zip(k.tolist(), r.tolist()))) == len(found) == 3000
    print("same" if same and whole.draws == found.draws else "DIFFERENT", "once" if once else "NOT ONCE", done)
"""
RAY = """
if __name__ == "__main__":
    import ray
    from ray.cluster_utils import Cluster
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 200 << 20})
    second = cluster.add_node(num_cpus=1, object_store_memory=200 << 20)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    killed = []
    def told(now):
        if now.done >= 600 and not killed:
            killed.append(now.done)
            cluster.remove_node(second, allow_graceful=False)
    found = shorad.run(scenario, **size, executor="ray", progress=told)
    check(found, f"node killed after {killed[0]} of 3000")
    ray.shutdown(); cluster.shutdown()
"""
DASK = """
if __name__ == "__main__":
    from distributed import LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        killed = []
        def told(now):
            if now.done >= 600 and not killed:
                killed.append(now.done)
                os.kill(cluster.workers[0].pid, signal.SIGKILL)
        found = shorad.run(scenario, **size, executor=f"dask@{cluster.scheduler_address}", progress=told)
        check(found, f"worker killed after {killed[0]} of 3000")
"""


# Each study on threads and on the cluster, where somebody dies in the middle of it; a new one comes for the next study.
STUDIES = """
import json
from shorad.study.sensitivity import Plan
from shorad.study.sweep import read_axis
from shorad.view import decision, sensitivity, sweep, uncertainty
DECISION = "question: Shoot at once?\\ndecider: the crew\\nknows: little\\nscenario: first_look\\n" \\
    "options:\\n  free: {}\\n  tight: {set: {defence.pantsir.roe: tight}}\\n" \\
    "payoff:\\n  - {measure: leakers, price: -1 MUSD}\\ngroups:\\n  band: [pantsir_s1.search_band]\\n" \\
    "run: {draws: 60, replicates: 10}\\n"
open("decision.yaml", "w").write(DECISION)
PLAN = Plan(points=32, replicates=4, only=("pantsir_s1.tracking_*",))
WHAT = {
    "uncertainty": (uncertainty, lambda **who: shorad.uncertainty(scenario, draws=30, replicates=40, **who)),
    "sensitivity": (sensitivity, lambda **who: shorad.sensitivity(scenario, measure="leakers", plan=PLAN, **who)),
    "value": (decision, lambda **who: shorad.value("decision.yaml", **who)),
    "sweep": (sweep, lambda **who: shorad.sweep(
        scenario, [read_axis("attack.drones.count=2:6:3")], draws=20, replicates=20, **who)),
}
def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in ("seconds", "started", "command", "threads")}
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value
def said(view, found):
    return json.dumps(plain(view.sheets(found).document), sort_keys=True, default=str)
def each(executor, kill, again):
    for name, (view, study) in WHAT.items():
        whole, killed, last = said(view, study()), [], []
        def told(now):
            last[:] = [now.done, now.total]
            if not killed and now.done >= 0.3 * now.total:
                killed.append(now.done)
                kill()
        found = said(view, study(executor=executor, progress=told))
        print(name, "same" if found == whole and killed else "DIFFERENT",
              "once" if last[0] == last[1] else f"NOT ONCE {last}", f"killed after {killed} of {last[1]}", flush=True)
        again()
"""
RAY_STUDIES = """
if __name__ == "__main__":
    import ray
    from ray.cluster_utils import Cluster
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 200 << 20})
    add = lambda: nodes.append(cluster.add_node(num_cpus=1, object_store_memory=200 << 20))
    nodes = []
    add()
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    each("ray", lambda: cluster.remove_node(nodes.pop(), allow_graceful=False), add)
    ray.shutdown(); cluster.shutdown()
"""
DASK_STUDIES = """
if __name__ == "__main__":
    from distributed import LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        def kill():  # the nanny starts another in its place
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        each(f"dask@{cluster.scheduler_address}", kill, lambda: None)
"""


def in_a_process(program: str, tmp_path: Path) -> list[str]:
    """What a program prints of each run."""
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(COMMON) + program)
    source = str(Path(shorad.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=LIMIT, env=_environment(source),
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [line for line in done.stdout.strip().splitlines() if " once " in line or "ONCE" in line]


def _environment(source: str) -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": source, "RAY_DEDUP_LOGS": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@pytest.mark.heavy
def test_ray_loses_a_node_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    (line,) = in_a_process(RAY, tmp_path)
    assert line.startswith("same once node killed after")


@pytest.mark.heavy
def test_dask_loses_a_worker_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    (line,) = in_a_process(DASK, tmp_path)
    assert line.startswith("same once worker killed after")


@pytest.mark.heavy
@pytest.mark.parametrize(("package", "program"), [("ray", RAY_STUDIES), ("distributed", DASK_STUDIES)])
def test_each_study_survives_the_death_of_a_worker(package: str, program: str, tmp_path: Path) -> None:
    pytest.importorskip(package)
    lines = in_a_process(STUDIES + program, tmp_path)
    assert [line.split()[:3] for line in lines] == [
        [name, "same", "once"] for name in ("uncertainty", "sensitivity", "value", "sweep")
    ], lines
