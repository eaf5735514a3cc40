"""A priced decision on one page: the options, what knowledge would be worth, which unknown most."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets
from shorad.view.bars import Bar, draw_bars
from shorad.view.numbers import bar, clip
from shorad.view.study import head
from shorad.view.study import last_line as provenance_line
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Priced = Any  # of shorad.study, handed in: pages read results, they do not run anything

FEW = 6  # single unknowns shown when none of them stands out


def decision(found: Priced) -> Group:
    """The page of `shorad study value`."""
    asked = found.decision
    return stack(
        [
            [
                Text(asked.question, style="bold"),
                Text(f"Who decides: {asked.decider}"),
                Text(f"Knows: {asked.knows}"),
                Text(f"Is paid: {_payoff(asked)}"),
            ],
            [Text(sentence) for sentence in sentences(found)],
            _options(found),
            _table("What knowing would be worth to him, at most", found, [found.everything, *found.groups]),
            _table("What an imperfect look would be worth", found, found.looks),
            _table(f"One unknown at a time, of {len(found.names)}", found, _singles(found), len(found.names)),
            [Text(last_line(found), style="dim")],
        ]
    )


def _payoff(asked: Any) -> str:
    """Measures with their prices, and what else an option costs."""
    terms = [f"{money(term.price.number)} per unit of {term.measure}" for term in asked.payoff]
    costs = any(option.cost.number for option in asked.options.values())
    return ", ".join([*terms, *(["less the cost of the option"] if costs else [])])


def sentences(found: Priced) -> list[str]:
    """The answer in plain sentences; what is not shown to be worth anything is said not to be."""
    choice, most = found.choice, found.everything
    best = f"Best without knowing more: {choice.options[choice.best]}{_tie(found)}."
    if not most.shown:
        none = f"{best} Knowing more is not shown to be worth anything: {money(most.value)} ({_span(most)})."
        return [none, *_alike(found)]
    told = f"{best} Knowing everything that is not known would be worth {money(most.value)} ({_span(most)})."
    return [told, *_alike(found), *([_groups(found)] if found.groups else []), _single(found)]


def _alike(found: Priced) -> list[str]:
    """Options that were paid the same in every single run, but for what they cost: a slip, more often than not."""
    first: dict[bytes, str] = {}
    out = []
    for i, name in enumerate(found.choice.options):
        paid = found.payoffs[:, :, i] + found.decision.options[name].cost.number
        seen = first.setdefault(np.round(paid, 3).tobytes(), name)
        if seen != name:
            out.append(
                f"{name} is paid as {seen} is in every run, but for its cost: it changes nothing that is paid for."
            )
    return out


def _tie(found: Priced) -> str:
    """Other options that chance in the runs does not tell from the best."""
    choice = found.choice
    cells = found.payoffs.mean(axis=1)
    apart = cells[:, choice.best : choice.best + 1] - cells
    error = apart.std(axis=0, ddof=1) / np.sqrt(len(cells))
    near = [
        name
        for i, name in enumerate(choice.options)
        if i != choice.best and apart[:, i].mean() <= 2.0 * error[i]
    ]  # fmt: skip
    return f" (not told from {', '.join(near)})" if near else ""


def _groups(found: Priced) -> str:
    shown = sorted((each for each in found.groups if each.stands_out(len(found.groups))), key=lambda g: -g.value)
    if not shown:
        return "No group of unknowns is shown to be worth knowing by itself."
    return "Of the groups, most: " + ", ".join(f"{each.name} ({money(each.value)})" for each in shown[:3]) + "."


def _single(found: Priced) -> str:
    first = found.singles[0]
    if first.stands_out(len(found.names)):
        return f"The single unknown most worth knowing: {first.name} ({money(first.value)}, {_span(first)})."
    return (
        f"No single one of {len(found.names)} unknowns stands out; the largest, {first.name}, "
        f"({money(first.value)}) may be so by chance alone."
    )


def _singles(found: Priced) -> list[Any]:
    shown = [each for each in found.singles if each.stands_out(len(found.names))]
    return list(found.singles[: max(FEW, len(shown))])


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


def _table(title: str, found: Priced, worths: Sequence[Any], among: int = 0) -> list[RenderableType]:
    """`among`: so many were looked at, and these are the largest of them."""
    if not worths:
        return []
    top = max(found.everything.value, 1e-12)
    sure = [each.stands_out(among) if among else each.shown for each in worths]
    rows = [
        [clip(each.name, 42), money(each.value), _span(each), bar(each.value / top, 16) if told else "?"]
        for each, told in zip(worths, sure, strict=True)
    ]
    chance = "perhaps nothing: the luckiest of so many" if among else "not told apart from nothing"
    note = f"  (?: {chance})" if not all(sure) else ""
    return [heading(title + note), plain(["", "", "", ""], rows, [43, 12, 24, 17], right=(1, 2))]


def last_line(found: Priced) -> str:
    """From what it was computed."""
    return provenance_line(found.made, " per option, equal luck")


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
    return {
        **head("value", found.made),
        "question": found.decision.question,
        "decider": found.decision.decider,
        "knows": found.decision.knows,
        "payoff": [{"measure": term.measure, "price": term.price.number, "note": term.note}
                   for term in found.decision.payoff],
        "costs": {name: option.cost.number for name, option in found.decision.options.items()},
        "settings": {name: option.set for name, option in found.decision.options.items()},
        "answer": sentences(found),
        "options": dict(zip(found.choice.options, found.choice.means, strict=True)),
        "errors": dict(zip(found.choice.options, found.errors, strict=True)),
        "best": found.choice.options[found.choice.best],
        "everything": _worth(found.everything),
        "groups": [{**_worth(g), "unknowns": n} for g, n in zip(found.groups, found.sizes, strict=True)],
        "looks": [{**_worth(each), "error": found.decision.looks[each.name].error} for each in found.looks],
        "unknowns": [{**_worth(s), "stands_out": s.stands_out(len(found.names))} for s in found.singles],
        "count": len(found.names),
    }  # fmt: skip


def _worth(each: Any) -> dict[str, Any]:
    return {"name": each.name, "value": each.value, "interval": list(each.interval), "standard_error": each.error}


def sheets(found: Priced) -> Sheets:
    """Tables `payoffs` (per draw, replicate and option), `unknowns` (per draw and path) and `worths`."""
    draws, replicates, options = found.payoffs.shape
    k, r, o = np.meshgrid(np.arange(draws), np.arange(replicates), np.arange(options), indexing="ij")
    names = np.array(found.choice.options)
    kinds = [("everything", [found.everything]), ("group", found.groups), ("look", found.looks),
             ("unknown", found.singles)]  # fmt: skip
    worths = [(kind, each) for kind, some in kinds for each in some]
    tables: dict[str, dict[str, Any]] = {
        "payoffs": {"k": k.ravel(), "r": r.ravel(), "option": names[o.ravel()], "payoff": found.payoffs.ravel()},
        "unknowns": {
            "k": np.repeat(np.arange(draws), len(found.names)),
            "path": np.tile(np.array(found.names), draws),
            "u": found.points.ravel(),
        },
        "worths": {
            "kind": np.array([kind for kind, _ in worths]),
            "name": np.array([each.name for _, each in worths]),
            "value": np.array([each.value for _, each in worths]),
            "low": np.array([each.interval[0] for _, each in worths]),
            "high": np.array([each.interval[1] for _, each in worths]),
        },
    }
    return Sheets(document(found), tables)


def figure(found: Priced, path: Path) -> None:
    """Value-of-information bars: everything, groups, looks, the largest unknowns."""
    blocks = [("everything and its parts", [found.everything, *sorted(found.groups, key=lambda g: -g.value)]),
              ("an imperfect look", found.looks), ("one unknown", _singles(found))]  # fmt: skip
    bars = [
        Bar(each.name, each.value / 1e6, each.interval[0] / 1e6, each.interval[1] / 1e6,
            each.stands_out(len(found.names)) if block == blocks[-1][0] else each.shown, block)
        for block, some in blocks
        for each in some
    ]  # fmt: skip
    draw_bars(
        bars, found.decision.question, "worth of knowing, MUSD (line: 95 % interval; pale: perhaps nothing)",
        found.made, path, " per option",
    )  # fmt: skip
