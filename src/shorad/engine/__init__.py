"""The kernel: a fixed `Model`, a mutable `State`, and one file per stage of the kill chain (see `step.py`)."""
