"""The event log and the fault flag. Recording reads the run and never steers it."""

import numpy as np

from shorad.engine.jit import njit


@njit
def emit(s, t, kind, subject, other, value):
    """Append an event when recording is on (a log of length 0 is off). Overflow is counted, not hidden."""
    if len(s.log) == 0:
        return
    n = s.n[0]
    if n.logged < len(s.log):
        row = s.log[n.logged]
        row.t = t
        row.kind = kind
        row.subject = subject
        row.object = other
        row.value = value
    n.logged += np.int64(1)


@njit
def fail(s, fault, where):
    """Keep the first fault; the replicate that has one gives no result."""
    n = s.n[0]
    if n.fault == 0:
        n.fault = fault
        n.fault_where = where
