"""A priced decision on one page: the options, what knowledge would be worth, which unknown most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.view.numbers import bar, clip
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Priced = Any  # of shorad.study, handed in: pages read results, they do not run anything


def decision(found: Priced) -> Group:
    """The page of `shorad study value`."""
    asked = found.decision
    return stack(
        [
            [Text(asked.question, style="bold"), Text(f"Who decides: {asked.decider}"), Text(f"Knows: {asked.knows}")],
            [Text(sentence(found))],
            _options(found),
            _table("What knowing would be worth to him, at most", found, [found.everything, *found.groups]),
            _table("What an imperfect look would be worth", found, found.looks),
            _table("One unknown at a time, those worth most", found, found.singles),
            [Text(last_line(found), style="dim")],
        ]
    )


def sentence(found: Priced) -> str:
    """The answer in one plain sentence."""
    choice, most = found.choice, found.everything
    best = f"Best without knowing more: {choice.options[choice.best]}."
    if most.interval[0] <= 0.0:
        return f"{best} Knowing more is not shown to be worth anything: {money(most.value)} ({_span(most)})."
    told = [each for each in found.singles if each.interval[0] > 0.0]
    first = f"; of single unknowns, {told[0].name} most ({money(told[0].value)})" if told else ""
    return f"{best} Knowing everything that is not known would be worth {money(most.value)} ({_span(most)}){first}."


def _options(found: Priced) -> list[RenderableType]:
    choice = found.choice
    rows = [
        [name, money(mean), f"± {money(2.0 * error)}", "best" if i == choice.best else "",
         clip(found.decision.options[name].note, 44)]
        for i, (name, mean, error) in enumerate(zip(choice.options, choice.means, found.errors, strict=True))
    ]  # fmt: skip
    return [
        heading("Mean payoff of each option (± two standard errors, counted by draw)"),
        plain(["", "", "", "", ""], rows, [20, 13, 13, 5, 44], right=(1, 2)),
    ]


def _table(title: str, found: Priced, worths: Sequence[Any]) -> list[RenderableType]:
    if not worths:
        return []
    top = max(found.everything.value, 1e-12)
    rows = [
        [
            clip(each.name, 42),
            money(each.value),
            _span(each),
            bar(each.value / top, 16) if each.interval[0] > 0 else "?",
        ]
        for each in worths
    ]
    note = "  (?: not told apart from nothing)" if any(each.interval[0] <= 0.0 for each in worths) else ""
    return [heading(title + note), plain(["", "", "", ""], rows, [43, 12, 24, 17], right=(1, 2))]


def last_line(found: Priced) -> str:
    """From what it was computed."""
    draws, replicates, _ = found.payoffs.shape
    return f"{draws} draws x {replicates} replicates per option, equal luck; seed {found.seed}; {found.seconds:.0f} s"


def _span(each: Any) -> str:
    return f"{money(each.interval[0])} to {money(each.interval[1])}"


def money(value: float) -> str:
    """`-1.2 MUSD`, `340 kUSD`, `0`."""
    size = abs(value)
    for limit, unit in ((1e9, "bnUSD"), (1e6, "MUSD"), (1e3, "kUSD")):
        if size >= limit:
            shown = value / limit
            return f"{shown:.{0 if abs(shown) >= 100 else 1 if abs(shown) >= 10 else 2}f} {unit}"
    return f"{value:.0f} USD" if size >= 0.5 else "0"


def document(found: Priced) -> dict[str, Any]:
    """The same as plain numbers, USD, unrounded."""

    def worth(each: Any) -> dict[str, Any]:
        return {"name": each.name, "value": each.value, "interval": list(each.interval)}

    draws, replicates, _ = found.payoffs.shape
    return {
        "question": found.decision.question,
        "decider": found.decision.decider,
        "options": dict(zip(found.choice.options, found.choice.means, strict=True)),
        "best": found.choice.options[found.choice.best],
        "everything": worth(found.everything),
        "groups": [worth(each) for each in found.groups],
        "looks": [worth(each) for each in found.looks],
        "unknowns": [worth(each) for each in found.singles],
        "draws": draws,
        "replicates": replicates,
        "seed": found.seed,
    }
