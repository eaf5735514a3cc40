"""The replay page as a text: what a scenario calls its things never becomes markup, and nothing is asked of others."""

import base64
import gzip
import hashlib
import json
import re
from itertools import pairwise

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
    script = text[text.rindex("<script>") + 8 : text.rindex("</script>")]
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    for name, part in (("script-src", script), ("style-src", style)):
        assert policy[name] == f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
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
    """Each share follows from how far too large the last page was, and the first that fits is taken."""
    asked = []

    def content(share):
        asked.append(share)
        noise = hashlib.shake_256(b"x").hexdigest(int(400_000 * share))
        return {"noise": noise}

    frame = len(replay_page.page({}, "x", alone=True).encode())
    text = replay_page.fitted(content, "x", frame + 450_000)
    assert len(text.encode()) <= frame + 450_000
    assert asked[0] == 1.0
    assert all(after <= 0.9 * before for before, after in pairwise(asked))
    assert 2 <= len(asked) <= 4
    assert len(replay_page.page(content(asked[-2]), "x", alone=True).encode()) > frame + 450_000


def test_an_installation_without_the_page_says_so(monkeypatch, tmp_path):
    (tmp_path / replay_page.WHY_NOT).write_text("it could not be built: no network\n")
    monkeypatch.setattr(replay_page, "BUNDLE", tmp_path)
    with pytest.raises(ScenarioError, match=r"not part of this installation .*no network"):
        replay_page.page({}, "x")
