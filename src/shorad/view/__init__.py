"""What a person reads. Reads results, never runs the engine."""
