"""Progress speaks on a terminal only, and in words."""

from types import SimpleNamespace

import pytest

from shorad.view.progress import pace, span, watch


def report(done: int, left: float | None) -> SimpleNamespace:
    return SimpleNamespace(label="all together", done=done, total=100, rate=420.4, left=left)


def test_pace_in_words() -> None:
    assert pace(report(0, None)) == ""
    assert pace(report(10, 12.3)) == "420 runs/s, 12 s left"


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (99.0, "99 s"), (300.0, "5 min"), (7200.0, "2.0 h")])
def test_spans(seconds: float, text: str) -> None:
    assert span(seconds) == text


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with watch(quiet=False) as told:
        assert told is None
    with watch(quiet=True) as told:
        assert told is None
    assert capsys.readouterr().err == ""


def test_a_terminal_sees_the_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with watch(quiet=False) as told:
        assert told is not None
        told(report(50, 3.0))
    assert "50/100" in capsys.readouterr().err
