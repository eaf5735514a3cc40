"""Recordings of shipped scenarios (tests/helpers/recorded.py)."""

from recorded import al_watiya, first_look, hmeimim

__all__ = ["al_watiya", "first_look", "hmeimim"]
