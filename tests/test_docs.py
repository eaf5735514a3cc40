"""README and docs say what is so: examples run, commands and files exist, generated blocks are fresh."""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

import shorad
from shorad import compile as compiler
from shorad.cli import app
from shorad.results.words import REASONS, SWITCHES
from shorad.spec.load import parse_scenario

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *DOCS, *sorted((ROOT / "design").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
YAML_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SCENARIO_PAGE = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
MAKE_README = "the README is stale: run make readme"


def readme_script() -> ModuleType:
    made = importlib.util.spec_from_file_location("readme", ROOT / "docs" / "readme.py")
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    sys.modules["readme"] = module
    made.loader.exec_module(module)
    return module


readme = readme_script()
BLOCKS = readme.blocks(README)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---- commands, files, links ----------------------------------------------------------------
def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands() -> dict[str, set[str]]:
    """Names of the subcommands with their options; those of a group as `study value`."""
    group: Any = typer.main.get_command(app)
    found = dict(group.commands)
    for each, command in group.commands.items():
        found |= {f"{each} {below}": inner for below, inner in getattr(command, "commands", {}).items()}
    return {
        each: {opt for param in command.params for opt in (*param.opts, *param.secondary_opts)}
        for each, command in found.items()
    }


def shown(text: str) -> Iterator[str]:
    """Commands in markers and in backticks."""
    yield from re.findall(r"<!-- run[^:>]*: (.+?) -->", text)
    yield from re.findall(r"`((?:shorad|make) [^`\n]+)`", text)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_that_are_shown_exist(page: Path) -> None:
    for command in shown(page.read_text(encoding="utf-8")):
        first, second, *rest = command.split()
        if first == "make":
            assert second in targets(), command
            continue
        if first == "python":
            assert (ROOT / second).is_file(), command
            continue
        assert second in commands(), command
        if rest and any(each.startswith(f"{second} ") for each in commands()):
            second = f"{second} {rest.pop(0)}"
            assert second in commands(), command
        for word in rest:
            if word.startswith("--"):
                assert word in commands()[second], command
            if word.endswith(".yaml"):
                assert (ROOT / word).is_file(), command


def links(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not link.startswith(("http", "mailto", "#"))]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_linked_files_exist(page: Path) -> None:
    for link in links(page.read_text(encoding="utf-8")):
        assert (page.parent / link.partition("#")[0]).exists(), f"{name(page)} links to {link}"


def test_index_lists_every_page() -> None:
    listed = links((ROOT / "docs" / "index.md").read_text(encoding="utf-8"))
    assert {path.name for path in DOCS} - {"index.md"} <= set(listed)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_paths_in_backticks_exist(page: Path) -> None:
    for path in re.findall(r"`((?:src|docs|design|tests|scenarios)/[\w./]+)`", page.read_text(encoding="utf-8")):
        assert "NAME" in path or (ROOT / path).exists(), f"{name(page)} names {path}"


# ---- generated blocks ----------------------------------------------------------------------
def block(kind: str, what: str = "") -> Any:
    found = [each for each in BLOCKS if each.kind == kind and what in each.what]
    assert len(found) == 1, f"{len(found)} blocks {kind} {what}"
    return found[0]


def test_the_page_of_the_demo_has_its_question_and_sections() -> None:
    demo = block("run", "al_watiya_2020")
    question = shorad.load("al_watiya_2020").question
    assert f"@$(BIN)/{demo.what}\n" in (ROOT / "Makefile").read_text(encoding="utf-8"), "not what make demo runs"
    assert " ".join(demo.body.split()).startswith(question), MAKE_README
    parts = (
        "Chance that a unit of battery survives: ", "The answer split by readiness of battery", "error, 95 %",
        "Why: the first broken link", "But for one link", "Leans on ", "Next:  shorad explain", "\nshorad 0.",
    )  # fmt: skip
    places = [demo.body.find(part) for part in parts]
    assert -1 not in places, MAKE_README
    assert places == sorted(places)
    assert all(line == line.rstrip() and len(line) <= 100 for line in demo.body.splitlines())


def test_the_scenario_that_is_shown_is_the_file() -> None:
    shown_file = block("file")
    assert shown_file.body == readme.made(shown_file), MAKE_README


def test_the_table_of_scenarios_is_fresh() -> None:
    assert readme.TABLE.search(README)["body"] == readme.scenario_table(), MAKE_README


@pytest.mark.slow
def test_the_python_example_prints_what_is_shown() -> None:
    five = block("python")
    lines = [line for line in five.what.splitlines() if line.strip()]
    assert len(lines) == 5
    assert readme.made(five) == five.body, MAKE_README


def test_a_marker_without_a_block_is_an_error() -> None:
    with pytest.raises(ValueError, match="markers"):
        readme.blocks("<!-- run: shorad version -->\n\nno fence\n")


def test_a_command_that_fails_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="exit code 2"):
        readme.made(readme.blocks("<!-- run: shorad cite no_such_scenario -->\n```text\n```\n")[0])


# ---- examples in the docs ------------------------------------------------------------------
def examples() -> list[str]:
    """The whole scenario of the page, and each part put into it by its top-level keys."""
    yaml = YAML(typ="safe")
    whole, *parts = YAML_BLOCK.findall(SCENARIO_PAGE)
    base = text_by_key(whole)
    assert yaml.load(whole)["question"]
    return [whole, *("".join({**base, **text_by_key(part)}.values()) for part in parts)]


def text_by_key(text: str) -> dict[str, str]:
    """Text of each top-level key of a block, comments between them left out."""
    pieces = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return {piece.partition(":")[0]: piece for piece in pieces if ":" in piece and not piece.startswith("#")}


@pytest.mark.parametrize("number", range(len(YAML_BLOCK.findall(SCENARIO_PAGE))))
def test_scenario_examples_are_understood(number: int) -> None:
    text = examples()[number]
    if "target: guard" in text and "guard:" not in text:
        pytest.fail("an example aims at a group that it does not have")
    resolved = compiler.resolve(parse_scenario(text, f"docs/scenario.md, example {number + 1}"))
    assert compiler.draw(resolved, 1, 0)


def python_blocks() -> list[Any]:
    found = []
    for page in DOCS:
        for i, text in enumerate(readme.PYTHON.findall(page.read_text(encoding="utf-8"))):
            found.append(pytest.param(text, id=f"{page.stem}-{i + 1}"))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("text", python_blocks())
def test_python_examples_run(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    real = shorad.run

    def few(scenario: Any, **settings: Any) -> Any:
        return real(scenario, **{**settings, "draws": 2, "replicates": 3, "but_for": False})

    monkeypatch.setattr(shorad, "run", few, raising=False)
    ast.parse(text)
    exec(compile(text, "example", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own example
    assert capsys.readouterr().out


# ---- the model page against the code -------------------------------------------------------
def test_the_model_page_names_every_reason_and_switch() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for word in (*list(REASONS)[1:], *SWITCHES):
        assert f"`{word}`" in page, word


def test_the_model_page_names_every_stage_file() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    step = (ROOT / "src/shorad/engine/step.py").read_text(encoding="utf-8")
    for stage in re.findall(r"^    if every or s\.clock\[S_\w+\] <= b:\n        (\w+)\(m, s, b\)", step, re.MULTILINE):
        file = {"sense": "scan"}.get(stage, stage)
        assert f"`{file}.py`" in page, stage


def test_the_engine_guide_lists_the_stages_in_order() -> None:
    from shorad.engine.codes import STAGES

    assert ", ".join(STAGES) in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
