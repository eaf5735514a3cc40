"""`shorad study rare`: the chance of an event that plain runs hardly ever see."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from shorad import limits
from shorad.commands.common import INTERRUPTED, Quiet, ScenarioArgument, Seed, Settings, complain, say_if_cold
from shorad.commands.studies import engine_faults, typed_or

if TYPE_CHECKING:
    from shorad.study.rare import Rare

FEW = 10  # trees with the event
HEAVY = 0.25  # of all that was found in one tree


def rare(
    context: typer.Context,
    scenario: ScenarioArgument,
    event: Annotated[
        str, typer.Option(metavar="EVENT", help='Of one run: "leakers >= 1"; default: that of the study block.')
    ] = "",
    draws: Annotated[int, typer.Option(min=1, max=limits.DRAWS, help="Draws of what is not known.")] = 1,
    replicates: Annotated[int, typer.Option(min=2, max=limits.REPLICATES, help="Trees per draw.")] = 500,
    plain: Annotated[int, typer.Option(min=0, help="Also so many plain runs per draw, to compare with.")] = 0,
    seed: Seed = None,
    settings: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON document, unrounded.")] = False,
    quiet: Quiet = False,
) -> None:
    """The chance of a rare event: a run that comes near goes on as several, each of less weight (splitting).

    shorad study rare first_look --event "leakers >= 3" --replicates 600

    shorad study rare studies/rare_leak.yaml
    """
    from shorad.api import load_study, overrides
    from shorad.errors import ScenarioError
    from shorad.study.cases import StoppedError
    from shorad.study.rare import rare as find
    from shorad.study.sampling import interruptible

    made, studies = load_study(scenario, overrides(settings or []))
    written = studies.rare
    event = event or (written.event if written else "")
    if not event:
        raise ScenarioError("no event is named", '--event "leakers >= 1", or `rare: {event: ...}` in the study block')
    draws = typed_or(context, "draws", draws, written.draws if written else None)
    replicates = typed_or(context, "replicates", replicates, written.replicates if written else None)
    say_if_cold(quiet)
    with interruptible() as stopped, engine_faults():
        seed = made.run.seed if seed is None else seed
        try:
            found = find(made, event, draws, replicates, seed, stopped=stopped, plain_runs=plain)
        except StoppedError:
            complain("interrupted before the first tree was finished; nothing is kept", INTERRUPTED)
        ended = stopped()
    if json:
        import json as codec

        typer.echo(
            codec.dumps(
                asdict(found) | {"event": str(found.event), "check": found.check and found.check._asdict()},
                indent=1,
                allow_nan=False,
            )
        )
    else:
        typer.echo("\n".join([*_answer(found), *_worth(found)]))
    if ended:
        asked = found.draws * found.roots
        complain(f"interrupted; {found.trees} of {asked} trees are counted above, nothing else is kept", INTERRUPTED)


def _answer(found: Rare) -> list[str]:
    """The chance, and what it was made of."""
    low, high = min(found.levels), max(found.levels)
    levels = f"{low} levels" if low == high else f"{low} to {high} levels"
    lines = [
        f"Chance of {found.event}: {found.chance:.2g} ({found.low:.2g} to {found.high:.2g} with 95 % confidence)",
        f"{found.trees // len(found.levels)} trees in each of {len(found.levels)} draws, {levels}, seed {found.seed}; "
        f"{found.hits} trees had it; {found.seconds:.1f} CPU s",
    ]
    if found.check is not None:
        c = found.check
        lines.append(
            f"Plain runs of the same draws: {c.hits} of {c.runs:,} had it, {c.hits / c.runs:.2g} ({c.low:.2g} to "
            f"{c.high:.2g} by chance alone); {c.seconds:.1f} CPU s"
        )
    if 0 < found.hits < FEW:
        lines.append(
            f"Only {found.hits} trees had it: the interval ends where counting them would. More --replicates help"
        )
    elif found.heaviest > HEAVY:
        lines.append(f"One tree brings {100.0 * found.heaviest:.0f} % of it: take it with care. More --replicates help")
    return lines


def _worth(found: Rare) -> list[str]:
    """What splitting was worth, even where that is nothing."""
    rate = f"{1e3 * found.root:.3g} ms a tree, {1e3 * found.plain:.3g} ms a plain run"
    if not any(found.levels):
        why = "it is not rare, or comes about at one stroke rather than step by step"
        return [f"Nothing was split: no path came nearer to it by steps ({why}). These were plain runs ({rate})"]
    if found.saving is None or found.runs is None:
        return ["Too little was seen to say what splitting saved: ask for more --replicates"]
    lines = [f"Plain runs would need {found.saving:.2g} times the time for the same error of chance ({rate})"]
    if found.saving < 1.0:
        each = max(2, round(found.runs / len(found.levels)))
        lines.append(
            "Splitting brought nothing here: nearness of the attackers does not tell who will get there. "
            f"Quicker: plain runs, about --draws {len(found.levels)} --replicates {each} of shorad run"
        )
    return lines
