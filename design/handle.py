"""Twenty tables through thirty-two functions: as a NamedTuple of arrays, and as a handle. Writes the second table of
handle.md to standard output: `python design/handle.py`. Each case compiles in a process of its own, nothing is kept.
"""

import subprocess
import sys
from collections import namedtuple
from time import perf_counter, process_time

import numpy as np

TABLES, FIELDS, ROWS, LEAVES, LEVELS = 20, 6, 50, 16, 4
ROW = np.dtype([(f"f{i}", "f8") for i in range(FIELDS)], align=True)
NAMES = [f"t{i}" for i in range(TABLES)]
Tables = namedtuple("Tables", NAMES)

LEAF = """
def leaf{k}(s, i):
    a, b = s.t{a}[i], s.t{b}[i]
    x = a.f0 * b.f1 + a.f2
    b.f3 = x - b.f4 if x > a.f5 else x + b.f4
    return b.f3
"""
NODE = """
def {name}(s, i):
    a = s.t{a}[i]
    a.f5 += 0.001
    return {calls} + a.f0
"""


def sources() -> list[str]:
    """Sixteen functions that work on two tables each, under a tree of others that hand the tables down."""
    out = [LEAF.format(k=k, a=k, b=(7 * k + 3) % TABLES) for k in range(LEAVES)]
    level = [f"leaf{k}" for k in range(LEAVES)]
    for depth in range(LEVELS):
        above = []
        for k in range(0, len(level), 2):
            name = f"node{depth}_{k // 2}"
            calls = " + ".join(f"{each}(s, i)" for each in level[k : k + 2])
            out.append(NODE.format(name=name, a=(5 * k + depth) % TABLES, calls=calls))
            above.append(name)
        level = above
    return [*out, f"def root(s, i):\n    return {level[0]}(s, i)\n"]


def compiled(plain: bool, handle: bool) -> object:
    """The loop that Python calls. `plain`: numba's own njit for every function; else the engine's."""
    import numba

    from shorad.engine import jit
    from shorad.engine.handle import Handle, opener

    njit = numba.njit(error_model="numpy", nogil=True) if plain else jit.njit
    scope: dict[str, object] = {}
    for text in sources():
        exec(text, scope)  # noqa: S102
        name = text.split("(")[0].split()[-1]
        scope[name] = njit(scope[name])
    root, open_tables = scope["root"], opener(Handle("Toy", dict.fromkeys(NAMES, (ROW, 1))))

    def packed(words, n):
        s, total = open_tables(words), 0.0
        for _ in range(np.int64(n)):
            for i in range(np.int64(ROWS)):
                total += root(s, i)
        return total

    def direct(s, n):
        total = 0.0
        for _ in range(np.int64(n)):
            for i in range(np.int64(ROWS)):
                total += root(s, i)
        return total

    return njit(packed if handle else direct)


def measure(plain: bool, handle: bool) -> None:
    """Print CPU seconds of the first call, ns per call of the root function, and the sum as a check."""
    from shorad.engine.handle import pack

    rng = np.random.default_rng(1)
    tables = Tables(*(rng.random((ROWS, FIELDS)).view(ROW)[:, 0].view(np.recarray) for _ in NAMES))
    run, given = compiled(plain, handle), pack(tables) if handle else tables
    began = process_time()
    total = run(given, 1)
    cold, n = process_time() - began, 2000
    best = np.inf
    for _ in range(5):
        began = perf_counter()
        run(given, n)
        best = min(best, perf_counter() - began)
    print(f"{cold:.1f} | {1e9 * best / (n * ROWS):.0f} | {total:.12g}")


def main() -> None:
    print(f"{len(sources())} functions, {TABLES} tables\n")
    print("| compiled by | tables passed as | compilation, CPU s | ns per call | sum (check) |")
    print("|---|---|---|---|---|")
    for plain, by in ((True, "numba's njit"), (False, "the engine's njit")):
        for handle, what in ((False, "NamedTuple of arrays"), (True, "handle")):
            command = [sys.executable, __file__, str(int(plain)), str(int(handle))]
            row = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            print(f"| {by} | {what} | {row} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(*(bool(int(each)) for each in sys.argv[1:]))
    else:
        main()
