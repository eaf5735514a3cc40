"""Published figures as data: systems, their values with claims, and the sources."""

from shorad.catalogue.cite import Entry, as_bibtex, as_text, bibliography
from shorad.catalogue.files import list_systems, sources
from shorad.catalogue.keys import COMPONENTS, KEYS, TARGET_CLASSES, Key, meaning
from shorad.catalogue.load import load_system
from shorad.catalogue.model import Source, System, Value
from shorad.catalogue.read import key_of, read_setting

__all__ = [
    "COMPONENTS",
    "KEYS",
    "TARGET_CLASSES",
    "Entry",
    "Key",
    "Source",
    "System",
    "Value",
    "as_bibtex",
    "as_text",
    "bibliography",
    "key_of",
    "list_systems",
    "load_system",
    "meaning",
    "read_setting",
    "sources",
]
