"""Floor 3, tables → indicators: the engine counts through Narwhals, NumPy infers."""
