"""The proof: cases with a label, a source and rows of reference against ours, and the page that is made of them.

A case is a test function with `@case(...)` that takes the fixture `sheet` and lays down rows. All rows of a case are
seen before it fails, so that the page shows every one of them.
"""

from proof.agenda import AGENDA, Item
from proof.case import BRACKETED, CROSS_CHECKED, LABELS, VALIDATED, VERIFIED, case
from proof.sheet import Sheet

__all__ = ["AGENDA", "BRACKETED", "CROSS_CHECKED", "LABELS", "VALIDATED", "VERIFIED", "Item", "Sheet", "case"]
