"""Published figures as data: systems, their values with claims, and the sources."""

from shorad.catalogue.keys import COMPONENTS, KEYS, TARGET_CLASSES, Key, meaning
from shorad.catalogue.model import Source, System, Value

__all__ = ["COMPONENTS", "KEYS", "TARGET_CLASSES", "Key", "Source", "System", "Value", "meaning"]
