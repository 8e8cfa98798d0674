"""Schools as facts show them, and the register of schools."""
