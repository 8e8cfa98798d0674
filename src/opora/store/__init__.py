"""Floor 3, accepted tables → numbered release → read back, on any engine."""
