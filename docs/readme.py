"""Writes the generated blocks of README.md, docs/world.md and docs/study.md anew: `make readme`. None is typed by hand.

A block is what stands in a fence under a marker, an HTML comment of one of these forms:

    <!-- run: COMMAND -->          what the command prints (shorad ..., python ... or make ...)
    <!-- run, TESTS=yes: make test -->   the same, last line of each step; slow, so only with --tests
    <!-- file: PATH -->            the text of a file
    <!-- python -->                what the Python block above it prints
    <!-- scenarios -->             a table of the shipped scenarios (no fence: it ends at <!-- end -->)

All blocks are made before anything is written: a command that fails leaves the pages as they were. Exit code 1 then.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "world.md", ROOT / "docs" / "study.md")
BLOCK = re.compile(
    r"<!-- (?P<kind>run|run, TESTS=yes|file|python)(?:: (?P<what>[^\n]*?))? -->\n"
    r"(?P<fence>```[a-z]*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
TABLE = re.compile(r"<!-- scenarios -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TELLING = re.compile(r"All checks passed|already formatted|Success: |Contracts: |^\d+ passed")


@dataclass(frozen=True)
class Block:
    """One generated block as it stands in the README."""

    kind: str
    what: str  # the command, the path, or the Python text
    body: str
    span: tuple[int, int]  # of the body


def blocks(text: str) -> list[Block]:
    """All fenced blocks under a marker, in order. ValueError for a marker without a block it belongs to."""
    found = []
    for match in BLOCK.finditer(text):
        what = match["what"] or ""
        if match["kind"] == "python":
            before = [each for each in PYTHON.finditer(text) if each.end() <= match.start()]
            if not before:
                raise ValueError("<!-- python --> without a Python block above it")
            what = before[-1][1]
        found.append(Block(match["kind"], what, match["body"], match.span("body")))
    markers = len(re.findall(r"^<!-- (?:run|file|python)\b", text, re.MULTILINE))
    if markers != len(found):
        raise ValueError(f"{markers} markers, but {len(found)} of them stand over a fenced block")
    return found


def made(block: Block) -> str:
    """What belongs into a block, with a newline at its end. CalledProcessError when its command fails."""
    if block.kind == "file":
        return (ROOT / block.what).read_text(encoding="utf-8")
    if block.kind == "python":
        return tidy(output([sys.executable, "-c", block.what]))
    words = shlex.split(block.what)
    if block.kind == "run, TESTS=yes":
        return tidy("\n".join(line for line in output(words).splitlines() if TELLING.search(line)))
    if words[0] == "shorad":
        words = [sys.executable, "-m", "shorad.cli", *words[1:]]
    elif words[0] == "python":
        words[0] = sys.executable
    return tidy(output(words))


def output(words: list[str]) -> str:
    """Standard output of a command, run in the project's folder; what it says on standard error is passed on."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", "SHORAD_README": "1"}  # read by tests/test_docs.py
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)[:80]} ended with exit code {done.returncode}:\n{done.stdout[-2000:]}")
    return done.stdout


def tidy(text: str) -> str:
    """Without blanks at line ends."""
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"


def scenario_table() -> str:
    """One line per shipped scenario, with its question, as Markdown."""
    import shorad

    rows = ["| scenario | question | what it also gives |", "|---|---|---|"]
    for name, path in shorad.scenarios().items():
        scenario = shorad.load(path)
        extra = []
        if scenario.split:
            extra.append(f"answer split by `{scenario.split}`")
        if scenario.sweep:
            extra.append(f"sweep over `{scenario.sweep.path}`")
        rows.append(f"| [`{name}`](scenarios/{path.name}) | {scenario.question} | {'; '.join(extra)} |")
    return "\n".join(rows) + "\n"


def renewed(text: str, tests: bool) -> str:
    """The README with every block made anew; that of the tests only when asked for."""
    for block in reversed(blocks(text)):
        if block.kind == "run, TESTS=yes" and not tests:
            continue
        sys.stderr.write(f"{block.kind}: {block.what.splitlines()[0] if block.what else ''}\n")
        text = text[: block.span[0]] + made(block) + text[block.span[1] :]
    return TABLE.sub(lambda match: f"<!-- scenarios -->\n{scenario_table()}<!-- end -->", text)


def main() -> None:
    made_anew = {}
    for page in PAGES:
        try:
            made_anew[page] = renewed(page.read_text(encoding="utf-8"), "--tests" in sys.argv[1:])
        except (RuntimeError, OSError, ValueError) as error:
            sys.exit(f"{page.name}: {error}; all pages are left as they were")
    for page, new in made_anew.items():
        same = new == page.read_text(encoding="utf-8")
        page.write_text(new, encoding="utf-8")
        sys.stderr.write(f"{page.name}: {'unchanged' if same else 'written'}\n")


if __name__ == "__main__":
    main()
