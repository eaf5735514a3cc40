"""The page of a run: its order, its size, its rounding; nothing that a newcomer cannot read."""

import re
from dataclasses import replace

import numpy as np
import pytest

from shorad.results.butfor import collect
from shorad.results.columns import Outcomes
from shorad.results.intervals import Estimate
from shorad.results.measures import Measure
from shorad.results.provenance import About, Input, provenance
from shorad.results.results import Part, Results
from shorad.results.words import READINESS, SWITCHES
from shorad.view.numbers import bar, decimals, estimate_text, percent, rounded, span_text
from shorad.view.study import last_line
from shorad.view.summary import summary_text

STEPS = ("shorad run x.yaml --out results/x", "shorad explain x.yaml", "shorad cite x.yaml")


@pytest.fixture
def results(make_lucky, cast) -> Results:
    o = make_lucky(20, 50)
    rng = np.random.default_rng(0)
    under = {}
    for switch in SWITCHES:
        changed = Outcomes(*(table.copy() for table in o))
        changed.objects["leaked"] &= (rng.random(changed.objects.shape) < rng.random()).astype("i1")
        under[switch] = changed
    inputs = tuple(
        Input(f"pantsir_s1.search_radar.field_{i}", "?", "36 km", "32 km .. 36 km", ("guess", "repeated")[i % 2])
        for i in range(40)
    )
    about = About("What chance has the depot?", answer="assets.depot.survival", inputs=inputs)
    draws = {k: {f"pantsir_s1.search_radar.field_{i}": float(rng.random()) for i in range(30)} for k in range(20)}
    return Results(o, cast, draws, about, provenance("x", "q", (), 1, 20, 50, 2), collect(o, under, cast, 1000))


@pytest.fixture
def mixed(results, make_lucky) -> Results:
    states = tuple(
        Part("split", "defence.battery.readiness", state, 0.25, replace(results, outcomes=make_lucky(20, 10, seed)))
        for seed, state in enumerate(READINESS)
    )
    return replace(results, parts=states)


def place(text: str, *marks: str) -> list[int]:
    return [text.index(mark) for mark in marks]


@pytest.mark.parametrize("which", ["results", "mixed"])
def test_under_60_lines_of_100_columns(which, request) -> None:
    lines = summary_text(request.getfixturevalue(which), STEPS).splitlines()
    assert len(lines) < 60
    assert max(map(len, lines)) <= 100


def test_order_of_the_page(results) -> None:
    found = place(
        summary_text(results, STEPS), "What chance has", "Chance that depot survives:", "error, 95 %", "Why:",
        "But for one link", "Leans on 40", "Next:", "shorad run", "seed 1",
    )  # fmt: skip
    assert found == sorted(found)


def test_states_come_before_the_mixture(mixed) -> None:
    found = place(summary_text(mixed, STEPS), "The answer split by", "radar on, crew at work", "all together, as mixed")
    assert found == sorted(found)


def test_with_a_split_the_first_sentence_goes_state_by_state(mixed) -> None:
    lines = summary_text(mixed, STEPS).split("\n\n")[1]
    said = " ".join(lines.split())
    found = place(said, "Chance that depot survives: radar on", "ready but silent", "still deploying", "no crew",
                  "; mixed as stated", "What is not known spreads the mixture")  # fmt: skip
    assert found == sorted(found)
    sentence = said[: said.index(". ")]
    shares = re.findall(r"(\d+) % \((\d+) to (\d+)\)", sentence)
    assert len(shares) == 5
    assert all(int(low) <= int(mid) <= int(high) for mid, low, high in shares)


def test_reasons_and_but_for_shares_show_their_error(results) -> None:
    """`54 %   47 to 61`, in each row that has a bar."""
    text = summary_text(results, STEPS)
    rows = [line for line in text.splitlines() if re.search(r"[█▏▎▍▌▋▊▉]", line)]
    assert len(rows) >= 8
    for row in rows:
        mid, low, high = re.search(r"(\d+) % +(\d+)(?: to (\d+))? ", row).groups(default="")
        assert int(low) <= int(mid) <= int(high or low)
    assert re.search(r"No single link prevents \d+ % \(\d+ to \d+\)", text)


def test_the_flip_weight_shows_its_error(mixed, make_blank) -> None:
    def lost(shares: list[int]) -> Results:
        o = make_blank(len(shares), 10)
        o.assets["rung"][o.run["r"] < np.array(shares)[o.run["k"]], 1] = 3
        return replace(mixed, outcomes=o, parts=())

    first, second, *_ = mixed.parts
    apart = (replace(first, results=lost([1, 2, 3] * 4)), replace(second, results=lost([8] * 12)))
    text = " ".join(summary_text(replace(mixed, parts=apart)).split())
    said = re.search(
        r"weight of radar on is 50 % \((\d+) to (\d+); now 25 %\), or of ready but silent is 50 % \(", text
    )
    assert 30 < int(said[1]) < 50 < int(said[2]) < 70
    near = (replace(first, results=lost([0, 9, 3])), replace(second, results=lost([8, 8, 8])))
    assert "or never; now 25 %)" in summary_text(replace(mixed, parts=near))


