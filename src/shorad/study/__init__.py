"""What runs the engine again and again: Monte Carlo, but-for."""
