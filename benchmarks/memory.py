"""The most memory that this process has had. Imports nothing that would be part of it."""

import resource


def most() -> float:
    """MB. Of this program alone: `ru_maxrss` begins with what the process had that started it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
