"""What the pictures of the replay page hold: something followed, rounds, designators, missiles, where they end."""

import json

import pytest

from shorad.study.raids import Raids
from shorad.view.replay_page import page

BOTH = pytest.mark.parametrize("space", [False, True], ids=["map", "space"])
CHOSEN = """(wanted) => {
    const { session, flat, space } = shorad, { doc, motion } = session.original;
    const row = doc.objects.findIndex((o, i) => o.side === 'hostile' && motion.flying(i, session.t));
    session.select({ kind: 'object', row });
    session.set('follow', wanted);
    const view = session.space ? space.view : flat;
    view.draw();
    const node = session.space ? space.nodes[1] : flat.canvas;
    return [view.pick(node.clientWidth / 2, node.clientHeight / 2), session.thing];
}"""


@BOTH
def test_a_followed_object_stays_in_the_middle(visit, served, space):
    view = visit(served.address)
    view.evaluate("space => { shorad.session.set('space', space); shorad.session.seek(400); }", space)
    found, followed = view.evaluate(CHOSEN, True)
    assert found == followed


DRAWN = """([space, table, share]) => {
    const { session, flat } = shorad, { original } = session;
    session.set('space', space);
    session.set('beams', false);
    const rows = original[table].rows ?? original[table].shots.rows;
    const c = name => (original[table].shots ?? original[table]).column(name)[0];
    session.seek(c('t0') + share * (c('t1') - c('t0')));
    const view = space ? shorad.space.view : flat;
    view.show('now');
    const picture = () => (space ? shorad.space.nodes[1] : flat.canvas).toDataURL();
    view.draw();
    const with_it = picture();
    const kept = original[table];
    const none = table === 'missiles' ? { shots: { rows: 0, column: () => [] } } : { rows: 0, column: () => [] };
    Object.defineProperty(original, table, { value: none, configurable: true, writable: true });
    view.draw();
    const without = picture();
    Object.defineProperty(original, table, { value: kept, configurable: true, writable: true });
    return [rows, with_it !== without];
}"""


@pytest.fixture(scope="module")
def struck(tmp_path_factory):
    """A raid with bombs led by laser, missiles and guns, as a file."""
    import shorad

    results = shorad.run(shorad.load("al_watiya_2020"), draws=4, replicates=4, but_for=False, parts=False)
    raids = Raids(results, "al_watiya")
    content = {**raids.content("worst"), "mode": "file", "original": json.loads(raids.replicate("worst"))}
    path = tmp_path_factory.mktemp("struck") / "page.html"
    path.write_text(page(content, "al_watiya", alone=True), encoding="utf-8")
    return f"file://{path}"


@BOTH
@pytest.mark.parametrize("table", ["bursts", "lasers", "missiles"])
def test_what_is_fired_is_drawn(visit, struck, space, table):
    """Gun rounds, designator lines and missiles change the picture of their moment, on the map and in the scene."""
    view = visit(struck)
    rows, drawn = view.evaluate(DRAWN, [space, table, 0.5])
    assert rows > 0 and drawn


@BOTH
@pytest.mark.parametrize("table", ["bursts", "missiles"])
def test_where_it_ends_is_drawn(visit, struck, space, table):
    view = visit(struck)
    rows, drawn = view.evaluate(DRAWN, [space, table, 1.0 + 1e-3])
    assert rows > 0 and drawn


def test_after_a_click_on_a_button_the_space_bar_plays(visit, served):
    """A button that keeps the keyboard would be clicked again instead."""
    view = visit(served.address)
    view.locator("button", has_text="Watch").first.click()
    assert not view.evaluate("() => shorad.session.playing")
    view.keyboard.press("Space")
    assert view.evaluate("() => shorad.session.playing")
