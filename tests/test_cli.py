"""The command line: what a person types, what comes back, and with which exit code."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from engine_stand_in import StandIn, stand_in  # noqa: F401 - a fixture

from shorad.cli import main

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    def go(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["shorad", *words])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return go


@pytest.fixture
def small(typed, stand_in: StandIn) -> Typed:  # noqa: F811
    return lambda *words: typed("run", "first_look", "--draws", "3", "--replicates", "4", *words)


def test_run_prints_the_page(small: Typed) -> None:
    code, out, err = small()
    assert code == 0
    assert out.startswith("What chance has a fuel depot")
    assert "Chance that depot survives" in out
    assert "shorad explain first_look" in out
    assert len(out.splitlines()) < 60
    assert "Traceback" not in err


def test_a_changed_run_says_so_and_proposes_commands_of_the_same_change(small: Typed) -> None:
    _, out, _ = small("--set", "attack.drones.count=8", "--set", "pantsir_s1.crew.operator_time=40 s")
    same = "first_look \\\n         --set attack.drones.count=8 \\\n         --set 'pantsir_s1.crew.operator_time=40 s'"
    assert "\nChanged: attack.drones.count=8, pantsir_s1.crew.operator_time=40 s\n" in out
    for command in ("explain", "cite", "run"):
        assert f"shorad {command} {same}" in out
    assert "results/first_look" in out
    _, out, _ = small("--set", "attack.drones.count=8")
    assert "shorad cite first_look --set attack.drones.count=8    where the numbers come from" in out


def test_run_json_is_one_document(small: Typed) -> None:
    code, out, _ = small("--json", "--quiet")
    found = json.loads(out)
    assert code == 0
    assert found["replicates"] == 12
    assert found["measures"]["assets.depot.survival"]["unit"] == "share"
    assert set(found["but_for"]) <= {"leaker", "unit_lost", "asset_lost", "neutral_hit"}
    assert found["provenance"]["seed"] == 1


def test_out_keeps_what_python_reads_back(small: Typed, tmp_path: Path) -> None:
    import shorad

    code, out, _ = small("--out", str(tmp_path / "kept"), "--set", "attack.drones.count=2", "--quiet")
    back = shorad.load_results(tmp_path / "kept")
    assert code == 0
    assert len(back) == 12
    assert back.provenance.overrides == ("attack.drones.count=2",)
    assert shorad.summary(back).splitlines()[2] in out


def test_out_is_checked_before_the_work(small: Typed, tmp_path: Path, stand_in: StandIn) -> None:  # noqa: F811
    (tmp_path / "thesis.txt").write_text("years of work")
    code, _, err = small("--out", str(tmp_path))
    assert code == 2
    assert "not empty" in err
    assert stand_in.runs == 0


def test_ctrl_c_prints_what_is_kept(small: Typed, stand_in: StandIn) -> None:  # noqa: F811
    stand_in.interrupt_at = 7
    code, out, err = small()
    assert code == 130
    assert "Stopped early: 7 of 12 runs" in out
    assert "7 of 12 runs are kept" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "first_lok"], "first_look"),
        (["run", "nowhere/x.yaml"], "nowhere/x.yaml"),
        (["run", "."], "folder"),
        (["run", "first_look", "--set", "attack.drones.count"], "path=value"),
        (["run", "first_look", "--set", "attack.drones.count=-1"], "attack.drones.count"),
        (["run", "first_look", "--set", "attack.drones.cuont=1"], "count"),
        (["run", "first_look", "--set", "duration=1 h", "--set", "duration=2 h"], "twice"),
        (["run", "first_look", "--set", "duration=5 km"], "time"),
        (["run", "first_look", "--replicates", "0"], "greater than"),
        (["explain", "first_lok"], "first_look"),
        (["cite", "first_lok"], "first_look"),
        (["catalogue", "pantsir"], "pantsir_s1"),
        (["rnu"], "rnu"),
    ],
)
def test_bad_input_is_exit_2_and_no_traceback(typed: Typed, words: list[str], message: str) -> None:
    code, out, err = typed(*words)
    assert code == 2
    assert message in err
    assert "Traceback" not in err + out


def test_explain_cite_catalogue_version_schema(typed: Typed) -> None:
    assert "? guess" in typed("explain", "first_look")[1]
    assert "sources;" in typed("cite", "first_look")[1]
    assert "@misc{" in typed("cite", "first_look", "--bibtex")[1]
    assert "pantsir_s1" in typed("catalogue")[1]
    assert "in dispute: search_band" in typed("catalogue", "pantsir_s1")[1]
    assert typed("version")[1].startswith("shorad ")
    assert "question" in json.loads(typed("schema")[1])["properties"]


def test_a_set_value_shows_in_explain(typed: Typed) -> None:
    out = typed("explain", "first_look", "--set", "attack.drones.count=9")[1]
    assert "--set attack.drones.count=9" in " ".join(out.split())


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_it_says_that_it_compiles_when_it_does_and_not_before(monkeypatch, capsys) -> None:
    """A trivial entry in the engine's place: nothing is said until it is called, then once."""
    from shorad.commands.common import say_if_cold
    from shorad.engine import jit, run

    cold = jit.Entry(lambda x: x)
    monkeypatch.setattr(run, "chunk", cold)
    monkeypatch.setattr(cold.place, "holds", lambda: False)
    monkeypatch.setattr(cold.place, "load", lambda kinds: None)
    monkeypatch.setattr(jit.Entry, "_compile", lambda self, kinds: SimpleNamespace(call=lambda args: args[0]))
    say_if_cold(quiet=True)
    assert cold(1.0) == 1.0
    cold.codes.clear()
    say_if_cold(quiet=False)
    assert capsys.readouterr().err == ""
    assert (cold(2.0), cold(3)) == (2.0, 3)
    assert capsys.readouterr().err == "compiling the engine once (under a minute)...\n"


