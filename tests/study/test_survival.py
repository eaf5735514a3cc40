"""What survives: kills at random moments, full disks, folders of others; the final result is the same to the bit."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from small_scenario import SMALL, resolved

import shorad
from shorad.errors import ScenarioError
from shorad.results import shelf
from shorad.results.folder import STUDY, UNFINISHED
from shorad.results.shelf import ITEMS, Shelf
from shorad.spec.load import parse_scenario
from shorad.study import run
from shorad.study.items import Work, items

WORDS = ["--draws", "12", "--replicates", "100", "--seed", "5", "--no-butfor", "--threads", "1", "--quiet"]
SPLIT = "split: pantsir_s1.search_band\n"


def same(first: shorad.Results, second: shorad.Results) -> bool:
    """Whether two results hold the same bits."""
    tables = zip(first.outcomes, second.outcomes, strict=True)
    mine = all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in tables)
    parts = zip(first.parts, second.parts, strict=True)
    return mine and first.draws == second.draws and all(same(a.results, b.results) for a, b in parts)


def go(scenario: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "shorad.cli", "run", str(scenario), "--out", str(out), *WORDS, *words]
    source = Path(shorad.__file__).parents[1]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(source)},
    )


def kill_and_resume(tmp_path: Path, kills: int) -> None:
    """Kill -9 at random moments until there were so many kills, resume each time, and compare every final result."""
    scenario, chance = tmp_path / "small.yaml", random.Random(20260)
    scenario.write_text(SMALL)
    began = time.perf_counter()
    assert go(scenario, tmp_path / "whole").communicate() == (None, "")
    long = time.perf_counter() - began
    whole, done, folder, fresh = shorad.load_results(tmp_path / "whole"), 0, tmp_path / "killed", True
    while done < kills or not fresh:
        words = () if fresh or not (folder / UNFINISHED).exists() else ("--resume",)
        process = go(scenario, folder, *words)
        if done < kills:
            try:
                process.wait(chance.uniform(0.2, 1.0) * long)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                done += 1
        _, said = process.communicate()
        fresh = process.returncode == 0
        assert process.returncode in (0, -signal.SIGKILL), said
        if fresh:
            found = shorad.load_results(folder)
            assert same(whole, found)
            assert not (folder / UNFINISHED).exists()
            for name in ("runs", "objects", "units", "assets", "draws"):
                assert (folder / f"{name}.parquet").read_bytes() == (
                    tmp_path / "whole" / f"{name}.parquet"
                ).read_bytes()
            shutil.rmtree(folder)


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_gives_the_same_bits(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, kills=4)


@pytest.mark.heavy
def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    kill_and_resume(tmp_path, kills=20)


# ---- around a stand-in for the engine ---------------------------------------------------------
class StoppedError(Exception):
    """A machine that went away."""


@pytest.fixture
def stops_after(monkeypatch: pytest.MonkeyPatch):
    """Let the shelf raise an error in place of writing its n-th part."""

    def after(n: int, error: Exception) -> None:
        put, count = Shelf._write, [0]

        def writes(self: Shelf, *args) -> None:
            count[0] += 1
            if count[0] > n:
                raise error
            put(self, *args)

        monkeypatch.setattr(Shelf, "_write", writes)

    return after


def scenario(extra: str = "", **overrides: str) -> shorad.Scenario:
    return parse_scenario(SMALL + extra, "small.yaml", overrides)


def size(draws: int = 20, replicates: int = 100) -> dict[str, Any]:
    return {"draws": draws, "replicates": replicates, "but_for": False}


def test_only_what_is_missing_is_run(stand_in, stops_after, tmp_path: Path, monkeypatch) -> None:
    whole = run(scenario(SPLIT), **size())
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", Shelf._write)
        stops_after(13, StoppedError())  # ten items of the whole, three of the first part
        with pytest.raises(StoppedError):
            run(scenario(SPLIT), **size(), out=tmp_path / "r")
        patch.undo()
    stand_in.runs = 0
    found = run(scenario(SPLIT), **size(), out=tmp_path / "r", resume=True)
    assert stand_in.runs == 4 * 2000 - 13 * 200
    assert same(whole, found)
    assert same(whole, shorad.load_results(tmp_path / "r"))
    assert not (tmp_path / "r" / UNFINISHED).exists()


def test_more_replicates_than_first_asked_for(stand_in, stops_after, tmp_path: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", Shelf._write)
        stops_after(6, StoppedError())
        with pytest.raises(StoppedError):
            run(scenario(), **size(), out=tmp_path / "r")
        patch.undo()
    found = run(scenario(), **size(25, 150), out=tmp_path / "r", resume=True)
    assert same(run(scenario(), **size(25, 150)), found)


def test_ctrl_c_keeps_what_is_finished_and_resume_ends_it(stand_in, tmp_path: Path) -> None:
    stand_in.interrupt_at = 1234
    found = run(scenario(), **size(), out=tmp_path / "r")
    assert found.provenance.interrupted
    assert len(shorad.load_results(tmp_path / "r")) == len(found) == 1234
    stand_in.runs, stand_in.interrupt_at = 0, -1
    assert same(run(scenario(), **size()), run(scenario(), **size(), out=tmp_path / "r", resume=True))
    assert stand_in.runs == 2000 + 800 + stand_in.runs - 2800
    assert not shorad.load_results(tmp_path / "r").provenance.interrupted


def test_a_finished_run_is_resumed_by_reading_it(stand_in, tmp_path: Path) -> None:
    first = run(scenario(), **size(3, 4), out=tmp_path / "r")
    stand_in.runs = 0
    assert same(first, run(scenario(), **size(3, 4), out=tmp_path / "r", resume=True))
    assert stand_in.runs == 0
    with pytest.raises(ScenarioError, match="3 draws of 4 replicates"):
        run(scenario(), **size(3, 5), out=tmp_path / "r", resume=True)


@pytest.fixture
def half(stand_in, stops_after, tmp_path: Path, monkeypatch) -> Path:
    """A folder with four of ten parts."""
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", Shelf._write)
        stops_after(4, StoppedError())
        with pytest.raises(StoppedError):
            run(scenario(), **size(), out=tmp_path / "half")
        patch.undo()
    return tmp_path / "half"


def test_nothing_is_thrown_away_unasked(half: Path) -> None:
    with pytest.raises(ScenarioError, match="4 finished parts of this run; continue with --resume"):
        run(scenario(), **size(), out=half)
    with pytest.raises(ScenarioError, match="not finished"):
        shorad.load_results(half)


def test_another_seed_scenario_setting_or_version_is_refused(half: Path, monkeypatch) -> None:
    before = sorted(path.name for path in (half / UNFINISHED / ITEMS).iterdir())
    for asked, message in (
        (lambda: run(scenario(), **size(), out=half, resume=True, seed=9), "seed 1, not 9"),
        (lambda: run(scenario("title: other\n"), **size(), out=half, resume=True), "another scenario"),
        (lambda: run(scenario(duration="9 min"), **size(), out=half, resume=True), "other --set"),
    ):
        with pytest.raises(ScenarioError, match=f"{message}.*4 finished parts are safe"):
            asked()
    monkeypatch.setattr(shelf, "fingerprint", lambda: "f" * 16)
    with pytest.raises(ScenarioError, match=r"another version.*never mixed"):
        run(scenario(), **size(), out=half, resume=True)
    assert before == sorted(path.name for path in (half / UNFINISHED / ITEMS).iterdir())


def test_a_part_of_another_run_among_ours_is_named(half: Path, tmp_path: Path, stand_in) -> None:
    mine = next(iter((half / UNFINISHED / ITEMS).glob("*.parquet")))
    made = shelf.Identity(**(vars(shelf.unfinished(half)) | {"seed": 77}))
    other = Shelf(tmp_path / "other", made, resume=False)
    with duckdb.connect() as db:
        n = db.execute(f"SELECT count(*) FROM '{mine}'").fetchone()[0]
    assert n == 200
    found = run(scenario(), **size(2, 100))
    other.put(mine.stem, "all", found.outcomes)
    other.close()
    shutil.copy(tmp_path / "other" / UNFINISHED / ITEMS / mine.name, mine)
    with pytest.raises(ScenarioError, match=f"{mine.name} is of a run with seed 77, not 1"):
        run(scenario(), **size(), out=half, resume=True)


def test_a_damaged_part_is_named(half: Path) -> None:
    part = next(iter((half / UNFINISHED / ITEMS).glob("*.parquet")))
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(ScenarioError, match=f"{part.name} is damaged"):
        run(scenario(), **size(), out=half, resume=True)


def test_a_full_disk_says_what_is_safe(stand_in, stops_after, tmp_path: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", Shelf._write)
        stops_after(3, OSError(28, "No space left on device"))
        with pytest.raises(ScenarioError, match=r"No space left on device. 600 runs are safe in .*--resume"):
            run(scenario(), **size(), out=tmp_path / "r")
        patch.undo()
    assert same(run(scenario(), **size()), run(scenario(), **size(), out=tmp_path / "r", resume=True))


def test_a_result_that_does_not_fit_leaves_the_parts(stand_in, tmp_path: Path) -> None:
    """The system's own limit: no file may grow beyond some kilobytes, which the parts keep and the result does not."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(ScenarioError, match=r"cannot write the result.*All 2000 runs are safe"):
            run(scenario(), **size(), out=tmp_path / "r")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "r" / "provenance.json").exists()
    stand_in.runs = 0
    run(scenario(), **size(), out=tmp_path / "r", resume=True)
    assert stand_in.runs == 0


