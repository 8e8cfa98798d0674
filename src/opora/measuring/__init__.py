"""Floor 4, from a table or a release to the answer of one analysis: rows chosen, kernel called, result told."""
