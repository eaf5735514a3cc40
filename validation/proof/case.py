"""What a case says of itself before it runs."""

from collections.abc import Callable
from typing import Any

import pytest

VERIFIED = "verified"  # code = equation
CROSS_CHECKED = "cross-checked"  # code = independent program
VALIDATED = "validated"  # equation = world
BRACKETED = "bracketed"  # open data cannot settle it
LABELS = {
    VERIFIED: "the code equals the equation",
    CROSS_CHECKED: "the code equals an independent program",
    VALIDATED: "the equation agrees with the world: a standard or a measurement",
    BRACKETED: "open data cannot settle it; ours lies inside what is published or plausible",
}
MARKS = {
    "C": "computed independently, by closed form or quadrature",
    "R": "read in the source named",
    "M": "textbook statement from memory, re-derived or confirmed numerically; the page of the book was not seen",
    "": "",
}


def case(
    ids: str | tuple[str, ...], title: str, *, model: str, label: str, source: str, mark: str = "", section: int = 0
) -> Callable[[Callable[..., None]], Any]:
    """Make a test function a case.

    ids: of the agenda (`proof.agenda`), one or more; an id that is not on it needs `section`. model: module and
    function that is tested. label: one of LABELS. source: citation of the reference values. mark: how they are known
    (MARKS).
    """
    if label not in LABELS or mark not in MARKS:
        raise ValueError(f"case {ids}: label {label!r} or mark {mark!r} is unknown")
    named = (ids,) if isinstance(ids, str) else ids
    facts = {
        "ids": list(named), "title": title, "model": model, "label": label, "source": source, "mark": mark,
        "section": section,
    }  # fmt: skip
    return pytest.mark.case(**facts)
