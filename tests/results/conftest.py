"""Outcomes made by hand (tests/helpers/outcomes.py)."""

from outcomes import cast, make_blank, make_lucky
from recorded import al_watiya, first_look, hmeimim

__all__ = ["al_watiya", "cast", "first_look", "hmeimim", "make_blank", "make_lucky"]
