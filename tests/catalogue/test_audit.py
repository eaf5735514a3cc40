"""The second reading of the published figures: it agrees with the first, or says why not."""

from pathlib import Path

import pytest

from shorad.catalogue.load import list_systems, load_system
from shorad.catalogue.second_reading import Audit, audit, audited_systems
from shorad.errors import ScenarioError

READ_TWICE = (
    "pantsir_s1", "tor_m2", "gepard", "bayraktar_tb2", "mam_l", "mam_c", "shahed_136", "gerbera_decoy", "c17", "a320",
    "e190", "quadcopter", "bird",
)  # fmt: skip
PATH = "airframe.speed"  # of the quadcopter: 15 m/s, 8 to 22 m/s


def reading(folder: Path, body: str, end: str = "", path: str = PATH) -> Audit:
    entry = f'  {path}: {{{body}, source: "a page", place: "a row", tag: S}}'
    (folder / "quadcopter.yaml").write_text(f"auditor: test\ndate: 2026-11-22\nreadings:\n{entry}\n{end}")
    return audit(load_system("quadcopter"), folder)


def test_systems_read_twice() -> None:
    assert set(audited_systems()) == set(READ_TWICE) <= set(list_systems())


@pytest.mark.parametrize("name", audited_systems())
def test_two_readings_agree_or_a_reason_is_given(name: str) -> None:
    for path, found in audit(load_system(name)).comparisons.items():
        assert found.first is not None, f"{path}: the catalogue has no such value"
        if found.agrees:
            assert not found.reason, f"{path}: agrees, so take it off the disagreements"
        else:
            assert found.reason, f"{path}: first {found.first.text}, second {found.second.text} ({found.second.place})"


def test_a_guess_of_the_figures_is_one_in_the_catalogue() -> None:
    for name in audited_systems():
        for path, found in audit(load_system(name)).comparisons.items():
            if found.second.basis == "guess" and found.agrees and found.first and found.first.basis != "guess":
                assert found.first.claims, f"{name}.{path}: nobody's figure, yet no claim stands behind it"


@pytest.mark.parametrize(
    ("body", "agrees"),
    [
        ("value: 15 m/s", True),
        ("value: 54.4 km/h", True),  # 0.7 % more
        ("value: 16 m/s", False),  # inside the catalogue's range, but 15 m/s is not inside this point
        ("value: 12 m/s, range: [10 m/s, 20 m/s]", True),
        ("value: 12 m/s, range: [10 m/s, 14 m/s]", False),
        ("value: 30 m/s, range: [10 m/s, 40 m/s]", False),
        ("range: [0 m/s, 22 m/s]", True),
        ("range: [16 m/s, 22 m/s]", False),
    ],
)
def test_when_two_readings_agree(tmp_path: Path, body: str, agrees: bool) -> None:
    found = reading(tmp_path, body)
    assert found.comparisons[PATH].agrees is agrees
    assert found.status(PATH) == ("audited" if agrees else "disputed")
    assert found.status("airframe.width") == "provisional"


def test_words_agree_only_when_equal(tmp_path: Path) -> None:
    assert reading(tmp_path, "value: absent", path="airframe.iff_state").status("airframe.iff_state") == "audited"
    assert reading(tmp_path, "value: works", path="airframe.iff_state").status("airframe.iff_state") == "disputed"
    assert reading(tmp_path, "value: yes", path="airframe.gate_exempt").status("airframe.gate_exempt") == "audited"
    assert reading(tmp_path, "value: no", path="airframe.gate_exempt").status("airframe.gate_exempt") == "disputed"


def test_the_spread_of_chance_is_the_range() -> None:
    found = audit(load_system("pantsir_s1")).comparisons["crew.reaction"]
    assert (found.second.low, found.second.value, found.second.high) == (4.0, 5.0, 6.0)
    assert found.agrees


def test_without_a_second_reading_all_is_provisional() -> None:
    assert audit(load_system("bomblet")).status("airframe.speed") == "provisional"


def test_a_value_that_the_catalogue_lacks_is_disputed(tmp_path: Path) -> None:
    assert reading(tmp_path, "value: 2 km", path="striker.standoff").status("striker.standoff") == "disputed"


@pytest.mark.parametrize(
    ("body", "end", "says"),
    [
        ("value: 15 s", "", "speed"),
        ("range: [20 m/s, 10 m/s]", "", "above its high end"),
        ("range: [20 m/s]", "", "without"),
        ("valeu: 15 m/s", "", "unknown key"),
        ("value: 15 m/s", "disagreements: {airframe.sped: because}", "no reading of airframe.sped"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, body: str, end: str, says: str) -> None:
    with pytest.raises(ScenarioError, match=says) as caught:
        reading(tmp_path, body, end)
    assert "quadcopter.yaml" in caught.value.first.file
