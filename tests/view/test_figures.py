"""Figures: each is drawn from hand-made and from real results; names, feet, marks; what is not there says why."""

import re
import sys
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from made import first_look_material, lucky_results, mixed_results

from shorad.commands.report import FIGURES
from shorad.errors import ScenarioError
from shorad.results.chain import LINKS, chain
from shorad.results.coverage import Coverage
from shorad.results.words import REASONS
from shorad.view.figures import cover, names, timeline
from shorad.view.figures.material import Material
from shorad.view.figures.style import THEMES, inline_svg, write

LIGHT = THEMES["light"]


def texts(figure) -> str:
    from matplotlib.text import Text

    return "\n".join(each.get_text() for each in figure.findobj(Text))


def test_the_help_names_all_figures():
    assert tuple(names.KINDS) == FIGURES


def test_what_is_there_depends_on_what_is_given():
    stored = {"answer", "draws", "histograms", "chain", "reasons", "butfor"}
    assert set(names.there(Material(lucky_results()))) == stored
    assert set(names.there(Material(mixed_results()))) == stored | {"parts"}
    assert set(names.there(first_look_material())) >= {"timeline", "paths", "coverage_map", "coverage_polar"}


@pytest.mark.parametrize("name", ["answer", "draws", "parts", "histograms", "chain", "reasons", "butfor"])
def test_a_figure_says_draws_replicates_seed_and_guesses(name):
    said = texts(names.draw(name, Material(mixed_results()), LIGHT))
    assert "400 runs: 20 draws x 20 replicates, seed 1" in said
    assert "40 unconfirmed inputs, 20 of them guesses" in said
    assert names.KINDS[name].title in said


@pytest.mark.parametrize("name", ["timeline", "paths"])
def test_a_replicate_is_named_by_its_address(name):
    given = first_look_material()
    story = given.recording.story
    said = texts(names.draw(name, given, LIGHT))
    assert f"seed 3, draw {story.k}, replicate {story.r}), run again exactly" in said


@pytest.mark.parametrize("name", ["coverage_map", "coverage_polar", "coverage_cut"])
def test_coverage_says_that_it_is_no_result_of_the_runs(name):
    assert "nominal values, no draw: not a result of the runs" in texts(names.draw(name, first_look_material(), LIGHT))


def test_the_three_intervals_have_a_row_each():
    said = texts(names.draw("answer", Material(mixed_results()), LIGHT))
    for row in ("sampling error (95 %)", "what is not known (90 %)", "chance of a single raid (90 %)", "yes: ", "no: "):
        assert row in said


def test_axes_have_units():
    given = first_look_material()
    for name in names.there(given):
        if name == "chain":
            continue  # a flow has no axes
        labels = " ".join(f"{a.get_xlabel()} {a.get_ylabel()}" for a in names.draw(name, given, LIGHT).axes)
        if name == "coverage_polar":
            labels = texts(names.draw(name, given, LIGHT))
        assert re.search(r"%|km|\bs\b|min|number|ratio|sorted", labels), (name, labels)


# ---- the flow ---------------------------------------------------------------------------------
def test_every_reason_breaks_exactly_one_link():
    assert sorted(reason for reasons in LINKS.values() for reason in reasons) == sorted(REASONS)


def test_the_flow_adds_up():
    results = lucky_results()
    flow = chain(results)
    leaked = int((results.outcomes.objects["leaked"] > 0).sum())
    assert flow.leaked == leaked
    assert flow.came == flow.idle + flow.leaked + flow.stopped
    assert flow.stopped == int((results.outcomes.objects["life"][:, 1:3] == 2).sum())
    assert {link.link for link in flow.broken if link.count} == {"see", "assign", "hit"}  # reasons 5, 10, 16 and 17


# ---- coverage ---------------------------------------------------------------------------------
def disc(radius: float) -> Coverage:
    """Certain within `radius` (m) of one unit at (1 km, 0), nothing outside."""
    x = np.arange(-20e3, 20e3 + 1, 100.0)
    inside = np.hypot(x[None] - 1e3, x[:, None]) <= radius
    return Coverage(
        question="", target="t", height=100.0, above="ground", x=x, y=x, relief=np.zeros(inside.shape, np.float32),
        units=("u",), sensors=("radar",), places=np.array([[1e3, 0.0]]), visible=inside[None].astype(np.uint8),
        chance=inside[None].astype(np.float32), assets=(), origin=None,
    )  # fmt: skip


def test_reach_by_bearing_of_a_disc_is_its_radius():
    """To the spacing of the map, 100 m, on every bearing; and nothing where nothing is seen."""
    bearings = np.linspace(0.0, 2.0 * np.pi, 73)
    assert np.abs(cover.reach_by_bearing(disc(8e3), bearings) - 8e3).max() <= 150.0
    assert not cover.reach_by_bearing(disc(-1.0), bearings).any()


