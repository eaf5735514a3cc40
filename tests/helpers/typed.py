"""Runs a command of the command line as a person types it."""

import sys

import pytest

from shorad.cli import main


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Runs a command in an empty folder: (exit code, output, messages)."""
    monkeypatch.chdir(tmp_path)

    def go(*words):
        monkeypatch.setattr(sys, "argv", ["shorad", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as caught:
            code = int(caught.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return go
