"""A browser, a served result and a page on it. Without Chromium these tests are skipped by name."""

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from recorded import result

from shorad.study.raids import Raids
from shorad.view.replay_page import page as page_of
from shorad.view.replay_server import HOST, Desk, server

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--no-sandbox", "--disable-dev-shm-usage")  # no sandbox: tests may run as root, on pages of our own


def pytest_collection_modifyitems(items):
    """One process for all of them: a browser and a result are made once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def program():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: the replay page is not tested in a browser")
    return found


@pytest.fixture(scope="session")
def launch(program):
    """Starts a browser with more arguments."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = []

        def go(*arguments):
            started.append(playwright.chromium.launch(executable_path=program, args=[*QUIET, *arguments]))
            return started[-1]

        yield go
        for each in started:
            each.close()


@pytest.fixture(scope="session")
def browser(launch):
    return launch()


@dataclass(frozen=True)
class Served:
    """A result, where it lies, and where its page is."""

    raids: Raids
    folder: Path
    address: str


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """first_look, 2 draws with 6 replicates each, behind a server; the worst raid first."""
    results = result("first_look")
    folder = results.save(tmp_path_factory.mktemp("results") / "first_look")
    raids = Raids(results, str(folder))
    serving = server(Desk(raids, page_of(raids.content("worst"), results.about.title)))
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield Served(raids, folder, f"http://{HOST}:{serving.server_port}/")
    serving.shutdown()
    serving.server_close()


@pytest.fixture
def visit(browser):
    """Opens an address; at the end nothing may have been said on the console but notes, nor asked of another host."""
    pages, faults, asked = [], [], []

    def go(address, width=1280, height=800, using=browser, **options):
        view = using.new_page(viewport={"width": width, "height": height}, **options)
        view.set_default_timeout(20_000)
        pages.append(view)
        view.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        view.on("pageerror", lambda e: faults.append(str(e)))
        view.on("request", lambda r: asked.append(r.url))
        view.goto(address)
        view.wait_for_selector("html[data-ready]", timeout=60_000)
        return view

    go.forgiven = []
    yield go
    for each in pages:
        each.close()
    assert [fault for fault in faults if not any(each in fault for each in go.forgiven)] == []
    assert [url for url in asked if not url.startswith((f"http://{HOST}:", "file://", "data:", "blob:"))] == []
