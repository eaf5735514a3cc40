"""Equations of the kill chain: scalars in, scalars out, no tables of the engine. Each gives source, units, validity."""
