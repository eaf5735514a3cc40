"""Outcomes made by hand (tests/helpers/outcomes.py)."""

from outcomes import cast, make_blank, make_lucky

__all__ = ["cast", "make_blank", "make_lucky"]
