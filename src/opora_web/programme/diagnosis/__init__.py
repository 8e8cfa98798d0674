"""Self-diagnosis: a school says what stands in its way, its curator verifies it."""
