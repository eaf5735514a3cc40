"""`shorad explain`, `cite` and `catalogue`: what was understood, and where it comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import ScenarioArgument, Settings, load_scenario, show


def explain(scenario: ScenarioArgument, settings: Settings = None) -> None:
    """What was understood: every number with its unit, range, source and mark (? guess, ~ unverified).

    shorad explain first_look
    """
    from shorad.compile import explain as rows_of
    from shorad.compile import resolve
    from shorad.view.explain import explain as page

    made = load_scenario(scenario, settings)
    resolved = resolve(made)
    show(page(made.question, rows_of(resolved), map(str, resolved.warnings)), 160)


def cite(
    scenario: ScenarioArgument,
    settings: Settings = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX entries.")] = False,
) -> None:
    """The bibliography of exactly what a scenario uses.

    shorad cite first_look --bibtex > sources.bib
    """
    from shorad import cite as entries_of
    from shorad.catalogue import as_bibtex
    from shorad.view.cite import cite as page

    made = load_scenario(scenario, settings)
    entries = entries_of(made)
    if bibtex:
        typer.echo(as_bibtex(entries))
    else:
        show(page(made.question, entries))


def catalogue(name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One system whole.")] = None) -> None:
    """The systems that scenarios can use, or one of them with all its values, claims and disputes.

    shorad catalogue pantsir_s1
    """
    from shorad.catalogue import list_systems, load_system
    from shorad.catalogue.second_reading import audit
    from shorad.view import catalogue as view

    if name is None:
        show(view.catalogue([load_system(each) for each in list_systems()]))
    else:
        found = load_system(name)
        readings = audit(found)
        meanings = {path: found.key(path).meaning for path in found.flat}
        show(view.system(found, meanings, {path: readings.status(path) for path in found.flat}), 160)