# ---- timeline ---------------------------------------------------------------------------------
def test_the_timeline_counts_what_the_recording_holds():
    recording = first_look_material().recording
    t, count = timeline._stock(recording, "missiles")
    assert count[0] == sum(unit.missiles for unit in recording.scene.units)
    failed = int((recording["events"]["kind"] == recording.story.terms["event"].index("launch_fail")).sum())
    assert count[0] - count[-1] == len(recording["shots"]) + failed
    t, flying = timeline._in_air(recording, [0, 1, 2, 3])
    assert flying.max() == 4 and np.diff(t).min() >= 0.0


def test_the_timeline_shows_who_jams_and_what_gave_way():
    recording = first_look_material().recording
    words = recording.story.terms["event"]
    told = np.zeros(3, recording["events"].dtype)
    told["kind"], told["t"] = [words.index(kind) for kind in ("jam_on", "jammed", "jam_off")], (60.0, 70.0, 90.0)
    jammed = replace(recording, tables={**recording.tables, "events": told})
    axes = timeline.alone(jammed).axes[1]
    bar = next(each for each in axes.collections if each.get_label() == "jamming")
    assert np.diff(bar.get_segments()[0][:, 0]) == pytest.approx(30.0 / timeline.scale_of(jammed)[0])
    assert next(each for each in axes.lines if each.get_label() == "jammed: gave way").get_ydata() == [1]


# ---- files ------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_figure_gives_the_same_bytes(kind, tmp_path):
    for n in (1, 2):
        write(names.draw("chain", Material(lucky_results()), LIGHT), tmp_path / f"{n}.{kind}", LIGHT)
    first, second = ((tmp_path / f"{n}.{kind}").read_bytes() for n in (1, 2))
    assert first == second and len(first) > 2000


def test_an_inline_figure_is_clean_xml_in_the_colour_of_the_page():
    figure = names.draw("parts", Material(mixed_results()), LIGHT, titled=False)
    text = inline_svg(figure, "parts", LIGHT, 'a "<title>"')
    ElementTree.fromstring(text.replace("xlink:", ""))
    assert "currentColor" in text and LIGHT.ink not in text
    used, there = set(re.findall(r'(?:url\(#|href="#)([^")]+)', text)), re.findall(r'\bid="([^"]+)"', text)
    assert used == set(there) and len(there) == len(set(there))
    assert all(each.startswith("parts-") for each in there)


def test_a_hostile_name_stays_text():
    """A dollar sign starts no formula, a tag no element."""
    results = lucky_results()
    evil = replace(results.cast, assets=("command", "$<script>x</script>&"))
    about = replace(results.about, answer=f"assets.{evil.assets[1]}.survival")
    given = Material(replace(results, cast=evil, about=about))
    text = inline_svg(names.draw("answer", given, LIGHT), "answer", LIGHT, "t")
    assert "<script" not in text and "$&lt;script&gt;" in text


# ---- what is not there --------------------------------------------------------------------------
def test_a_figure_that_is_not_there_says_why():
    with pytest.raises(
        ScenarioError, match="no figure parts: its scenario has no split or sweep; it has answer, draws"
    ):
        names.draw("parts", Material(lucky_results()), LIGHT)
    with pytest.raises(ScenarioError, match='did you mean "chain"'):
        names.draw("chian", Material(lucky_results()), LIGHT)


def test_a_scenario_that_cannot_be_read_leaves_its_figures_out_and_says_so():
    def fails(*_):
        raise ScenarioError("of another version")

    given = Material(lucky_results(), fails, fails)
    assert "timeline" not in names.there(given)
    assert given.notes() == (
        "No replicate can be shown: of another version", "No coverage can be shown: of another version"
    )  # fmt: skip


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ScenarioError, match=r'pip install "shorad\[plot\]"'):
        names.draw("chain", Material(lucky_results()), LIGHT)


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("name", ["chain", "timeline", "paths", "coverage_map", "coverage_polar", "coverage_cut"])
def test_no_word_is_cut_off_at_the_edge(name, titled):
    """A report draws figures without their title: what stands on top then stands at the very edge."""
    from matplotlib.text import Text

    figure = names.draw(name, first_look_material(), LIGHT, titled)
    figure.canvas.draw()
    edge, said = (
        figure.bbox,
        [each for each in figure.findobj(Text) if re.search("[a-z]", each.get_text()) and each.get_visible()],
    )
    boxes = [(each.get_text(), each.get_window_extent(figure.canvas.get_renderer())) for each in said]
    off = [text for text, box in boxes if box.y1 > edge.y1 + 1.0 or box.y0 < edge.y0 - 1.0]
    assert not off
