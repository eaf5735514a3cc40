"""Every study of many replicates survives as a run does: what is finished is kept, the end is the same to the bit."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_scenario import SMALL

import shorad
from shorad.errors import ScenarioError
from shorad.results.folder import STUDY, UNFINISHED
from shorad.results.shelf import ITEMS, Shelf

DECISION = """
question: Shoot at once, or be sure first?
decider: whoever commands the vehicle
knows: little
scenario: {base}
options:
  free: {{}}
  tight: {{set: {{defence.guard.roe: tight}}}}
payoff:
  - {{measure: leakers, price: -1 MUSD}}
groups:
  band: ["pantsir_s1.search_band"]
run: {{draws: 40, replicates: 12}}
"""
RECORD = """
title: A raid
date: 1 May 2023
rows: "own 1"
event: a_raid
question: How many drones did the vehicle shoot down?
scenario: {base}
run: {{draws: 30, replicates: 20, seed: 2}}
counts:
  kills: {{measure: leakers, kind: interval, low: 0, high: 2, label: leaked, source: oryx, place: page 1, grade: B2}}
"""
SIZE = ("--draws", "16", "--replicates", "30")
WHAT: dict[str, tuple[str, ...]] = {
    "uncertainty": ("study", "uncertainty", "SMALL", *SIZE),
    "sensitivity": ("study", "sensitivity", "SMALL", "--points", "32", "--top", "2", "--trajectories", "4"),
    "value": ("study", "value", "DECISION"),
    "compare": ("compare", "SMALL", "--variant", "tight: defence.guard.roe=tight", *SIZE),
    "sweep": ("sweep", "SMALL", "--over", "attack.drones.count=1:3:3", *SIZE),
    "place": ("place", "SMALL", "--choose", "defence.guard.roe=free,tight", "--measure", "leakers", *SIZE),
    "flip": ("flip", "SMALL", "--measure", "leakers", "--threshold", "0.7", "--looks", "1", "--weigh", "2", *SIZE),
    "hindcast": ("hindcast", "RECORD", "OTHER"),
    "calibrate": ("calibrate", "RECORD", "--draws", "40", "--replicates", "30"),
}


@pytest.fixture
def words(tmp_path: Path):
    """A study as it is typed, into a folder."""
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "decision.yaml").write_text(DECISION.format(base=tmp_path / "small.yaml"))
    for name in ("record", "other"):
        (tmp_path / f"{name}.yaml").write_text(RECORD.format(base=tmp_path / "small.yaml") + f"# {name}\n")
    given = {name.upper(): str(tmp_path / f"{name}.yaml") for name in ("record", "other")}
    names = given | {"SMALL": str(tmp_path / "small.yaml"), "DECISION": str(tmp_path / "decision.yaml")}

    def of(study: str, folder: str, *more: str) -> tuple[str, ...]:
        return (*(names.get(word, word) for word in WHAT[study]), "-q", "--out", str(tmp_path / folder), *more)

    return of


def found(folder: Path) -> str:
    """What a study says, but for when and where it was said."""

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items() if key not in ("seconds", "started", "command")}
        return [plain(each) for each in value] if isinstance(value, list) else value

    return json.dumps(plain(json.loads((folder / STUDY).read_text(encoding="utf-8"))))


def tables(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.mark.parametrize("study", list(WHAT))
def test_ctrl_c_keeps_what_is_finished_and_resume_ends_it(stand_in, words, typed, tmp_path: Path, study: str) -> None:
    code, page, _ = typed(*words(study, "whole"))
    assert code == 0, page
    whole = stand_in.runs
    stand_in.runs, stand_in.interrupt_at = 0, whole * 2 // 3
    code, _, err = typed(*words(study, "cut"))
    assert code == 130
    assert "runs are kept" in err
    assert "--resume continues" in err
    kept = len(list((tmp_path / "cut" / UNFINISHED / ITEMS).glob("*.parquet")))
    assert kept > 0
    assert not (tmp_path / "cut" / STUDY).exists()
    code, _, err = typed(*words(study, "cut"))
    assert (code, stand_in.runs) == (2, whole * 2 // 3)
    assert f"holds {kept} finished parts of this run" in err  # nothing is thrown away unasked
    stand_in.runs, stand_in.interrupt_at = 0, -1
    code, _, _ = typed(*words(study, "cut", "--resume"))
    assert code == 0
    assert 0 < stand_in.runs < whole
    assert found(tmp_path / "cut") == found(tmp_path / "whole")
    assert tables(tmp_path / "cut") == tables(tmp_path / "whole")
    assert not (tmp_path / "cut" / UNFINISHED).exists()
    stand_in.runs = 0
    code, said, _ = typed(*words(study, "cut", "--resume"))
    assert (code, stand_in.runs) == (0, 0)
    assert "is finished" in said
    assert typed(*words(study, "cut", "--resume", "--seed", "99"))[0] == 2


@pytest.mark.parametrize("study", ["compare", "sweep", "uncertainty", "flip"])
def test_ctrl_c_without_a_folder(stand_in, words, typed, study: str) -> None:
    """Variants, points and draws that are finished are shown; a search that is not says that nothing is kept."""
    given = words(study, "none")
    given = given[: given.index("--out")]
    stand_in.interrupt_at = 1400 if study in ("compare", "sweep") else 400
    if study == "compare":
        given = (*given, "--variant", "held: defence.guard.roe=hold")
    code, page, err = typed(*given)
    assert code == 130
    assert "nothing is kept" in err
    assert ("Above is what was finished" in err) == (study != "flip") == bool(page)


def test_a_full_disk_says_what_is_safe(stand_in, words, typed, tmp_path: Path, monkeypatch) -> None:
    put, count = Shelf._write, [0]

    def writes(self: Shelf, *args) -> None:
        count[0] += 1
        if count[0] > 2:
            raise OSError(28, "No space left on device")
        put(self, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_write", writes)
        code, _, err = typed(*words("sweep", "r"))
    assert code == 2
    assert "No space left on device" in err
    assert "runs are safe in" in err
    assert "--resume" in err
    assert typed(*words("sweep", "r", "--resume"))[0] == 0


def test_a_study_that_does_not_fit_leaves_the_parts(stand_in, words, typed, tmp_path: Path, monkeypatch) -> None:
    def full(*args) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("shorad.results.sheets.write_table", full)
        code, _, err = typed(*words("place", "r"))
    assert code == 2
    assert "cannot write the study" in err
    assert "finished runs are safe in" in err
    stand_in.runs = 0
    assert typed(*words("place", "r", "--resume"))[0] == 0
    assert stand_in.runs == 0


def test_a_folder_that_cannot_be_written(stand_in, words, typed) -> None:
    (given := list(words("flip", "r")))[-1] = "/proc/shorad"
    code, _, err = typed(*given)
    assert (code, stand_in.runs) == (2, 0)
    assert "cannot write to /proc/shorad" in err


def test_another_version_or_study_in_the_folder_is_refused(stand_in, words, typed, tmp_path: Path, monkeypatch) -> None:
    stand_in.interrupt_at = 900
    assert typed(*words("sweep", "r"))[0] == 130
    before = sorted(path.name for path in (tmp_path / "r" / UNFINISHED / ITEMS).iterdir())
    for given, right in (
        (words("flip", "r", "--resume"), "parts of `sweep`, not of `flip`"),
        (words("sweep", "r", "--resume", "--seed", "7"), "seed 1, not 7"),
        (words("sweep", "r", "--resume", "--set", "duration=9 min"), "other --set"),
    ):
        code, _, err = typed(*given)
        assert code == 2
        assert right in " ".join(err.split())
    monkeypatch.setattr("shorad.results.shelf.fingerprint", lambda: "f" * 16)
    code, _, err = typed(*words("sweep", "r", "--resume"))
    assert code == 2
    assert "never mixed" in err
    assert before == sorted(path.name for path in (tmp_path / "r" / UNFINISHED / ITEMS).iterdir())


def test_a_damaged_part_of_a_study_is_named(stand_in, words, typed, tmp_path: Path) -> None:
    stand_in.interrupt_at = 900
    assert typed(*words("flip", "r"))[0] == 130
    for part in (tmp_path / "r" / UNFINISHED / ITEMS).glob("*.parquet"):
        part.write_bytes(part.read_bytes()[:100])
    code, _, err = typed(*words("flip", "r", "--resume"))
    assert code == 2
    assert "is damaged" in err


def test_nothing_to_resume(stand_in, words, typed, tmp_path: Path) -> None:
    assert "holds nothing to resume" in typed(*words("place", "none", "--resume"))[2]
    with pytest.raises(ScenarioError, match="name the folder"):
        shorad.place(shorad.load("first_look"), {"a": {}, "b": {"defence.pantsir.roe": "tight"}}, resume=True,
                     measure="leakers", draws=16)  # fmt: skip
    assert stand_in.runs == 0


def test_but_for_resumes_too(stand_in, typed, tmp_path: Path) -> None:
    """But-for of a run is kept as cases: what is finished of it is not run again."""
    (tmp_path / "small.yaml").write_text(SMALL)
    given = ("run", str(tmp_path / "small.yaml"), "--draws", "4", "--replicates", "100", "-q", "--out")
    typed(*given, str(tmp_path / "whole"))
    whole = stand_in.runs
    assert whole > 800
    stand_in.runs, stand_in.interrupt_at = 0, whole - 250
    assert typed(*given, str(tmp_path / "cut"))[0] == 130
    stand_in.runs, stand_in.interrupt_at = 0, -1
    assert typed(*given, str(tmp_path / "cut"), "--resume")[0] == 0
    assert stand_in.runs <= 450
    assert tables(tmp_path / "cut") == tables(tmp_path / "whole")


# ---- kill -9, with the engine -------------------------------------------------------------------
def go(*given: str) -> subprocess.Popen[str]:
    source = str(Path(shorad.__file__).parents[1])
    command = [sys.executable, "-m", "shorad.cli", *given, "--threads", "1"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": source}
    )


def kill_and_resume(words, tmp_path: Path, studies: tuple[str, ...], kills: int) -> None:
    """Kill -9 each study at random moments, resume until it ends, and compare with one that nobody killed."""
    chance = random.Random(20261)
    for study in studies:
        began = time.perf_counter()
        process = go(*words(study, f"{study}_whole"))
        assert process.communicate()[1] == ""
        long, folder, done = time.perf_counter() - began, tmp_path / f"{study}_killed", 0
        while True:
            more = ("--resume",) if (folder / UNFINISHED).exists() else ()
            process = go(*words(study, folder.name, *more))
            if done < kills:
                try:
                    process.wait(chance.uniform(0.3, 1.0) * long)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    done += 1
            _, said = process.communicate()
            assert process.returncode in (0, -signal.SIGKILL), said
            if process.returncode == 0:
                assert found(folder) == found(tmp_path / f"{study}_whole")
                assert tables(folder) == tables(tmp_path / f"{study}_whole")
                if done >= kills:
                    break
                shutil.rmtree(folder)


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_gives_the_same_bits(words, tmp_path: Path) -> None:
    kill_and_resume(words, tmp_path, ("place",), kills=2)


@pytest.mark.heavy
@pytest.mark.parametrize("study", list(WHAT))
def test_each_study_killed_at_moments(words, tmp_path: Path, study: str) -> None:
    kill_and_resume(words, tmp_path, (study,), kills=3)


@pytest.mark.heavy
def test_one_study_killed_at_twenty_moments(words, tmp_path: Path) -> None:
    kill_and_resume(words, tmp_path, ("uncertainty",), kills=20)