def test_a_folder_that_cannot_be_written(stand_in, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "below", Path("/proc/shorad")):
        with pytest.raises(ScenarioError, match="cannot write to"):
            run(scenario(), **size(2, 2), out=folder)
    assert stand_in.runs == 0


def test_one_writer_at_a_time(half: Path) -> None:
    identity = shelf.unfinished(half)
    assert identity is not None
    held = Shelf(half, identity, resume=True)
    try:
        with pytest.raises(ScenarioError, match="another run is writing"):
            Shelf(half, identity, resume=True)
    finally:
        held.close()


def test_nothing_to_resume(stand_in, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="nothing to resume"):
        run(scenario(), **size(2, 2), out=tmp_path / "none", resume=True)


def test_an_older_result_stays_until_the_new_one_is_there(stand_in, stops_after, tmp_path: Path, monkeypatch) -> None:
    first = run(scenario(), **size(2, 2), out=tmp_path / "r")
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", Shelf._write)
        stops_after(1, StoppedError())
        with pytest.raises(StoppedError):
            run(scenario(), **size(), out=tmp_path / "r")
        patch.undo()
    assert same(first, shorad.load_results(tmp_path / "r"))
    assert (tmp_path / "r" / UNFINISHED / STUDY).exists()


@pytest.mark.parametrize(("draws", "replicates"), [(40, 12), (1, 1), (3, 1000), (1000, 1), (1000, 1000), (7, 333)])
def test_items_cover_every_replicate_once(draws: int, replicates: int) -> None:
    seen = np.zeros((draws, replicates), int)
    names = set()
    for item in items(Work(resolved(), 1), "all", draws, replicates):
        for case in item.cases:
            seen[case.k, case.numbers] += 1
        names.add(item.name)
        assert item.size <= 2000
    assert (seen == 1).all()
    assert len(names) <= max(draws * replicates / 100 + 1, 1001)


def test_identity_survives_the_disk(half: Path) -> None:
    kept = shelf.unfinished(half)
    assert kept is not None
    assert shelf.differs(kept, replace(kept)) is None
