"""What a run leaves behind, what can be said from it, and how it is kept. Numpy and DuckDB only, never numba."""