def test_bad_input_is_not_preceded_by_a_word_on_compiling(typed: Typed, monkeypatch) -> None:
    from shorad.engine import jit, run

    monkeypatch.setattr(run, "chunk", jit.Entry(lambda x: x))
    monkeypatch.setattr(jit, "is_cached", lambda compiled: False)
    code, _, err = typed("run", "first_look", "--until", "leekers +- 0.1")
    assert (code, "compiling" in err) == (2, False)
    assert "leekers" in err


def test_reading_never_imports_numba() -> None:
    code = "import sys; from shorad.cli import main; sys.argv = ['shorad', *{words}]\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(sorted(m for m in ('numba', 'llvmlite', 'duckdb', 'scipy') if m in sys.modules), file=sys.stderr)"
    for words in (
        ["--help"],
        ["cite", "first_look"],
        ["explain", "first_look"],
        ["catalogue"],
        ["schema"],
        ["version"],
    ):
        script = code.format(words=words)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stderr.strip().splitlines()[-1] == "[]", words


def test_a_run_with_compiled_code_on_disk_loads_no_compiler_and_no_database() -> None:
    words = ["run", "first_look", "--draws", "1", "--replicates", "1", "--quiet"]
    code = f"import sys; from shorad.cli import main; sys.argv = ['shorad', *{words}]\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(sorted(m for m in ('numba', 'duckdb', 'scipy', 'pymap3d') if m in sys.modules), file=sys.stderr)"
    for _ in range(2):  # the first may have to compile
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        found = done.stderr.strip().splitlines()[-1]
        if found == "[]":
            break
    assert found == "[]"
    assert "Chance that depot survives" in done.stdout


def test_help_is_instant() -> None:
    def once(*words: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], capture_output=True, check=True)
        return time.perf_counter() - began

    # Best of five against the start of Python with what typer needs to print any help, just before: what our
    # commands add, not what else the machine is doing.
    costs = [once("-m", "shorad.cli", "--help") / once("-c", "import typer.rich_utils") for _ in range(5)]
    assert min(costs) < 1.6


def test_public_names_are_lazy() -> None:
    lazy = "import sys, shorad; print([m for m in sys.modules if m.startswith(('numpy', 'numba', 'shorad.'))])"
    assert python(lazy).strip() == "[]"
    assert python("import shorad; print(all(getattr(shorad, name) for name in shorad.__all__))").strip() == "True"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seed", "99999999999999999999999"), "2147483647"),
        (("--seed", "3000000000"), "2147483647"),
        (("--replicates", "100000000000"), "1000000"),
        (("--draws", "900000", "--replicates", "900000"), "GB"),
    ],
)
def test_a_run_that_no_machine_would_end_is_refused(small: Typed, words: tuple[str, ...], said: str) -> None:
    code, _, err = small(*words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_ctrl_c_in_a_command_without_a_study_says_what_is_kept(monkeypatch, capsys) -> None:
    def pressed(*args, **named) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shorad.study.coverage.coverage", pressed)
    monkeypatch.setattr(sys, "argv", ["shorad", "coverage", "first_look"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 130
    assert "interrupted; the command is not finished: nothing is kept" in capsys.readouterr().err
