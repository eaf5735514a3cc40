"""One replicate in tables: the kill chain of each target, and what happened when."""

from __future__ import annotations

from shorad.results.difference import sentence
from shorad.results.happenings import FELT, TOLD
from shorad.results.recording import Recording
from shorad.results.strips import Strip, strips
from shorad.view.report.model import Block, More, Para, Table

LINKS = ("seen", "tracked", "identified", "assigned", "engaged", "hit", "assessed")
STRIPS, EVENTS = 40, 600  # rows at most
NEVER = "–"


def blocks(recording: Recording) -> list[Block]:
    found = strips(recording)
    shown = sorted(found, key=lambda strip: (not strip.leaked, strip.object))[:STRIPS]
    shown = sorted(shown, key=lambda strip: strip.object)
    made: list[Block] = []
    if shown:
        more = f" ({len(shown)} of {len(found)}, those that got through first)" if len(shown) < len(found) else ""
        made = [
            Para(f"The chain of each target{more}: seconds at which each link first came, {NEVER} where it never did."),
            Table(("target", *LINKS, "end", "what broke"), [_row(recording, strip) for strip in shown],
                  (0.14, *[0.084] * 7, 0.11, 0.162), tuple(range(1, 8))),
        ]  # fmt: skip
    rows, left_out = _events(recording)
    note = f" ({left_out} of lesser weight left out)" if left_out else ""
    return [*made, More(f"What happened, moment by moment: {len(rows)} events{note}",
                        [Table(("time, s", "event"), rows, (0.12, 0.88), (0,))])]  # fmt: skip


def _row(recording: Recording, strip: Strip) -> tuple[str, ...]:
    times = [f"{strip.times[link]:.0f}" if link in strip.times else NEVER for link in LINKS]
    return (recording.scene.objects[strip.object].name, *times, strip.end, strip.reason or "")


def _events(recording: Recording) -> tuple[list[tuple[str, str]], int]:
    """Time and words of each event worth telling; where they are too many only those that somebody feels."""
    kinds = [recording.story.terms["event"][int(kind)] for kind in recording["events"]["kind"]]
    told = [i for i, kind in enumerate(kinds) if kind in TOLD]
    kept = told if len(told) <= EVENTS else [i for i in told if kinds[i] in FELT][:EVENTS]
    return [(f"{recording['events']['t'][i]:.1f}", sentence(recording, i)) for i in kept], len(told) - len(kept)
