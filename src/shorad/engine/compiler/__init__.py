"""The one package that knows numba: from functions to machine code, and tables behind one address each.

Imported only when something has to be compiled, or when Python calls an inner function. numba is made for programs of
a few functions that handle arrays and Python objects; the engine is six hundred short ones that handle rows of tables.
What follows from that: `once` (machine code at the entry alone), `tables` (an element of a table is a load, not a view
of an array), `lowering` (nothing is counted, so nothing is deleted), `known` (what was worked out stays known).
"""

from shorad.engine.compiler.entries import Dispatcher, compile_entry
from shorad.engine.compiler.tables import opener_type

__all__ = ["Dispatcher", "compile_entry", "opener_type"]
