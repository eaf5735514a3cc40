"""The report: one file that asks for nothing, says all of it, and lets no text of a scenario become markup."""

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from made import first_look_material, lucky_results, mixed_results
from recorded import result
from typed import typed

from shorad.errors import ScenarioError
from shorad.results.results import Part, Results
from shorad.view.figures.material import Material
from shorad.view.report import html, pdf
from shorad.view.report.content import report
from shorad.view.report.model import Para, Section
from shorad.view.report.repeat import again
from shorad.view.report.write import Drawn, page

__all__ = ["typed"]
VOID = {"meta", "col", "wbr", "br", "use", "path", "image"}


class Reader(HTMLParser):
    """Elements with their attributes; complains about tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID or tag in ("use", "path", "image"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def without_pictures(results: Results, **more: object) -> str:
    return html.page(report(Material(results), (), **more), lambda name: f"<svg><title>{name}</title></svg>")


@pytest.fixture(scope="module")
def whole() -> str:
    return page(Drawn(first_look_material()), (), "none here")


# ---- one file ---------------------------------------------------------------------------------
def test_it_asks_for_nothing(whole):
    """No script, no picture from elsewhere, no link but to itself or to a source's address; a policy that says so."""
    for tag, attributes in Reader(whole).found:
        assert tag not in ("script", "link", "iframe", "object", "embed", "img", "base", "form"), tag
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href", "data", "srcset"):
            target = attributes.get(name) or "#"
            assert target.startswith(("#", "data:image/png")) or tag == "a", (tag, target)
    assert "default-src 'none'" in whole
    assert "@import" not in whole and not re.search(r"url\((?!#|['\"]?data:)", whole)


def test_it_is_small_and_has_every_section(whole):
    assert len(whole.encode()) < 3_000_000
    for title in ("The answer", "All that was measured", "Why it came so", "One raid", "Where the defence sees",
                  "What this answer leans on", "Bibliography", "How to repeat it"):  # fmt: skip
        assert f"<h2>{title}</h2>" in whole
    for figure in ("answer", "histograms", "timeline", "paths", "coverage_map", "coverage_polar", "coverage_cut"):
        assert f'id="figure-{figure}"' in whole


def test_it_serves_light_and_dark_and_paper(whole):
    assert "prefers-color-scheme: dark" in whole and "@media print" in whole
    assert "currentColor" in whole


# ---- what it says -----------------------------------------------------------------------------
def test_the_answer_is_that_of_the_summary():
    from shorad.view.summary import sentence

    results = lucky_results()
    assert sentence(results.answer).replace(" %", "\u00a0%") in without_pictures(results)


def test_the_three_intervals_have_columns_of_their_own():
    text = without_pictures(lucky_results()).replace("\u00a0", " ")
    for head in ("sampling error, 95 %", "chance of a raid, 90 %", "what is not known, 90 %"):
        assert f">{head}</th>" in text


def test_guesses_are_marked():
    text = without_pictures(lucky_results())
    assert "40 inputs are unconfirmed, 20 of them guesses" in text
    top, rest = text.split("All 40 unconfirmed inputs")
    assert top.count("? guess") + top.count("~ unverified") == 12
    assert (rest.count("? guess"), rest.count("~ unverified")) == (20, 20)


def test_parts_stand_in_table_and_text():
    text = without_pictures(mixed_results())
    assert "The answer split by readiness of battery" in text and "radar on, crew at work" in text


def test_of_a_sweep_the_head_says_where_it_turns_and_the_next_line_what_stands():
    whole = lucky_results()
    swept = replace(whole, parts=tuple(
        Part("sweep", "attack.drones.count", label, 0.0, whole) for label in ("10", "20")
    ))  # fmt: skip
    text = without_pictures(swept).replace("\u00a0", " ")
    lead = re.search('<p class="lead">(.+?)</p>\n<p>(.+?)</p>', text)
    assert lead[1].endswith("attack.drones.count = 20.") and lead[2].startswith("As the scenario stands: chance")
    assert "<strong>Note: </strong>Chance" not in text


def test_a_narrow_table_fits_a_narrow_screen():
    text = without_pictures(mixed_results())
    assert '<table class="few">' in text and "table.few { min-width: 0; }" in text


def test_the_command_repeats_the_run():
    assert again(lucky_results())[1] == (
        "shorad run by_hand.yaml --seed 1 --draws 20 --replicates 20 --set 'a.b=3 km' --out results/by_hand"
    )
    assert again(mixed_results().part("silent"))[-1].endswith("--part defence.battery.readiness=silent")


def test_the_command_of_a_real_run_gives_the_same_result():
    """As printed, but into the library: same outcomes, bit for bit."""
    import shlex

    import shorad

    results = result("first_look")
    words = shlex.split(again(results)[1])
    given = {words[i]: int(words[i + 1]) for i in range(3, 9, 2)}
    fresh = shorad.run(shorad.load("first_look"), draws=given["--draws"], replicates=given["--replicates"],
                       seed=given["--seed"], but_for=False, parts=False)  # fmt: skip
    assert "--no-butfor" in words
    assert fresh.outcomes.run.tobytes() == results.outcomes.run.tobytes()