def test_sweep_names_where_it_breaks(results, make_blank) -> None:
    steps = []
    for n, lost in (("10", 0), ("20", 15)):
        o = make_blank(2, 10)
        o.assets["rung"][:lost, 1] = 3
        steps.append(Part("sweep", "attack.drones.count", n, 0.0, replace(results, outcomes=o)))
    text = summary_text(replace(results, parts=tuple(steps)))
    assert "It falls below 50 % at 20." in text
    first = " ".join(text.split("\n\n")[1].split())
    assert first.startswith("Chance that depot survives falls below 50 % at attack.drones.count = 20.")
    assert "As the scenario stands: chance that depot survives:" in first
    few = " ".join(summary_text(replace(results, parts=tuple(steps[:1]))).split())
    assert "is nowhere below 50 % up to attack.drones.count = 10." in few


def test_what_was_changed_stands_beside_the_question_and_in_the_last_line_of_a_study(results) -> None:
    made = replace(results.provenance, overrides=("attack.drones.count=8", "defence.pantsir.roe=free"), part="")
    assert "\nChanged: attack.drones.count=8, defence.pantsir.roe=free\n" in summary_text(
        replace(results, provenance=made)
    )
    assert "Changed" not in summary_text(results)
    assert last_line(made).startswith("Changed: attack.drones.count=8, defence.pantsir.roe=free\nshorad ")
    part = replace(made, part="attack.drones.count=8")  # of a sweep: its own step is no change
    assert part.changed == "defence.pantsir.roe=free"
    assert replace(results, provenance=part).asked.endswith("(Changed: defence.pantsir.roe=free.)")


def test_an_interrupted_run_says_so(results, make_lucky) -> None:
    short = replace(results, outcomes=make_lucky(7, 50), provenance=replace(results.provenance, interrupted=True))
    assert "Stopped early: 350 of 1,000 runs" in summary_text(short)


def test_one_draw_says_that_nothing_unknown_was_varied(results, make_lucky) -> None:
    assert "what is not known was not varied" in summary_text(replace(results, outcomes=make_lucky(1, 50), butfor=None))


def test_the_input_that_moves_the_answer_comes_first(results) -> None:
    means = [results.outcomes.assets["rung"][results.outcomes.run["k"] == k, 1].mean() for k in range(20)]
    draws = {k: {**values, "pantsir_s1.search_radar.field_7": means[k]} for k, values in results.draws.items()}
    assert "none stands out" in summary_text(results)
    text = summary_text(replace(results, draws=draws))
    assert "the answer moved most with" in text
    after = text[text.index("Leans on") :].splitlines()
    assert "field_7 " in after[1]


def test_an_answer_that_did_not_occur(results, make_blank) -> None:
    about = replace(results.about, answer="neutral.hit")
    assert "No answer" in summary_text(replace(results, outcomes=make_blank(2, 3), about=about, butfor=None))


@pytest.mark.parametrize(
    ("half", "places", "value", "text"),
    [
        (0.07, 2, 0.6234, "0.62"),
        (7.0, 0, 62.34, "62"),
        (1200.0, -2, 45678.0, "45,700"),
        (5000.0, -3, 45678.0, "46,000"),
        (0.4, 1, 2.0, "2.0"),
        (10.0, 0, 90.3, "90"),
    ],
)
def test_rounding_to_what_the_interval_supports(half: float, places: int, value: float, text: str) -> None:
    assert decimals(half) == places
    assert rounded(value, places) == text


def test_units() -> None:
    def made(unit: str, mean: float, low: float, high: float) -> Measure:
        return Measure("p", "l", unit, Estimate(mean, (low, high), None, None, 2, 2, "t"))

    assert estimate_text(made("share", 0.617, 0.55, 0.69)) == "62 %"
    assert span_text(made("share", 0.617, 0.552, 0.691), (0.552, 0.691)) == "55 to 69 %"
    assert estimate_text(made("USD", 1.234e6, 1.1e6, 1.3e6)) == "1.23 M USD"
    assert estimate_text(made("s", 754.0, 700.0, 800.0)) == "12.6 min"
    assert estimate_text(made("count", 3.0, 3.0, 3.0)) == "3"
    assert span_text(made("count", 3.0, 3.0, 3.0), None) == "-"


def test_bars_and_percents() -> None:
    assert percent(0.001) == "<1 %"
    assert bar(0.0) == ""
    assert bar(1.0, 10) == "█" * 10
    assert len(bar(0.51, 10)) == 6
