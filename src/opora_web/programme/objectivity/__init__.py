"""Signs of results that may not be what pupils know: the question to the school, its answer, what was decided."""
