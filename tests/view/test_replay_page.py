"""The replay page as a text: what a scenario calls its things never becomes markup, and nothing is asked of others."""

import base64
import gzip
import hashlib
import json
import re

import pytest

from shorad.errors import ScenarioError
from shorad.view import replay_page

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{script}} <!--"


def content_of(text: str) -> str:
    return re.search(r'<script type="application/json" id="content">(.*?)</script>', text, re.DOTALL)[1]


def policy_of(text: str) -> dict[str, str]:
    said = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#x27;", "'")
    return {name: rest for name, _, rest in (each.strip().partition(" ") for each in said.split(";"))}


@pytest.mark.parametrize("alone", [False, True])
def test_hostile_names_stay_text(alone):
    text = replay_page.page({"title": HOSTILE}, HOSTILE, alone=alone)
    assert "<script>alert" not in text and "<img" not in text
    data = content_of(text)
    if alone:
        data = gzip.decompress(base64.b64decode(data)).decode()
    assert json.loads(data) == {"title": HOSTILE}


@pytest.mark.parametrize("alone", [False, True])
def test_policy_lets_in_this_script_and_style_only(alone):
    text = replay_page.page({}, "x", alone=alone)
    policy = policy_of(text)
    scripts = [text[text.rindex("<script>") + 8 : text.rindex("</script>")]]
    if alone:  # the program, compressed, and what unpacks it
        program = re.search(r'<script type="text/plain" id="program">(.*?)</script>', text, re.DOTALL)[1]
        scripts.insert(0, gzip.decompress(base64.b64decode(program)).decode())
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    for name, parts in (("script-src", scripts), ("style-src", [style])):
        sums = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts]
        assert policy[name] == " ".join(f"'sha256-{each}'" for each in sums)
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == ("'none'" if alone else "'self'")
    assert "unsafe" not in str(policy)


def test_nothing_is_loaded_from_elsewhere():
    """What loads would be an address in an attribute, in the style, or in an import."""
    text = replay_page.page({}, "x")
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)
    assert not re.search(r"url\((?!data:)|@import", replay_page.bundle()[1])
    assert not re.search(r"\bimport\(|importScripts\(|\beval\(", replay_page.bundle()[2])


def test_a_file_is_made_to_fit():
    """What is left for the content is told in bytes as compressed, and taken whole it fits."""
    asked = []

    def content(room):
        asked.append(room)
        return {"noise": base64.b85encode(hashlib.shake_256(b"x").digest(int(0.99 * room))).decode()}

    most = len(replay_page.page({}, "x", alone=True).encode()) + 450_000
    text = replay_page.fitted(content, "x", most)
    assert len(asked) == 1
    assert 0.9 * most < len(text.encode()) <= most


def test_an_installation_without_the_page_says_so(monkeypatch, tmp_path):
    (tmp_path / replay_page.WHY_NOT).write_text("it could not be built: no network\n")
    monkeypatch.setattr(replay_page, "BUNDLE", tmp_path)
    with pytest.raises(ScenarioError, match=r"not part of this installation .*no network"):
        replay_page.page({}, "x")
