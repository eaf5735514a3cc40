"""The server of the replay: this machine only, its own name only, nothing from disk, every mistake a sentence."""

import http.client
import json
import threading

import pytest

from shorad.errors import ScenarioError
from shorad.view.replay_server import HOST, Desk, server


class Raids:
    """Answers, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def replicate(self, which):
        self.asked.append(which)
        if which == "none":
            raise ScenarioError('there is no replicate "none"', "try median")
        if which == "broken":
            raise RuntimeError("a fault")
        return json.dumps({"which": which})

    def butfor(self, which, ideal, settings):
        return json.dumps({"which": which, "ideal": ideal, "settings": dict(settings)})

    def paths(self, which):
        return "[]"


@pytest.fixture
def raids():
    return Raids()


@pytest.fixture
def ask(raids):
    serving = server(Desk(raids, "<p>page</p>"))
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()

    def go(path, method="GET", guard=True, **headers):
        line = http.client.HTTPConnection(HOST, serving.server_port, timeout=10)
        line.request(method, path, headers=({"X-Shorad": "replay"} if guard else {}) | headers)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer.status, dict(answer.getheaders()), body

    yield go
    serving.shutdown()
    serving.server_close()


def test_listens_on_loopback_only():
    serving = server(Desk(Raids(), ""))
    assert serving.server_address[0] == "127.0.0.1"
    serving.server_close()


def test_the_page(ask):
    status, headers, body = ask("/", guard=False)
    assert (status, body) == (200, b"<p>page</p>")
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_host_name_is_refused(ask, raids, host):
    assert ask("/", Host=host)[0] == 403
    assert ask("/api/replicate?which=1", Host=host)[0] == 403
    assert raids.asked == []


def test_questions_need_the_page_s_header(ask, raids):
    assert ask("/api/replicate?which=1", guard=False)[0] == 403
    assert raids.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/provenance.json",
        "/../pyproject.toml",
        "/%2e%2e/x",
        "/..%2f..%2fetc%2fpasswd",
        "/%252e%252e/etc/passwd",
        "/api",
        "/api/",
        "//etc/passwd",
        "/api/../provenance.json",
        "/api/replicate%2f..",
        "/api/replicate/../../x",
        "/\\..\\x",
    ],
)
def test_nothing_else_is_served(ask, path):
    assert ask(path)[0] == 404


def test_only_reading(ask):
    assert ask("/api/replicate?which=1", method="POST")[0] == 501


def test_answers_are_kept(ask, raids):
    assert json.loads(ask("/api/replicate?which=worst")[2]) == {"which": "worst"}
    ask("/api/replicate?which=worst")
    assert raids.asked == ["worst"]


def test_but_for_passes_link_or_setting(ask):
    body = json.loads(ask("/api/butfor?which=0:1&ideal=&path=a.b&value=4+s")[2])
    assert body == {"which": "0:1", "ideal": "", "settings": {"a.b": "4 s"}}
    assert json.loads(ask("/api/butfor?which=0:1&ideal=hit")[2])["settings"] == {}


def test_mistakes_are_sentences(ask):
    status, _, body = ask("/api/replicate?which=none")
    assert status == 400 and "there is no replicate" in json.loads(body)["problem"]
    assert ask("/api/replicate")[0] == 400
    status, _, body = ask("/api/replicate?which=broken")
    assert status == 500 and json.loads(body) == {"problem": "RuntimeError: a fault"}


def test_a_busy_port():
    first = server(Desk(Raids(), ""))
    with pytest.raises(ScenarioError, match=f"port {first.server_port} cannot be used"):
        server(Desk(Raids(), ""), first.server_port)
    first.server_close()
