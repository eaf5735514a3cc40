"""How fast shorad is, and what each figure is comparable with: `make bench`, or `python -m benchmarks [--quick]`."""
