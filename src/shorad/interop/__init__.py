"""Formats of other programs, one file each.

Readers hand plain arrays on and know nothing of scenarios; writers take a `Recording`. Nothing is ever sent.
"""
