"""The replay page as one HTML text: frame, style, script and data. It asks nobody for anything but its own server."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shorad.errors import ScenarioError

BUNDLE = Path(__file__).parent / "page"  # made by hatch_build.py out of web/
PARTS = ("page.html", "page.css", "page.js", "loader.js")
MOST = 2_000_000  # bytes of a page from disk
SPARE = 8_000  # bytes for what is said of the whole result
WHY_NOT = "why_not.txt"  # what hatch_build.py leaves where the page could not be built


def page(content: Mapping[str, Any], title: str, *, alone: bool = False) -> str:
    """The page with `content` (web/src/format.ts) in it. `alone`: for a file, so compressed and without a server.

    ScenarioError when the page was not built at installation.
    """
    frame, style, script, loader = bundle()
    text = json.dumps(content, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
    # compressed data is plain letters; other data must not end its element, whatever names a scenario has
    data = packed(text) if alone else text.replace("<", "\\u003c")
    parts = {
        "policy": html.escape(policy(style, script, loader, alone=alone), quote=True),
        "title": html.escape(title),
        "style": style,
        "program": packed(script) if alone else "",
        "script": loader if alone else script,
        "content": data,
    }
    pieces = frame.split("{{")
    return pieces[0] + "".join(parts[name] + rest for name, _, rest in (each.partition("}}") for each in pieces[1:]))


def fitted(content: Callable[[int], Mapping[str, Any]], title: str, most: int = MOST) -> str:
    """A page of at most `most` bytes for a file; `content(room)` is made to fit into `room` bytes, compressed."""
    frame = len(page({}, title, alone=True).encode())
    return page(content((most - frame) * 3 // 4 - SPARE), title, alone=True)  # base64: four letters for three bytes


def packed(text: str) -> str:
    """Text as gzip in base64, the same bytes whenever it is made."""
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def policy(style: str, script: str, loader: str, *, alone: bool) -> str:
    """Content security policy: this style, this script (in a file what unpacks it too), pictures made by the page,
    requests to its own server.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_sum(script)} {_sum(loader)}" if alone else f"script-src {_sum(script)}",
            f"style-src {_sum(style)}",
            "img-src data: blob:",
            "connect-src 'none'" if alone else "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _sum(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def bundle() -> tuple[str, str, str, str]:
    """Frame, style, script, and the script that unpacks it. ScenarioError where they are not there."""
    try:
        frame, style, script, loader = ((BUNDLE / name).read_text(encoding="utf-8") for name in PARTS)
    except OSError:
        note = BUNDLE / WHY_NOT
        why = f" ({note.read_text(encoding='utf-8').strip()})" if note.is_file() else ""
        raise ScenarioError(
            f"the replay page is not part of this installation{why}", "install again with a network, or run: make web"
        ) from None
    return frame, style, script, loader
