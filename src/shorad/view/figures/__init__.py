"""Figures of results (matplotlib, extra `plot`), each by a name: `shorad plot`, `shorad report`, notebooks."""
