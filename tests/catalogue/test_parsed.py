"""Parsed catalogue files on disk: the same as parsing, never older than text or parser, and no harm when damaged."""

from pathlib import Path

import pytest

from shorad.catalogue import parsed
from shorad.spec.yaml_text import read_mapping

TEXT = "name: thing\nvalues: [1, 2.5, no, 36 km, null]\nbelow: {a: {b: 1e-3}}\n"
PLACE = ("thing.yaml", "a system")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Texts that were really parsed; kept files go to two folders below tmp_path."""
    found: list[str] = []

    def counted(text: str, file: str, what: str):
        found.append(text)
        return read_mapping(text, file, what)

    monkeypatch.setattr(parsed, "read_mapping", counted)
    monkeypatch.setattr(parsed, "_folders", lambda: (tmp_path / "first", tmp_path / "second"))
    return found


def test_kept_is_what_parsing_gives(calls):
    assert parsed.read_kept(TEXT, *PLACE) == parsed.read_kept(TEXT, *PLACE) == read_mapping(TEXT, *PLACE)
    assert calls == [TEXT]


def test_an_edit_is_seen(calls, monkeypatch):
    parsed.read_kept(TEXT, *PLACE)
    assert parsed.read_kept(TEXT.replace("2.5", "3.5"), *PLACE)[0]["values"][1] == 3.5
    monkeypatch.setattr(parsed.yaml_text, "__file__", __file__)  # another parser
    parsed.read_kept(TEXT.replace("2.5", "3.5"), *PLACE)
    assert len(calls) == 3


@pytest.mark.parametrize("spoil", [lambda whole: b"", lambda whole: whole[:-1], lambda whole: whole[:-1] + b"x"])
def test_a_damaged_file_is_read_anew(calls, tmp_path, spoil):
    parsed.read_kept(TEXT, *PLACE)
    (file,) = tmp_path.rglob("*.parsed")
    file.write_bytes(spoil(file.read_bytes()))
    assert parsed.read_kept(TEXT, *PLACE) == read_mapping(TEXT, *PLACE)
    assert len(calls) == 2


def test_the_second_folder_where_the_first_cannot_be_written(calls, tmp_path):
    (tmp_path / "first").write_text("")
    parsed.read_kept(TEXT, *PLACE)
    parsed.read_kept(TEXT, *PLACE)
    assert len(calls) == 1
    assert list((tmp_path / "second").iterdir())


def test_nowhere_to_write(calls, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).write_text("")
    for _ in range(2):
        assert parsed.read_kept(TEXT, *PLACE)[0]["name"] == "thing"
    assert len(calls) == 2
