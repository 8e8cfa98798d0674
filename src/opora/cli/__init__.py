"""Floor 5, the verbs of the path as commands."""
