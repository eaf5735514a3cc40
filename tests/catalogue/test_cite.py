"""The bibliography of what was used."""

import pytest

from shorad.catalogue import Source, as_bibtex, as_text, bibliography

SOURCES = {
    "atlas": Source(
        "atlas", "Atlas of Radars & More", "A. Author", "2019", "https://example.org/a_b", "book", "B", True
    ),
    "wiki": Source("wiki", "A page", kind="encyclopedia", reliability="D", opened=False),
    "unused": Source("unused", "Nobody reads this"),
}
USED = [
    ("pantsir_s1.search_radar.ref_range", ["wiki", "atlas"]),
    ("pantsir_s1.search_radar.ref_rcs", ["atlas"]),
    ("pantsir_s1.crew.salvo", []),
    ("pantsir_s1.search_radar.ref_rcs", ["atlas"]),
]


def test_each_source_once_with_what_leans_on_it():
    entries = bibliography(USED, SOURCES)
    assert [entry.source.id for entry in entries] == ["atlas", "wiki"]
    assert entries[0].paths == ("pantsir_s1.search_radar.ref_range", "pantsir_s1.search_radar.ref_rcs")


def test_an_unknown_source_is_an_error():
    with pytest.raises(KeyError):
        bibliography([("a.b", ["nowhere"])], SOURCES)


def test_the_text_says_what_was_not_opened():
    text = as_text(bibliography(USED, SOURCES))
    assert "[atlas] A. Author. Atlas of Radars & More. 2019. https://example.org/a_b. (reliability B)" in text
    assert "[wiki] A page. (reliability D; not opened: known from others only)" in text
    assert "for pantsir_s1.search_radar.ref_range, pantsir_s1.search_radar.ref_rcs" in text


def test_bibtex():
    text = as_bibtex(bibliography(USED, SOURCES))
    assert text.startswith(
        "@book{atlas,\n  title = {{Atlas of Radars \\& More}},\n  author = {A. Author},\n  year = {2019},"
    )
    assert "url = {https://example.org/a_b}" in text
    assert "@misc{wiki,\n  title = {{A page}},\n  note = {not opened}\n}" in text
