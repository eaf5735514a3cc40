"""Takes the pictures of the replay page that README.md shows: `python docs/pictures.py`. Needs Chromium.

The raids are run anew, so the pictures are those of this version.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import shorad
from shorad.study.raids import Raids
from shorad.view.replay_page import page

OUT = Path(__file__).parent / "images"
SIZE = {"width": 1280, "height": 800}
# file, scenario, draws, raid, keys pressed after the page has opened, time (s)
PICTURES = (
    ("replay_map.png", "first_look", 10, "worst", "", 640.0),
    ("replay_space.png", "shahed_night", 1, "worst", "3", 1120.0),
)


def main() -> None:
    from playwright.sync_api import sync_playwright

    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, scenario, draws, which, keys, t in PICTURES:
            results = shorad.run(shorad.load(scenario), draws=draws, replicates=4, but_for=False, parts=False)
            raids = Raids(results, f"results/{scenario}")
            path = Path(folder) / "page.html"
            content = raids.alone(which, lambda _: None, ())(2_000_000)
            path.write_text(page(content, scenario, alone=True), encoding="utf-8")
            view = browser.new_page(viewport=SIZE, color_scheme="dark" if keys else "light")
            view.goto(path.as_uri())
            view.wait_for_selector("html[data-ready]")
            for key in keys:
                view.keyboard.press(key)
            view.evaluate("t => shorad.session.seek(t)", t)
            view.keyboard.press("1")
            view.wait_for_timeout(1500)
            view.screenshot(path=str(OUT / name))
        browser.close()


if __name__ == "__main__":
    main()