def test_without_a_replicate_it_says_why():
    def fails(*_):
        raise ScenarioError("of another version")

    text = html.page(report(Material(lucky_results(), fails, fails), (), "no scenario"), lambda name: "")
    assert "No replicate can be shown: of another version" in text and "Not to be had: no scenario" in text


# ---- hostile names ----------------------------------------------------------------------------
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_no_text_of_a_scenario_becomes_markup():
    results = lucky_results()
    evil = replace(
        results,
        cast=replace(results.cast, assets=("command", EVIL), units=(f"{EVIL}.1", f"{EVIL}.2")),
        about=replace(results.about, question=EVIL, title=EVIL, answer=f"assets.{EVIL}.survival", documented=(EVIL,),
                      notional=(EVIL,), warnings=(EVIL,)),
        provenance=replace(results.provenance, text=EVIL, overrides=(f"a={EVIL}",), file=f"{EVIL}.yaml"),
    )  # fmt: skip
    text = page(Drawn(Material(evil)), (), EVIL)
    tags = {tag for tag, _ in Reader(text).found}
    assert not tags & {"script", "img"} and "&lt;script&gt;" in text


# ---- PDF --------------------------------------------------------------------------------------
def test_a_pdf_is_one_and_the_same_again(tmp_path):
    made = report(Material(mixed_results()), ())
    picture = Drawn(Material(mixed_results())).png("parts")
    for n in (1, 2):
        pdf.write(made, lambda _: picture, tmp_path / f"{n}.pdf")
    first, second = ((tmp_path / f"{n}.pdf").read_bytes() for n in (1, 2))
    assert first == second
    assert first.startswith(b"%PDF-1.") and first.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", first)) >= 4 and b"DejaVuSans" in first


def test_a_pdf_keeps_hostile_text(tmp_path):
    made = replace(report(Material(lucky_results()), ()), title=EVIL, sections=[Section("a", EVIL, [Para(EVIL)])])
    pdf.write(made, lambda name: (b"", 1.0), tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").stat().st_size > 1000


# ---- the commands -----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return result("first_look").save(tmp_path_factory.mktemp("results") / "first_look")


def test_the_command_writes_page_and_pdf(typed, folder, tmp_path):
    code, out, err = typed("report", folder, "--pdf", "--replicate", "worst")
    assert (code, out) == (0, "first_look-report.html\nfirst_look-report.pdf\n"), err
    text = (tmp_path / "first_look-report.html").read_text()
    assert "https://en.wikipedia.org/wiki/Pantsir" in text and "worst of assets.depot.survival" in text
    assert (tmp_path / "first_look-report.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "first_look-report.pdf").stat().st_size < 3_000_000


def test_only_what_is_stored(typed, folder, tmp_path):
    code, out, _ = typed("report", folder, "--stored-only", "--out", "a/b.html")
    assert (code, out) == (0, "a/b.html\n")
    assert "<h2>One raid</h2>" not in (tmp_path / "a" / "b.html").read_text()


def test_plot_writes_the_figures_that_are_named(typed, folder, tmp_path):
    code, out, _ = typed(
        "plot", folder, "--figure", "chain", "--figure", "answer", "--format", "svg", "--theme", "dark"
    )
    assert (code, out) == (0, "figures/chain.svg\nfigures/answer.svg\n")
    assert (tmp_path / "figures" / "chain.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "--out", "x.pdf"), "the PDF comes beside it with --pdf"),
        (("report", "--replicate", "medium"), 'did you mean "median"'),
        (("report", "--height", "5 kg"), "kg"),
        (("report", "--part", "silent"), "has no split or sweep"),
        (("report", "--stored-only", "--out", "/proc/no/x.html"), "cannot be written"),
        (("plot", "--figure", "chian"), 'did you mean "chain"'),
        (("plot", "--figure", "parts"), "its scenario has no split or sweep"),
        (("plot", "--format", "gif"), 'there is no format "gif"'),
        (("plot", "--theme", "blue"), 'there is no theme "blue"'),
        (("plot", "--figure", "answer", "--out", "/proc/no"), "cannot be written"),
    ],
)
def test_mistakes_are_said_plainly(typed, folder, words, said):
    command, *rest = words
    code, _, err = typed(command, folder, *rest)
    assert code == 2
    assert said in err and "Traceback" not in err


@pytest.mark.parametrize(("module", "extra"), [("matplotlib", "plot"), ("reportlab", "report")])
def test_a_missing_library_is_named_with_its_extra(typed, folder, module, extra, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    code, _, err = typed("report", folder, "--pdf")
    assert code == 2 and f'{sys.executable} -m pip install "shorad[{extra}]"' in err
