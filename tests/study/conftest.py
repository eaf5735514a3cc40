"""Outcomes and an engine made by hand (tests/helpers); what a person types."""

import sys
from collections.abc import Callable

import pytest
from engine_stand_in import stand_in
from outcomes import cast, make_blank, make_lucky
from recorded import al_watiya, first_look

from shorad.cli import main

__all__ = ["al_watiya", "cast", "first_look", "make_blank", "make_lucky", "stand_in", "typed"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Types a command: exit code, stdout, stderr."""

    def go(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["shorad", *words])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return go
