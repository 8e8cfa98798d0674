"""Schools are understood, the list is approved, cases run."""
